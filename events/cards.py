"""Cards of events: like other items' cards, with the time on both clocks; kept under all that they print."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils.safestring import SafeString

from csonet.content.models.item import ON_CARDS, ON_CARDS_OF_ORGANIZATION, ItemQuerySet
from csonet.prepared import prepared
from csonet.ui.fragments import kept
from events.models import Event
from events.models.choices import EventStatus

#: What only events' cards print.
_OF_TIME = (
    *("zone", "event_status", "repeats", "starts", "ends", "next_starts"),
    *("first_day", "starts_at", "last_day", "ends_at"),
)
_OF_EVENTS = ("sort", "mode", "body", *_OF_TIME)
_PRINTED = (*ON_CARDS, *_OF_EVENTS)
_COLUMNS = (*_PRINTED, *(f"organization__{name}" for name in ON_CARDS_OF_ORGANIZATION))
#: So many are shown where the coming ones are a part of a page.
MOST_COMING = 6


@prepared
def printed(keys: list[int], user: Any) -> ItemQuerySet:
    """Of these events those that this person may see, with what a card prints, in no order."""
    events = Event.objects.filter(pk__in=keys).published().visible_to(user)
    return events.select_related("organization").only(*_COLUMNS).order_by()


@prepared
def dated(keys: list[int], user: Any) -> ItemQuerySet:
    """Of these events those that this person may see, with what when_printed() asks for, in no order."""
    return Event.objects.filter(pk__in=keys).visible_to(user).only(*_OF_TIME).order_by()


@prepared
def coming(now: datetime, user: Any) -> ItemQuerySet:
    """The next events that will take place, those without a date last, with what a card prints."""
    # The kind leads a database that knows nothing yet of an empty table to the few rows, and not through all items.
    events = Event.objects.of_kind(Event.KIND).filter(Q(ends__gt=now) | Q(ends=None))
    seen = (
        events.exclude(event_status=EventStatus.CANCELLED)
        .published()
        .visible_to(user)
        .select_related("organization")
        .only(*_COLUMNS)
    )
    return seen.order_by(F("next_starts").asc(nulls_last=True), "pk")[:MOST_COMING]


def when_printed(event: Event) -> tuple[Any, ...]:
    """Everything that is printed where only an event's time and state stand."""
    return tuple(getattr(event, name) for name in _OF_TIME)


def card(event: Event, *, saves_data: bool = False) -> SafeString:
    """The inside of an event's card in the page's language, on the reader's clock.

    saves_data: the reader wants no pictures.
    """
    organization = event.organization
    key = (
        event.pk,
        *(getattr(event, name) for name in _PRINTED if name not in ("body", "image")),
        event.body_name,
        event.image.name,
        *(getattr(organization, name) for name in ON_CARDS_OF_ORGANIZATION),
        saves_data,
    )
    return kept("events/_event_card.html", key, item=event, saves_data=saves_data)
