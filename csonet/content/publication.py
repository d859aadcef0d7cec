"""The one door for state changes: move() and undo(). Pages, admin actions, mail links and commands call them.

A move is one transaction: the row is locked, the version compared, the table asked (states.py), the state written,
the history row made, the case opened or closed, the search document refreshed, and the notice queued.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content import revising
from csonet.content.models import Case, Decision, Item, Reason, Revision
from csonet.content.search import indexing
from csonet.content.signals import moved
from csonet.content.states import PUBLICATION, REVISION
from csonet.notifications.api import notify, recall
from csonet.workflow import NotAllowed, VersionConflict, WorkflowError, WrongState

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
    target: the original of a duplicate. at: when a scheduled item appears (aware, in the future).
    Raises VersionConflict, WrongState, NotAllowed, MissingReason or WorkflowError; then nothing was changed.
    """
    workflow = REVISION if isinstance(subject, Revision) else PUBLICATION
    with transaction.atomic():
        item = _locked(subject)
        row = item if isinstance(subject, Item) else Revision.objects.select_for_update().get(pk=subject.pk)
        if isinstance(row, Revision):
            row.item = item
        _compare(item, row, subject, workflow, version)
        why = _reason(reason)
        given = {
            name
            for name, is_there in (
                ("reason", why or text.strip()),
                ("text", text.strip()),
                ("target", target),
                ("time", at),
            )
            if is_there
        }
        transition = workflow.check(action, row, actor, frozenset(given))
        if at is not None and at <= timezone.now():
            raise WorkflowError(_("Choose a time in the future."))
        if target is not None and target.pk == item.pk:
            raise WorkflowError(_("An item is not a duplicate of itself."))
        before = row.status
        row.status = transition.target
        if isinstance(row, Revision):
            _after_revision(row, transition.name, actor)
        else:
            _stamp(item, transition.target, at)
        item.version += 1
        item.save(update_fields=["status", "published_at", "version", "updated"])
        if isinstance(row, Revision):
            row.save()
        decision = Decision.objects.create(
            item=item,
            revision=row if isinstance(row, Revision) else None,
            actor=actor,
            action=transition.name,
            from_status=before,
            to_status=transition.target,
            reason=why,
            text=text.strip(),
            note=note.strip(),
            target=target,
            version=item.version,
            batch=batch,
        )
        _follow_case(item, row, actor, decision)
        indexing.index_item(item)
        moved.send(sender=type(item), item=item, decision=decision)
        if transition.tells:
            notify(
                revising.people_to_tell(item, row),
                transition.tells,
                item=item,
                decision=decision,
                grace=transition.staff,
            )
    subject.status = row.status
    subject.refresh_from_db()
    return decision


def undo(decision: Decision, *, actor: Any) -> Decision:
    """Take a moderator's decision back: the item stands as before, its case is open again, its unsent mail is gone.

    Raises NotAllowed if the actor could not have decided, WrongState if something else happened since or the
    decision is of a kind that can't be undone.
    """
    with transaction.atomic():
        item = _locked(decision.item)
        latest = item.decisions.first()
        if decision.action not in UNDOABLE or latest is None or latest.pk != decision.pk or decision.reverses_id:
            raise WrongState(_("Something else happened since: this decision can no longer be undone."))
        row: Item | Revision = item
        workflow = PUBLICATION
        if decision.revision_id:
            row = Revision.objects.select_for_update().get(pk=decision.revision_id)
            row.item = item
            workflow = REVISION
        if not workflow.transition(decision.action).who(actor, row):
            raise NotAllowed(_("You may not do this."))
        if isinstance(row, Revision):
            if decision.action == "approve":
                revising.put_back(row)
                item = _locked(item)
            row.status = decision.from_status
            row.save()
        else:
            item.status = decision.from_status
            if decision.from_status not in ("published", "archived", "expired", "hidden", "withdrawn"):
                item.published_at = None
        item.version += 1
        item.save(update_fields=["status", "published_at", "version", "updated"])
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
            reopened = item.cases.filter(closed_at__isnull=False).order_by("-closed_at").first()
            if reopened:
                reopened.closed_at = None
                reopened.save(update_fields=["closed_at"])
        recall(decision)
        indexing.index_item(item)
        moved.send(sender=type(item), item=item, decision=reversal)
    return reversal


def release_due(now: datetime | None = None) -> int:
    """Publish the scheduled items whose time has come; how many. Safe to run twice and side by side."""
    due = Item.objects.filter(status="scheduled", published_at__lte=now or timezone.now())
    released = 0
    for item in due.order_by("published_at").iterator():
        try:
            move(item, "release", actor=None)
        except WrongState:
            continue  # another worker was there first
        released += 1
    return released


def _locked(subject: Item | Revision) -> Item:
    pk = subject.pk if isinstance(subject, Item) else subject.item_id
    return Item.objects.select_for_update().get(pk=pk)


def _compare(item: Item, row: Any, seen: Any, workflow: Any, version: int | None) -> None:
    """Raises VersionConflict if the item, or the state of what is decided on, is not what the person saw."""
    if version is not None and version != item.version:
        raise VersionConflict(
            _("This was changed in the meantime; it is now “%(state)s”. Nothing of what you wrote is lost.")
            % {"state": workflow.state(row.status).label},
            item.version,
        )


def _reason(code: str) -> Reason | None:
    if not code:
        return None
    reason = Reason.objects.filter(pk=code, is_active=True).first()
    if reason is None:
        raise WorkflowError(_("Choose a reason from the list."))
    return reason


def _stamp(item: Item, status: str, at: datetime | None) -> None:
    """Keep published_at true: the first publication's time stays, a schedule sets it, a draft has none."""
    if status == "scheduled":
        item.published_at = at
    elif status == "published" and (item.published_at is None or item.published_at > timezone.now()):
        item.published_at = timezone.now()
    elif status in ("submitted", "draft", "returned", "refused"):
        item.published_at = None


def _after_revision(revision: Revision, action: str, actor: Any) -> None:
    if action == "submit":
        revision.submitted_by = actor
    elif action == "approve":
        revising.apply(revision)


def _follow_case(item: Item, row: Item | Revision, actor: Any, decision: Decision) -> None:
    """A submission opens a case; whatever leads out of "submitted" closes it."""
    if row.status == "submitted":
        Case.objects.get_or_create(
            item=item,
            closed_at=None,
            defaults={"revision": row if isinstance(row, Revision) else None, "submitted_by": actor},
        )
    elif decision.from_status == "submitted":
        Case.objects.filter(item=item, closed_at=None).update(
            closed_at=timezone.now(), claimed_by=None, claimed_until=None
        )
