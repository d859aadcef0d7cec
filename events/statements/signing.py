"""Joint statements: asking organizations to sign, their answers, and what a changed text does to them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.abstract import Confirmation
from csonet.workflow import NotAllowed, VersionConflict, WorkflowError, WrongState
from events.eligible import standing_of
from events.models import CoSignature, Statement, StatementCall, StatementStep
from events.models.statement_choices import HANDED_IN, StatementState
from events.statements import telling

#: More organizations than ever signed together.
MOST = 200
#: States in which organizations can be asked and can sign.
OPEN = (StatementState.DRAFT, StatementState.SUBMITTED)


def confirmed(statement: Statement) -> Any:
    """The signatures that count: of organizations that are approved today."""
    return signed(statement).filter(organization__verification="verified")


def signed(statement: Statement) -> Any:
    """All signatures, of whatever organization."""
    return statement.co_signatures.filter(state=Confirmation.CONFIRMED)


def check_eligible(call: StatementCall, organization: Organization) -> frozenset[str]:
    """The organization's standings. Raises WorkflowError with the reason if the call is not for it."""
    known = standing_of(organization)
    if known.standings & set(call.eligible):
        return known.standings
    raise WorkflowError(
        _("%(organization)s is %(standing)s. This call is for: %(audiences)s.")
        % {
            "organization": organization.name,
            "standing": known.words,
            "audiences": "; ".join(call.eligible_labels),
        }
    )


def check_open(call: StatementCall) -> None:
    """Raises WrongState outside the call's window, and once its event is over or called off."""
    if not call.is_open() or call.event.is_over or call.event.is_cancelled:
        raise WrongState(_("This call is not open now."))


def check_read(statement: Statement, checksum: str | None) -> None:
    """Raises VersionConflict if the text is another than the one on the reader's page. None: there was no page."""
    if checksum is not None and checksum != statement.checksum:
        raise VersionConflict(
            _("This was changed in the meantime; it is now “%(state)s”. Nothing of what you wrote is lost.")
            % {"state": statement.get_state_display()},
            statement.version,
        )


def limit_of(statement: Statement, standings: frozenset[str], signers: int) -> int:
    """How many words the statement may have with so many co-signers."""
    return statement.call.limit_for(standings, joint=signers > 0)


def standings_of(statement: Statement) -> frozenset[str]:
    """Under which headings the organization whose statement it is stands today."""
    return standing_of(statement.organization).standings


def too_long(words: int, limit: int) -> str:
    """What is said of a statement over the limit."""
    return _("It has %(words)d words; %(limit)d are allowed.") % {"words": words, "limit": limit}


def lock(call: Any) -> None:
    """Wait for one's turn among all that concerns a call. Raises WrongState for one that is deleted meanwhile."""
    if type(call).objects.select_for_update().filter(pk=call.pk).first() is None:
        raise WrongState(_("The call is gone."))


def turn(statement: Statement) -> Statement:
    """Wait for one's turn among all that concerns the call; then the row as it is now. Inside a transaction."""
    lock(statement.call)
    return Statement.objects.select_related("call__event", "organization").get(pk=statement.pk)


def check_exclusive(call: StatementCall, organization_id: int, but: int | None) -> None:
    """Where a call says so: who signs a joint statement hands in nothing else. Raises WorkflowError."""
    if not call.is_exclusive:
        return
    others = Statement.objects.filter(call=call).exclude(pk=but)
    signed = others.filter(state__in=(StatementState.DRAFT, *HANDED_IN)).filter(
        co_signatures__organization=organization_id, co_signatures__state=Confirmation.CONFIRMED
    )
    if signed.exists() or others.filter(organization=organization_id, state__in=HANDED_IN).exists():
        raise WorkflowError(_("Under this call, who signs a joint statement hands in no other and signs no other."))


def ask(statement: Statement, organization: Organization, *, user: Any) -> CoSignature:
    """Ask an organization to sign too, until the call closes. Raises NotAllowed or WorkflowError."""
    if statement.organization_id not in user.standing.editing:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = turn(statement)
        check_open(row.call)
        if row.state not in OPEN:
            raise WrongState(_("It is “%(state)s” already.") % {"state": row.get_state_display()})
        if organization.pk == row.organization_id:
            raise WorkflowError(_("It is your own organization’s statement already."))
        check_eligible(row.call, organization)
        if row.co_signatures.count() >= MOST:
            raise WorkflowError(_("At most %(limit)d organizations can be asked.") % {"limit": MOST})
        made, is_new = CoSignature.objects.get_or_create(
            statement=row, organization=organization, defaults={"invited_by": user}
        )
        if not is_new and made.state != Confirmation.DECLINED:
            raise WorkflowError(_("This organization was asked already."))
        if not is_new:
            made.state, made.invited_by, made.answered_at = Confirmation.INVITED, user, None
            made.save()
        telling.asked_to_sign(made)
    return made


def answer(one: CoSignature, *, user: Any, confirms: bool, checksum: str | None = None) -> None:
    """Sign for one's organization (owner or editor) or not. Raises NotAllowed or WorkflowError.

    Who has signed may leave again until the call closes, unless the statement is too long without them.
    checksum: of the text on the page where they signed; nobody signs a text that they haven't read.
    """
    if one.organization_id not in user.standing.editing:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = turn(one.statement)
        check_open(row.call)
        if row.state not in OPEN:
            raise WrongState(_("It is “%(state)s” already.") % {"state": row.get_state_display()})
        now = CoSignature.objects.select_related("organization").get(pk=one.pk)
        target = Confirmation.CONFIRMED if confirms else Confirmation.DECLINED
        if now.state in (target, Confirmation.DECLINED):
            raise WrongState(_("It was answered already."))
        if confirms:
            check_read(row, checksum)
            check_eligible(row.call, now.organization)
            check_exclusive(row.call, now.organization_id, but=row.pk)
        _check_length(row, 1 if confirms else -1 if now.state == Confirmation.CONFIRMED else 0)
        now.state, now.answered_by, now.answered_at = target, user, timezone.now()
        now.checksum = row.checksum if confirms else ""
        now.save()
        act = "sign" if confirms else "not-sign"
        StatementStep.objects.create(statement=row, actor=user, act=act, text=now.organization.name)
        _resettle(row)
        telling.answered_to_sign(now)
    one.refresh_from_db()


def _check_length(row: Statement, change: int) -> None:
    """What is handed in must fit with the signatures that it will have."""
    if row.is_draft or not change:
        return
    signers = confirmed(row).count() + change
    limit = limit_of(row, standings_of(row), signers)
    if row.words > limit:
        raise WorkflowError(too_long(row.words, limit))
    if signers == 0 and free_place(row) is None:
        raise WorkflowError(_("Your organization has handed in its statement under this call already."))


def _resettle(row: Statement) -> None:
    """A statement that became joint, or its organization's own again, after it was handed in."""
    if row.is_draft:
        return
    signers = confirmed(row).count()
    limit = limit_of(row, standings_of(row), signers)
    place = None if signers else row.place or free_place(row)
    Statement.objects.filter(pk=row.pk).update(limit=limit, place=place)


def free_place(row: Statement) -> int | None:
    """Which of the organization's own statements it can be; None when all are handed in."""
    taken = set(
        Statement.objects.filter(call=row.call_id, organization=row.organization_id, state__in=HANDED_IN)
        .exclude(pk=row.pk)
        .values_list("place", flat=True)
    )
    return next((number for number in range(1, row.call.most_own + 1) if number not in taken), None)


def ask_again(row: Statement, *, user: Any) -> int:
    """The text is another now: who had signed is asked again; how many. Inside the caller's transaction."""
    old = list(signed(row).exclude(checksum=row.checksum).select_related("organization"))
    for one in old:
        CoSignature.objects.filter(pk=one.pk).update(state=Confirmation.INVITED, checksum="", answered_at=None)
        one.statement = row
        telling.asked_to_sign(one, changed=True)
    return len(old)
