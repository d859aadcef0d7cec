"""What requests for the floor and for side events share: who decides, declining, withdrawing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.workflow import MissingReason, NotAllowed, WrongState
from events import rights
from events.models.statement_choices import ALIVE, RequestState
from events.statements import signing, telling


def turn(request: Any) -> Any:
    """Wait for one's turn among all that concerns the call; then the row as it is now. Inside a transaction."""
    signing.lock(request.call_for_it)
    related = "list__event" if hasattr(request, "list_id") else "call__event"
    return type(request).objects.select_related(related, "organization").get(pk=request.pk)


def is_asker(user: Any, request: Any) -> bool:
    """An owner or editor of the organization that asks."""
    return user.is_authenticated and user.is_active and request.organization_id in user.standing.editing


def may_decide(actor: Any, request: Any) -> bool:
    """An organizer of the event, or the Branch; never on one's own organization's request."""
    if not rights.is_organizer(actor, request.call_for_it.event) or actor.pk == request.asked_by_id:
        return False
    return not request.signers() & (actor.standing.organizations | actor.standing.waiting)


def check_ask(call: Any, organization: Organization, user: Any) -> None:
    """May this person ask under the call now? Raises NotAllowed or WorkflowError. Inside a transaction."""
    if organization.pk not in user.standing.editing:
        raise NotAllowed(_("You may not do this."))
    signing.lock(call)
    signing.check_open(call)
    signing.check_eligible(call, organization)


def check_decide(actor: Any, request: Any) -> None:
    """Raises NotAllowed."""
    if not may_decide(actor, request):
        raise NotAllowed(_("You may not do this."))


def check_state(row: Any, *states: str) -> None:
    """Raises WrongState with the state it is in."""
    if row.state not in states:
        raise WrongState(_("It is “%(state)s” already.") % {"state": row.get_state_display()})


def check_unannounced(row: Any) -> None:
    """Raises WrongState while the event that came of it stands: its room is not given away under it."""
    if getattr(row, "event_id", None) is not None:
        raise WrongState(_("Its event is announced already: change the event."))


def decline(request: Any, *, actor: Any, reason: str, text: str) -> None:
    """The organizers say no, and why: a reason and words. Raises NotAllowed, MissingReason, WrongState."""
    check_decide(actor, request)
    if not reason or not text.strip():
        raise MissingReason(_("Say why: choose a reason, and write it in your own words."))
    with transaction.atomic():
        row = turn(request)
        check_state(row, *ALIVE)
        check_unannounced(row)
        row.leave()
        row.state, row.reason, row.decision_text = RequestState.DECLINED, reason, text.strip()
        row.decided_by, row.decided_at = actor, timezone.now()
        row.save()
        row.left()
        telling.decided(row)
    request.refresh_from_db()


def withdraw(request: Any, *, user: Any) -> None:
    """The organization takes its request back; what it was given is free again. Raises NotAllowed or WrongState."""
    if not is_asker(user, request):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = turn(request)
        check_state(row, *ALIVE)
        check_unannounced(row)
        telling.withdrawn(row)
        row.leave()
        row.state = RequestState.WITHDRAWN
        row.save()
        row.left()
    request.refresh_from_db()
