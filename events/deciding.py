"""The two decisions, withdrawing, offers of the waiting list, another way of taking part. One transaction each.

Each takes its turn in the event's pool first; so of two clicks, two owners or two officers one comes second and reads
what the first did. What happened is written down and told (events.steps, events.telling).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.capacity import seats
from csonet.capacity.models import Place
from csonet.workflow import MissingReason, NotAllowed, WorkflowError, WrongState
from events import rights, steps, telling
from events.models import Registration
from events.models.choices import LIVE, Decision, RegistrationState
from events.registering import fits_mode


def decide(
    registration: Registration,
    *,
    actor: Any,
    side: str,
    approves: bool,
    reason: str = "",
    text: str = "",
    segments: Any = None,
) -> Registration:
    """One of the two decisions. side: "org" (the organization's owners) or "desk" (the organizers).

    A decline needs a reason or words, gives the seat back and is final. segments: to which parts the person is
    admitted. Raises NotAllowed, MissingReason, WrongState.
    """
    may = (
        rights.is_focal_point(actor, registration.delegation.organization_id if registration.delegation else None)
        if side == "org"
        else rights.is_organizer(actor, registration.event)
    )
    if not may:
        raise NotAllowed(_("You may not do this."))
    if not approves and not (reason or text.strip()):
        raise MissingReason(_("Give a reason: the person reads it."))
    with transaction.atomic():
        row = steps.turn(registration)
        _check_decision(row, side, approves)
        value = Decision.APPROVED if approves else Decision.DECLINED
        for name, given in {"decision": value, "reason": reason, "text": text.strip(), "by": actor}.items():
            setattr(row, f"{side}_{name}", given)
        setattr(row, f"{side}_at", timezone.now())
        if segments is not None:
            row.admitted_segments.set(segments)
        steps.settle(row, f"{side}-{'approve' if approves else 'decline'}", actor, reason, text)
    return steps.again(registration)


def _check_decision(row: Registration, side: str, approves: bool) -> None:
    now = getattr(row, f"{side}_decision")
    if row.state not in LIVE:
        raise WrongState(_("It is “%(state)s” already.") % {"state": row.get_state_display()})
    if now == Decision.NOT_NEEDED and approves:
        raise WrongState(_("This decision is not needed under the rules of the event."))
    if now == Decision.APPROVED and approves:
        raise WrongState(_("It was approved already."))
    if side == "desk" and approves and row.org_decision == Decision.PENDING:
        raise WrongState(_("The organization has not decided yet."))


def withdraw(registration: Registration, *, actor: Any, by_link: bool = False) -> Registration:
    """The person, an owner of the organization or an organizer gives the seat back. Raises NotAllowed or WrongState."""
    if not by_link and not rights.may_see(actor, registration):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = steps.turn(registration)
        if row.state not in LIVE:
            raise WrongState(_("It is “%(state)s” already.") % {"state": row.get_state_display()})
        steps.end(row, RegistrationState.WITHDRAWN, "withdraw", actor)
        telling.withdrawn(row, actor)
    return steps.again(registration)


def accept_offer(registration: Registration) -> Registration:
    """Take the offered seat. Raises WrongState if the offer is over."""
    with transaction.atomic():
        row = steps.turn(registration)
        if row.place is None:
            raise WrongState(_("This offer is no longer open."))
        seats.accept(row.place)
        steps.settle(row, "accept", row.user)
    return steps.again(registration)


def decline_offer(registration: Registration) -> Registration:
    """Leave the offered seat to the next. Raises WrongState if there is no offer."""
    with transaction.atomic():
        row = steps.turn(registration)
        if row.state != RegistrationState.OFFERED:
            raise WrongState(_("This offer is no longer open."))
        steps.end(row, RegistrationState.WITHDRAWN, "decline-offer", row.user)
    return steps.again(registration)


def expire_offers() -> int:
    """The job: offers that nobody answered lapse, and the next are told; how many lapsed."""
    with transaction.atomic():
        expired, offered = seats.expire_due(Place.objects.filter(registration__isnull=False))
        for place in expired:
            row = Registration.objects.select_related("event", "rule", "user").get(place=place)
            steps.record(row, RegistrationState.LAPSED, "lapse", None)
            telling.lapsed(row)
        steps.tell_offered(offered)
    return len(expired)


def give_seat(registration: Registration, *, actor: Any, text: str) -> Registration:
    """An organizer gives somebody who waits a seat out of turn, and says why. Raises Full: never one too many."""
    if not rights.is_organizer(actor, registration.event):
        raise NotAllowed(_("You may not do this."))
    if not text.strip():
        raise MissingReason(_("Give a reason: it is kept."))
    with transaction.atomic():
        row = steps.turn(registration)
        if row.place is None:
            raise WrongState(_("This person does not wait."))
        seats.give_now(row.place)
        steps.settle(row, "give-seat", actor, text=text)
    return steps.again(registration)


def change_mode(registration: Registration, mode: str, *, actor: Any) -> Registration:
    """In person instead of online, or the other way; the seat that is left goes to the next. Raises WorkflowError."""
    fits_mode(registration.event, mode)
    with transaction.atomic():
        row = steps.turn(registration)
        if row.state not in (RegistrationState.SUBMITTED, RegistrationState.ADMITTED) or row.place is None:
            raise WrongState(_("There is no seat to change."))
        if mode == row.mode:
            return registration
        own = [row.delegation.quota_id] if row.delegation else []
        try:
            offered = seats.move(row.place, [*row.rule.buckets(mode), *own])
        except seats.Full:
            raise WorkflowError(_("All seats of that sort are taken.")) from None
        Registration.objects.filter(pk=row.pk).update(mode=mode)
        steps.note(row, "mode", actor, row.state, text=mode)
        steps.tell_offered(offered)
    return steps.again(registration)


def confirm_again(registration: Registration) -> Registration:
    """After a postponement: I still come."""
    with transaction.atomic():
        row = steps.turn(registration)
        if row.state not in LIVE:
            raise WrongState(_("It is “%(state)s” already.") % {"state": row.get_state_display()})
        Registration.objects.filter(pk=row.pk).update(confirmed_round=row.event.rounds)
        steps.note(row, "confirm", row.user, row.state)
    return steps.again(registration)
