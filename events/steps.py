"""Writing what becomes of a registration: its state, the record of the step, its seat, whom it is told.

Everything here runs inside one's turn in the event's pool (`turn`).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from csonet.capacity import seats
from csonet.capacity.models import Place, PlaceState
from csonet.content.models import Item
from events import telling
from events.models import Event, Registration, Step
from events.models.choices import Decision, RegistrationState

_SETTLED = (Decision.APPROVED, Decision.NOT_NEEDED)


def turn(registration: Registration) -> Registration:
    """Wait for one's turn; then the row as it is now."""
    seats.lock(registration.event.pool_id)  # type: ignore[arg-type]
    rows = Registration.objects.select_related("event", "rule__event", "delegation__organization", "place", "user")
    return rows.get(pk=registration.pk)


def settle(row: Registration, act: str, actor: Any, reason: str = "", text: str = "") -> None:
    """Write the state that follows now; who is declined gives the seat back."""
    before = row.state
    if row.place is not None:
        row.place.refresh_from_db()
    row.state = state_of(row)
    row.save()
    Step.objects.create(
        registration=row, actor=actor, act=act, before=before, after=row.state, reason=reason, text=text.strip()
    )
    recount(row.event)
    if row.state == RegistrationState.DECLINED and row.place is not None:
        tell_offered(seats.release(row.place))
    telling.settled(row, before)


def end(row: Registration, state: str, act: str, actor: Any) -> None:
    """The registration is over: its seat goes to the next."""
    place = row.place
    record(row, state, act, actor)
    if place is not None:
        tell_offered(seats.release(place))


def record(row: Registration, state: str, act: str, actor: Any) -> None:
    """Write a state that no decision gives, and the step that led to it."""
    before, row.state = row.state, state
    Registration.objects.filter(pk=row.pk).update(state=state, updated=timezone.now())
    Step.objects.create(registration=row, actor=actor, act=act, before=before, after=state)
    recount(row.event)


def note(row: Registration, act: str, actor: Any, before: str, text: str = "") -> None:
    """Record a step that left the state as it was, or began it."""
    Step.objects.create(registration=row, actor=actor, act=act, before=before, after=row.state, text=text)


def tell_offered(offered: list[Place]) -> None:
    """Whom a seat was offered by what happened: their registrations follow, and they are told."""
    for place in offered:
        row = Registration.objects.select_related("event", "rule", "delegation", "user", "place").get(place=place)
        record(row, RegistrationState.OFFERED, "offer", None)
        telling.offered(row)


def recount(event: Event) -> None:
    """How many are admitted, on the event's row; inside the event's turn."""
    count = Registration.objects.filter(event=event, state=RegistrationState.ADMITTED).count()
    Item.objects.filter(pk=event.pk).exclude(responses=count).update(responses=count)


def again(registration: Registration) -> Registration:
    """The registration as it stands now."""
    registration.refresh_from_db()
    return registration


def state_of(registration: Registration) -> str:
    """The state that follows from the place and the two decisions."""
    place = registration.place
    if Decision.DECLINED in (registration.org_decision, registration.desk_decision):
        return RegistrationState.DECLINED
    if place is not None and place.state == PlaceState.WAITING:
        return RegistrationState.WAITING
    if place is not None and place.state == PlaceState.OFFERED:
        return RegistrationState.OFFERED
    if registration.org_decision in _SETTLED and registration.desk_decision in _SETTLED:
        return RegistrationState.ADMITTED
    return RegistrationState.SUBMITTED


def offers_followed(offered: list[Place]) -> None:
    """For seats that were offered by a higher cap: registrations follow, and people are told."""
    with transaction.atomic():
        tell_offered(offered)
