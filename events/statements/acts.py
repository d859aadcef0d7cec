"""What can be done with a statement: one table of acts, and the one function that writes its state."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from csonet.workflow import State, Transition, Workflow, WorkflowError, WrongState
from events import rights
from events.models import Statement, StatementStep
from events.models.statement_choices import StatementState
from events.statements import signing, telling


def is_writer(actor: Any, statement: Statement) -> bool:
    """An owner or editor of the organization whose statement it is."""
    return actor.is_active and statement.organization_id in actor.standing.editing


def may_decide(actor: Any, statement: Statement) -> bool:
    """An organizer of the event, or the Branch; never on what one wrote or one's own organization signs."""
    if not rights.is_organizer(actor, statement.call.event):
        return False
    if actor.pk in (statement.author_id, statement.submitted_by_id):
        return False
    signers = set(signing.signed(statement).values_list("organization", flat=True))
    return not (signers | {statement.organization_id}) & (actor.standing.organizations | actor.standing.waiting)


def _act(name: str, label: Any, sources: tuple[str, ...], target: str, **more: Any) -> Transition:
    return Transition(name, label, frozenset(sources), target, **more)


_WHY = frozenset({"reason", "text"})
TABLE = Workflow(
    states=tuple(State(one.value, one.label, one.label) for one in StatementState),
    transitions=(
        _act("submit", gettext_lazy("Hand in the statement"), ("draft",), "submitted", who=is_writer),
        _act(
            "withdraw",
            pgettext_lazy("statement", "Withdraw"),
            ("draft", "submitted", "accepted"),
            "withdrawn",
            who=is_writer,
        ),
        _act("accept", pgettext_lazy("statement", "Accept"), ("submitted",), "accepted", who=may_decide, staff=True),
        _act(
            "decline",
            pgettext_lazy("statement", "Decline"),
            ("submitted", "accepted"),
            "declined",
            who=may_decide,
            needs=_WHY,
            staff=True,
        ),
        _act("publish", pgettext_lazy("statement", "Publish"), ("accepted",), "published", who=may_decide, staff=True),
        _act(
            "unpublish",
            gettext_lazy("Take off the page"),
            ("published",),
            "accepted",
            who=may_decide,
            needs=frozenset({"text"}),
            staff=True,
        ),
    ),
    field_name="state",
)


def move(
    statement: Statement, act: str, *, actor: Any, reason: str = "", text: str = "", checksum: str | None = None
) -> Statement:
    """Do one act of the table. Raises WorkflowError (NotAllowed, WrongState, MissingReason) in words.

    The call is locked: of two clicks the second reads what the first did. checksum: of the text on the page from which
    it is handed in; a colleague's newer text is not handed in unread.
    """
    given = frozenset(name for name, value in (("reason", reason), ("text", text.strip())) if value)
    with transaction.atomic():
        row = signing.turn(statement)
        transition = TABLE.check(act, row, actor, given)
        before = row.state
        if act == "submit":
            signing.check_read(row, checksum)
            _hand_in(row, actor)
        elif act == "withdraw" and before != StatementState.DRAFT:
            signing.check_open(row.call)
        if transition.staff:
            row.reason, row.decision_text = reason if act == "decline" else "", text.strip()
            row.decided_by, row.decided_at = actor, timezone.now()
            row.published_at = timezone.now() if act == "publish" else None
        row.state = transition.target
        _save(row)
        told = {"before": before, "after": row.state, "reason": row.reason, "text": text.strip()}
        StatementStep.objects.create(statement=row, actor=actor, act=act, **told)
        telling.moved(row, act)
    statement.refresh_from_db()
    return statement


def _save(row: Statement) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the constraint statement_own_once, should the lock ever fail
        raise WrongState(_("Your organization has handed in its statement under this call already.")) from None


def _hand_in(row: Statement, actor: Any) -> None:
    """Check the statement against the call as it stands now, and write the receipt. Raises WorkflowError."""
    call = row.call
    signing.check_open(call)
    standings = signing.check_eligible(call, row.organization)
    signers = [one.organization for one in signing.confirmed(row).select_related("organization")]
    for organization in signers:
        signing.check_eligible(call, organization)
    if row.language not in call.languages:
        raise WorkflowError(_("This call takes no statements in this language."))
    limit = signing.limit_of(row, standings, len(signers))
    if row.words > limit:
        raise WorkflowError(signing.too_long(row.words, limit))
    signing.check_exclusive(call, row.organization_id, but=row.pk)
    row.place = None if signers else signing.free_place(row)
    if not signers and row.place is None:
        raise WorkflowError(_("Your organization has handed in its statement under this call already."))
    row.limit, row.submitted_at, row.submitted_by = limit, timezone.now(), actor
    row.number = f"S-{row.submitted_at.year}-{row.pk:06}"
