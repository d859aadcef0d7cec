"""Drafts of statements: begun, and changed as often as one likes while nothing is handed in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.workflow import NotAllowed, VersionConflict, WorkflowError, WrongState
from events.models import Statement, StatementCall
from events.models.statement_choices import StatementState
from events.statements import counting, signing

#: Drafts of one organization under one call; more is a slip, or a machine.
MOST_DRAFTS = 20


def begin(call: StatementCall, organization: Organization, values: dict[str, Any], *, user: Any) -> Statement:
    """A new draft. values: title, text, language. The same words sent twice make one. Raises WorkflowError."""
    if organization.pk not in user.standing.editing:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        signing.lock(call)
        signing.check_open(call)
        signing.check_eligible(call, organization)
        row = Statement(call=call, organization=organization, author=user, **values)
        _derive(row)
        drafts = Statement.objects.filter(call=call, organization=organization, state=StatementState.DRAFT)
        same = drafts.filter(checksum=row.checksum).first()
        if same is not None:
            return same
        if drafts.count() >= MOST_DRAFTS:
            raise WorkflowError(_("Your organization has %(limit)d drafts under this call.") % {"limit": MOST_DRAFTS})
        row.save()
    return row


def change(statement: Statement, values: dict[str, Any], *, user: Any, version: int) -> int:
    """Change a draft; how many organizations have to sign again. version: of the page it was written on.

    Raises NotAllowed, WrongState, or VersionConflict when somebody else saved in between.
    """
    if statement.organization_id not in user.standing.editing:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = signing.turn(statement)
        if not row.is_draft:
            raise WrongState(_("It is “%(state)s” already.") % {"state": row.get_state_display()})
        if row.version != version:
            raise VersionConflict(
                _("Somebody saved this statement after you opened it. Your text is kept below; compare, then save."),
                row.version,
            )
        before = row.checksum
        for name, value in values.items():
            setattr(row, name, value)
        _derive(row)
        row.version += 1
        row.save()
        again = signing.ask_again(row, user=user) if row.checksum != before else 0
    statement.refresh_from_db()
    return again


def recount(call: StatementCall) -> None:
    """The call's rule of counting was changed: drafts are counted by the new one. What is handed in keeps its count."""
    for row in Statement.objects.filter(call=call, state=StatementState.DRAFT).only("pk", "text"):
        words = counting.counted(row.text, call)
        Statement.objects.filter(pk=row.pk).update(words=words, updated=timezone.now())


def _derive(row: Statement) -> None:
    row.words = counting.counted(row.text, row.call)
    row.checksum = counting.checksum(row.title, row.text)
