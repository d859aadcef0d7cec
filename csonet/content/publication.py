"""The one door for state changes: move() and undo(). Pages, admin actions, mail links and commands call them.

A move is one transaction: the row is locked, the version compared, the table asked (states.py), the state written,
the history row made, the case opened or closed, the search document refreshed, and the notice queued.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content import revising
from csonet.content.models import Case, Decision, Item, Reason, Revision
from csonet.content.quoting import GIVEN_BACK, quoted
from csonet.content.search import indexing
from csonet.content.signals import moved
from csonet.content.states import PUBLICATION, REVISABLE, REVISION
from csonet.notifications.api import notify, recall, take_back_mails
from csonet.workflow import NotAllowed, Transition, VersionConflict, WorkflowError, WrongState

#: A decision can be undone while its mail waits, and after that as long as nothing else happened to the item.
UNDOABLE = frozenset({"approve", "return", "refuse", "duplicate", "schedule", "hide", "restore", "archive"})


def move(
    subject: Item | Revision,
    action: str,
    *,
    actor: Any,
    version: int | None = None,
    reason: str = "",
    text: str = "",
    note: str = "",
    target: Item | None = None,
    at: datetime | None = None,
    batch: Any = None,
) -> Decision:
    """Carry out one transition of an item or of a revision, and return its history row.

    actor: the person, or None for the clock and for commands. version: the item's version that the person saw;
    None skips the comparison. reason: a Reason's code. text: words to the author. note: words for the staff.
    target: the original of a duplicate. at: when a scheduled item appears (aware, in the future), or the own date of
    what comes by a feed (in the past).
    Raises NotAllowed, VersionConflict, WrongState, MissingReason or WorkflowError; then nothing was changed.
    """
    text, note = text.strip(), note.strip()
    with transaction.atomic():
        item, row = _locked(subject)
        why = _reason(reason)
        given = {"reason": why or text, "text": text, "target": target, "time": at}
        transition = _leading(_permitted(item, row, action, actor, version, given), item)
        _sensible(item, target, at if action != "bring-in" else None)
        before = row.status
        _carry_out(item, row, transition, actor, at)
        decision = Decision.objects.create(
            item=item,
            revision=row if isinstance(row, Revision) else None,
            actor=actor,
            action=transition.name,
            from_status=before,
            to_status=transition.target,
            reason=why,
            text=text,
            note=note,
            target=target,
            version=item.version,
            batch=batch,
        )
        _follow_case(item, row, decision, transition)
        _announce(item, row, decision, transition)
    subject.refresh_from_db()
    return decision


def undo(decision: Decision, *, actor: Any) -> Decision:
    """Take a moderator's decision back: the item stands as before, its case is open again, its unsent mail is gone.

    Raises NotAllowed if the actor could not have decided, WrongState if something else happened since or the
    decision is of a kind that can't be undone.
    """
    with transaction.atomic():
        item, row = _locked(decision.revision or decision.item)
        if not _table(row).transition(decision.action).who(actor, row):
            raise NotAllowed(_("You may not do this."))
        latest = item.decisions.first()
        if decision.action not in UNDOABLE or latest is None or latest.pk != decision.pk:
            raise WrongState(_("Something else happened since: this decision can no longer be undone."))
        if isinstance(row, Revision):
            if decision.action == "approve":
                revising.put_back(row)
            row.status = decision.from_status
            row.save(update_fields=["status", "updated"])
        else:
            item.status = decision.from_status
            _stamp(item, decision.from_status, None)
        _save(item)
        reversal = Decision.objects.create(
            item=item,
            revision=row if isinstance(row, Revision) else None,
            actor=actor,
            action="undo",
            from_status=decision.to_status,
            to_status=decision.from_status,
            version=item.version,
            reverses=decision,
        )
        if row.status == "submitted":
            _reopen_case(item, row)
        recall(decision)
        indexing.index_item(item)
        moved.send(sender=type(item), item=item, decision=reversal)
    return reversal


def release_due(now: datetime | None = None) -> int:
    """Publish the scheduled items whose time has come; how many. Safe to run twice and side by side."""
    due = Item.objects.filter(status="scheduled", published_at__lte=now or timezone.now()).order_by("published_at")
    released = 0
    for item in list(due):
        try:
            move(item, "release", actor=None)
        except (WrongState, Item.DoesNotExist):
            continue  # another worker was there first, or it was deleted meanwhile
        released += 1
    return released


def _table(row: Item | Revision) -> Any:
    return REVISION if isinstance(row, Revision) else PUBLICATION


def _locked(subject: Item | Revision) -> tuple[Item, Item | Revision]:
    """The item, and what is decided on: the item itself or its revision. Always locked in this order."""
    if isinstance(subject, Item):
        item = Item.objects.select_for_update().get(pk=subject.pk)
        return item, item
    item = Item.objects.select_for_update().get(pk=subject.item_id)
    revision = Revision.objects.select_for_update().get(pk=subject.pk)
    revision.item = item
    return item, revision


def _permitted(
    item: Item, row: Item | Revision, action: str, actor: Any, version: int | None, given: dict[str, Any]
) -> Transition:
    """The transition, if this person may make it on what they saw; rights are asked before anything is told."""
    table = _table(row)
    transition = table.transition(action)
    if not transition.who(actor, row) or (transition.staff and _submitted_by(item, actor)):
        raise NotAllowed(_("You may not do this."))
    if version is not None and version != item.version:
        raise VersionConflict(
            _("This was changed in the meantime; it is now “%(state)s”. Nothing of what you wrote is lost.")
            % {"state": table.state(row.status).label},
            item.version,
        )
    table.check(action, row, actor, frozenset(name for name, value in given.items() if value))
    if isinstance(row, Revision) and action in ("submit", "approve") and item.status not in REVISABLE:
        raise WrongState(
            _("This is not possible while the state is “%(state)s”.") % {"state": PUBLICATION.state(item.status).label}
        )
    return transition


def _leading(transition: Transition, item: Item) -> Transition:
    """The transition with the state it leads to: what was hidden goes back to what it was before.

    An item that its author withdrew must not be published by lifting a measure against it.
    """
    if transition.name != "restore":
        return transition
    hidden = item.decisions.filter(action="hide").first()
    return replace(transition, target=hidden.from_status) if hidden else transition


def _submitted_by(item: Item, actor: Any) -> bool:
    """Did this person submit what waits? Then they don't decide on it, even if they left the organization since."""
    return Case.objects.open().filter(item=item, submitted_by=actor).exists()


def _sensible(item: Item, target: Item | None, at: datetime | None) -> None:
    if at is not None and at <= timezone.now():
        raise WorkflowError(_("Choose a time in the future."))
    if target is not None and target.pk == item.pk:
        raise WorkflowError(_("An item is not a duplicate of itself."))


def _reason(code: str) -> Reason | None:
    if not code:
        return None
    reason = None if "\0" in code else Reason.objects.filter(pk=code, is_active=True).first()
    if reason is None:
        raise WorkflowError(_("Choose a reason from the list."))
    return reason


def _carry_out(item: Item, row: Item | Revision, transition: Transition, actor: Any, at: datetime | None) -> None:
    """Write the new state, and count the item's version up."""
    leaves_lists = isinstance(row, Item) and row.status in REVISABLE and transition.target not in REVISABLE
    row.status = transition.target
    if isinstance(row, Item):
        _stamp(item, transition.target, at)
    elif transition.name == "submit":
        row.submitted_by = actor
    elif transition.target == "approved":
        revising.apply(row)
    _save(item)
    if isinstance(row, Revision):
        row.save()
    if leaves_lists:
        _give_back_changes(item, actor)


def _save(item: Item) -> None:
    item.version += 1
    item.save(update_fields=["status", "published_at", "version", "updated"])


def _stamp(item: Item, status: str, at: datetime | None) -> None:
    """Keep published_at true: the first publication's time stays, a schedule sets it, a draft has none."""
    if status == "scheduled":
        item.published_at = at or item.published_at
    elif status == "published" and at is not None:
        item.published_at = min(at, timezone.now())
    elif status == "published" and (item.published_at is None or item.published_at > timezone.now()):
        item.published_at = timezone.now()
    elif status in ("submitted", "draft", "returned", "refused"):
        item.published_at = None


def _give_back_changes(item: Item, actor: Any) -> None:
    """Changes that wait for a decision go back to their author when the item itself leaves the lists."""
    revision = item.revisions.filter(status="submitted").select_for_update().first()
    if revision is None:
        return
    revision.status = "working"
    revision.save(update_fields=["status", "updated"])
    Decision.objects.create(
        item=item,
        revision=revision,
        actor=actor,
        action="take-back",
        from_status="submitted",
        to_status="working",
        version=item.version,
    )
    _close_case(item)


def _follow_case(item: Item, row: Item | Revision, decision: Decision, transition: Transition) -> None:
    """A submission opens a case; whatever leads out of "submitted" closes it, a second thought reopens it."""
    if row.status != "submitted":
        if decision.from_status == "submitted":
            _close_case(item)
    elif transition.staff:
        _reopen_case(item, row)
    else:
        Case.objects.create(item=item, revision=_revision(row), submitted_by=decision.actor)


def _revision(row: Item | Revision) -> Revision | None:
    return row if isinstance(row, Revision) else None


def _close_case(item: Item) -> None:
    Case.objects.open().filter(item=item).update(closed_at=timezone.now(), claimed_by=None, claimed_until=None)


def _reopen_case(item: Item, row: Item | Revision) -> None:
    """The case that was closed last waits again, since when it waited before and from whom."""
    last = item.cases.filter(closed_at__isnull=False, revision=_revision(row)).order_by("-closed_at", "-pk").first()
    if last is None:
        Case.objects.create(item=item, revision=_revision(row), submitted_by=item.author)
        return
    last.closed_at = None
    last.save(update_fields=["closed_at"])


def _announce(item: Item, row: Item | Revision, decision: Decision, transition: Transition) -> None:
    """Search, whoever listens above, and the people concerned."""
    indexing.index_item(item)
    moved.send(sender=type(item), item=item, decision=decision)
    if decision.to_status == "submitted":
        take_back_mails(item, ("returned", "revision_returned"))  # what they ask for is done
    if transition.tells:
        people = revising.people_to_tell(item, row)
        words: dict[str, Any] = {"quoted": quoted(item, row)} if transition.tells in GIVEN_BACK else {}
        notify(people, transition.tells, item=item, decision=decision, grace=transition.staff, **words)
