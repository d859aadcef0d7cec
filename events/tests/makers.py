"""Events, rules and people for the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from csonet.testing.makers import make_item, make_organization, make_user
from events import scheduling, seating
from events.models import Event, Registration, Rule
from events.models.choices import Source
from events.registering import Candidate, register


def make_event(*, days: int = 30, **kwargs: Any) -> Event:
    """A published meeting of two hours, so many days from now, in New York unless said otherwise."""
    day = kwargs.pop("day", timezone.localdate() + timedelta(days=days))
    kwargs.setdefault("title", "Hearing on water")
    kwargs.setdefault("zone", "America/New_York")
    kwargs.setdefault("first_day", day)
    kwargs.setdefault("last_day", day)
    kwargs.setdefault("starts_at", time(15))
    kwargs.setdefault("ends_at", time(17))
    kwargs.setdefault("venue", "Conference Building")
    kwargs.setdefault("room", "CR-4")
    event = make_item(Event, **kwargs)
    scheduling.rebuild(event)
    event.refresh_from_db()
    return event


def make_rule(event: Event, *, seats: int | None = None, **kwargs: Any) -> Rule:
    """A rule for everybody approved, open now, in which nobody has to approve; seats: in person."""
    kwargs.setdefault("name", "Everybody")
    kwargs.setdefault("for_approved", True)
    kwargs.setdefault("zone", event.zone)
    kwargs.setdefault("approval", "none")
    rule = seating.furnish_rule(Rule.objects.create(event=event, **kwargs))
    event.refresh_from_db()
    if seats is not None:
        seating.set_caps(event, {"in_person": seats})
    rule.event = event
    return rule


def times_on(event: Event, day: date) -> dict[str, Any]:
    """From nine to eleven on a day, as a form gives it."""
    return scheduling.times_of(day, time(9), day, time(11), event.zone, (0, 0))


def candidate(user: Any = None, **kwargs: Any) -> Candidate:
    """Somebody who is to come, with an account or without one."""
    given: dict[str, Any] = {"mode": "in-person", "language": "en", **kwargs}
    if user is not None:
        given.setdefault("name", user.get_full_name())
        given.setdefault("email", user.email)
    return Candidate(user=user, **given)


def come(event: Event, user: Any, organization: Any = None, **kwargs: Any) -> Registration:
    """Register somebody by themselves."""
    return register(event, candidate(user, **kwargs), organization=organization, actor=user, source=Source.SELF)


def event_data(cast: Any, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete event."""
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    data = {
        "version": "0",
        "seen": timezone.now().isoformat(),
        "do": "submit",
        "title": "Hearing with civil society",
        "summary": "Civil society speaks before the session.",
        "language": "en",
        "organization": str(cast.organization.pk),
        "audience": "public",
        "sort": "hearing",
        "zone": "America/New_York",
        "first_day": day,
        "starts_at": "10:00",
        "last_day": day,
        "ends_at": "13:00",
        "mode": "in-person",
        "venue": "Conference Building",
        "room": "CR-4",
        "goals": ["6"],
        "working_languages": ["en", "fr"],
    }
    return {**data, **changes}


__all__ = [
    "UTC",
    "candidate",
    "come",
    "date",
    "datetime",
    "event_data",
    "make_event",
    "make_organization",
    "make_rule",
    "make_user",
    "times_on",
]
