"""An organization's delegation: asking for more seats, and what the organizers answer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.capacity import seats
from csonet.workflow import MissingReason, NotAllowed, WorkflowError, WrongState
from events import rights, steps, telling
from events.models import Delegation

#: More is a slip of the keyboard.
MOST = 500


def ask_for_seats(delegation: Delegation, count: int, reason: str, *, actor: Any) -> None:
    """An owner asks for further seats. Raises NotAllowed, MissingReason, or WrongState while one question is open."""
    if not rights.is_focal_point(actor, delegation.organization_id):
        raise NotAllowed(_("You may not do this."))
    if not reason.strip():
        raise MissingReason(_("Say why: the organizers decide by it."))
    if not 1 <= count <= MOST:
        raise WorkflowError(_("Ask for one seat at least, and for %(limit)d at most.") % {"limit": MOST})
    with transaction.atomic():
        seats.lock(delegation.event.pool_id)  # type: ignore[arg-type]
        waiting = Delegation.objects.filter(pk=delegation.pk, asked=None)
        given = {"asked": count, "asked_reason": reason.strip(), "asked_by": actor, "answer": "", "answered_at": None}
        if not waiting.update(**given):
            raise WrongState(_("You have asked already; the organizers have not answered yet."))
        delegation.refresh_from_db()
        telling.seats_asked(delegation, actor)


def answer(delegation: Delegation, granted: int, text: str, *, actor: Any) -> None:
    """The organizers grant so many further seats, or none; a refusal says why. Raises NotAllowed or MissingReason."""
    if not rights.is_organizer(actor, delegation.event):
        raise NotAllowed(_("You may not do this."))
    if granted == 0 and not text.strip():
        raise MissingReason(_("Give a reason: the organization reads it."))
    if not 0 <= granted <= MOST:
        raise WorkflowError(_("Grant %(limit)d seats at most.") % {"limit": MOST})
    with transaction.atomic():
        seats.lock(delegation.event.pool_id)  # type: ignore[arg-type]
        row = Delegation.objects.select_related("quota", "rule").get(pk=delegation.pk)
        if row.asked is None:
            raise WrongState(_("There is no open question about seats."))
        row.extra += granted
        row.asked, row.answered_at, row.answer = None, timezone.now(), text.strip()
        row.save()
        cap = None if row.rule.quota is None else row.rule.quota + row.extra
        steps.tell_offered(seats.set_cap(row.quota, cap))
        delegation.refresh_from_db()
        delegation.quota.refresh_from_db()
        telling.seats_answered(delegation)
