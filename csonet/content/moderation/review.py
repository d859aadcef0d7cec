"""One submission, or one item, before an officer: what can be decided, by whom, and the decision itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csonet.content import publication, revising
from csonet.content.models import Case, Decision, Item, Revision
from csonet.content.moderation import claims
from csonet.content.moderation.forms import DecisionForm, find_originals
from csonet.content.rights import is_moderator
from csonet.content.states import PUBLICATION, REVISION
from csonet.workflow import Transition

#: Acts of the item itself that the desk offers while an edit of it waits.
BESIDE_A_REVISION = frozenset({"hide"})


@dataclass
class Review:
    """What the review page shows and decides on. case is None for an item that waits for nothing."""

    item: Item
    user: Any
    case: Case | None = None

    @property
    def revision(self) -> Revision | None:
        return self.case.revision if self.case and self.case.revision_id else None

    @property
    def subject(self) -> Item | Revision:
        """What is decided on: the held edit, or the item."""
        revision = self.revision
        if revision is None or self.is_closed:
            return self.item
        revision.item = self.item
        return revision

    @property
    def is_closed(self) -> bool:
        return self.case is not None and self.case.closed_at is not None

    @property
    def holder(self) -> Any:
        """Who else is looking at it now, or None."""
        return claims.other_holder(self.case, self.user) if self.case and not self.is_closed else None

    @property
    def is_own(self) -> bool:
        """Is it the officer's own, or their organization's? Then somebody else decides."""
        return not is_moderator(self.user, self.subject) or bool(
            self.case and not self.is_closed and self.case.submitted_by_id == self.user.pk
        )

    def actions(self) -> list[Transition]:
        """What this officer can decide now, in the tables' order; nothing about one's own."""
        if self.is_own:
            return []
        if isinstance(self.subject, Revision):
            acts = [act for act in REVISION.available(self.subject, self.user) if act.staff]
            beside = PUBLICATION.available(self.item, self.user)
            return acts + [act for act in beside if act.name in BESIDE_A_REVISION]
        return [act for act in PUBLICATION.available(self.item, self.user) if act.staff]

    def last_decision(self) -> Decision | None:
        """The latest row of the item's history."""
        return self.item.decisions.select_related("actor", "reason", "target").first()

    def undoable(self) -> Decision | None:
        """The decision that this officer can still take back, if any."""
        last = self.last_decision()
        return last if last and last.action in publication.UNDOABLE and not self.is_own else None

    def form(self, data: Any = None) -> DecisionForm:
        """The decision form, on the version that is shown."""
        return DecisionForm(
            data, item=self.item, actions=self.actions(), user=self.user, initial={"version": self.item.version}
        )

    def changes(self) -> list[revising.Change]:
        """Field by field, what the held edit would change."""
        revision = self.revision
        if revision is None:
            return []
        before = revision.replaced or revising.form_class(self.item).data_of(self.item.noun)
        return revising.differences(self.item, before, {**before, **revision.data})

    def likely_originals(self) -> list[Item]:
        """Items whose titles share the longest word: offered where an original is asked for."""
        words = sorted(self.item.title.split(), key=len, reverse=True)
        return find_originals(self.item, words[0], self.user) if words else []


def decide(review: Review, form: DecisionForm) -> Decision:
    """Carry out a valid form. Raises WorkflowError and its kin; then nothing was changed."""
    cleaned = form.cleaned_data
    action = cleaned["action"]
    subject = review.subject
    if isinstance(subject, Revision) and action in BESIDE_A_REVISION:
        subject = review.item
    return publication.move(
        subject,
        action,
        actor=review.user,
        version=cleaned["version"],
        reason=cleaned["reason"],
        text=cleaned["text"],
        note=cleaned["note"],
        target=cleaned["original"],
        at=cleaned["at"],
    )
