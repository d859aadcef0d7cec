"""Side events: slots, requests with wishes and co-sponsors, allocating, and the event that an allocated one becomes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.abstract import Confirmation
from csonet.content.drafts import slug_for
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from events import zones
from events.models import CoHost, CoSponsor, Event, SideEventCall, SideEventRequest, Slot, SlotWish
from events.models.choices import Sort
from events.models.statement_choices import ALIVE, RequestState
from events.statements import requesting, signing, telling

MOST_SLOTS = 300
MOST_SPONSORS = 20
#: How many slots are wished for, by rank.
WISHES = 3


def add_slot(call: SideEventCall, day: date, begins: time, ends: time, room: str, capacity: int | None) -> Slot:
    """A further slot, on the clock of the event's zone. Raises WorkflowError for one that is there already."""
    zone = call.event.zone
    values = {"starts": zones.moment(day, begins, zone), "ends": zones.moment(day, ends, zone), "capacity": capacity}
    if call.slots.count() >= MOST_SLOTS:
        raise WorkflowError(_("A call has at most %(limit)d slots.") % {"limit": MOST_SLOTS})
    try:
        with transaction.atomic():
            return Slot.objects.create(call=call, day=day, starts_at=begins, ends_at=ends, room=room, **values)
    except IntegrityError:
        raise WorkflowError(_("There is this slot already.")) from None


def remove_slot(slot: Slot) -> None:
    """Take a slot away, with the wishes for it. Raises WrongState if it is allocated."""
    with transaction.atomic():
        signing.lock(slot.call)
        if SideEventRequest.objects.filter(slot=slot).exists():
            raise WrongState(_("This slot is allocated."))
        slot.delete()


def ask(
    call: SideEventCall, organization: Organization, values: dict[str, Any], wishes: Sequence[Slot], *, user: Any
) -> SideEventRequest:
    """Ask for a side event. values: title, summary, language. wishes: slots, the dearest first.

    Raises NotAllowed, or WorkflowError: one request for each sponsor and call.
    """
    with transaction.atomic():
        requesting.check_ask(call, organization, user)
        try:
            with transaction.atomic():
                made = SideEventRequest.objects.create(call=call, organization=organization, asked_by=user, **values)
        except IntegrityError:
            raise WrongState(_("Your organization has asked already: one request for each.")) from None
        _wish(made, wishes)
        telling.received(made)
    return made


def change(request: SideEventRequest, values: dict[str, Any], wishes: Sequence[Slot], *, user: Any) -> None:
    """Change a request until the call closes or it is decided. Raises NotAllowed or WrongState."""
    if not requesting.is_asker(user, request):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = requesting.turn(request)
        requesting.check_state(row, RequestState.ASKED)
        signing.check_open(row.call)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        _wish(row, wishes)
    request.refresh_from_db()


def _wish(row: SideEventRequest, wishes: Sequence[Slot]) -> None:
    row.wishes.all().delete()
    SlotWish.objects.bulk_create(
        SlotWish(request=row, slot=slot, rank=rank) for rank, slot in enumerate(dict.fromkeys(wishes), start=1)
    )


def invite(request: SideEventRequest, organization: Organization, *, user: Any) -> CoSponsor:
    """Ask an organization to sponsor it too. Raises NotAllowed or WorkflowError."""
    if not requesting.is_asker(user, request):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = requesting.turn(request)
        requesting.check_state(row, *ALIVE)
        if not organization.is_approved or organization.pk == row.organization_id:
            raise WorkflowError(_("This organization cannot be asked."))
        if row.co_sponsors.count() >= MOST_SPONSORS:
            raise WorkflowError(_("At most %(limit)d organizations can be asked.") % {"limit": MOST_SPONSORS})
        made, is_new = CoSponsor.objects.get_or_create(
            request=row, organization=organization, defaults={"invited_by": user}
        )
        if not is_new:
            raise WorkflowError(_("This organization was asked already."))
        telling.asked_to_sponsor(made)
    return made


def answer(one: CoSponsor, *, user: Any, confirms: bool) -> None:
    """Sponsor it with them, or not, or no longer. Raises NotAllowed or WrongState."""
    if one.organization_id not in user.standing.editing:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = requesting.turn(one.request)
        requesting.check_state(row, *ALIVE)
        target = Confirmation.CONFIRMED if confirms else Confirmation.DECLINED
        sources = [Confirmation.INVITED] if confirms else [Confirmation.INVITED, Confirmation.CONFIRMED]
        rows = CoSponsor.objects.filter(pk=one.pk, state__in=sources)
        if not rows.update(state=target, answered_by=user, answered_at=timezone.now()):
            raise WrongState(_("It was answered already."))
        one.refresh_from_db()
        telling.answered_to_sponsor(one)


def allocate(request: SideEventRequest, slot: Slot, *, actor: Any) -> None:
    """Give it a slot, or another one. Raises NotAllowed, or WrongState: no slot is given twice."""
    requesting.check_decide(actor, request)
    with transaction.atomic():
        row = requesting.turn(request)
        requesting.check_state(row, *ALIVE)
        requesting.check_unannounced(row)
        if slot.call_id != row.call_id:
            raise WorkflowError(_("There is no such slot."))
        row.slot, row.state, row.reason, row.decision_text = slot, RequestState.GRANTED, "", ""
        row.decided_by, row.decided_at = actor, timezone.now()
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise WrongState(_("This slot is allocated.")) from None
        telling.decided(row)
    request.refresh_from_db()


def make_event(request: SideEventRequest, *, user: Any) -> Event:
    """The draft of the event that the sponsor completes and submits; a second click leads to the same.

    Confirmed co-sponsors are its co-hosts. Raises NotAllowed, or WrongState while no slot is allocated.
    """
    if not requesting.is_asker(user, request):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = requesting.turn(request)
        if row.event is not None:
            return row.event
        requesting.check_state(row, RequestState.GRANTED)
        slot: Any = row.slot
        parent = row.call.event
        event = Event.objects.create(
            sort=Sort.SIDE_EVENT,
            parent=parent,
            title=row.title,
            slug=slug_for(Event.KIND, row.title),
            key=uuid.uuid4(),
            summary=row.summary[:300],
            description="".join(f"<p>{escaped}</p>" for escaped in _paragraphs(row.summary)),
            language=row.language,
            organization=row.organization,
            author=user,
            audience=parent.audience,
            circle=parent.circle,
            first_day=slot.day,
            last_day=slot.day,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=parent.zone,
            mode=parent.mode,
            venue=parent.venue,
            room=slot.room,
            address=parent.address,
            body=parent.body,
            session=parent.session,
        )
        event.goals.set(parent.goals.all())
        for one in row.co_sponsors.filter(state=Confirmation.CONFIRMED):
            given = {"invited_by": user, "answered_by": one.answered_by, "answered_at": one.answered_at}
            CoHost.objects.create(event=event, organization=one.organization, state=Confirmation.CONFIRMED, **given)
        SideEventRequest.objects.filter(pk=row.pk).update(event=event)
    request.refresh_from_db()
    return event


def _paragraphs(text: str) -> list[str]:
    return [escape(part.strip()) for part in text.split("\n\n") if part.strip()]
