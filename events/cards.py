"""Cards of events: like other items' cards, with the time on both clocks; kept under all that they print."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from csonet.content.models.item import ON_CARDS, ON_CARDS_OF_ORGANIZATION, ItemQuerySet
from csonet.prepared import prepared
from csonet.ui.fragments import kept
from events.models import Event

#: What only events' cards print.
_OF_EVENTS = (
    *("sort", "mode", "body", "zone", "event_status", "repeats", "starts", "ends", "next_starts"),
    *("first_day", "starts_at", "last_day", "ends_at"),
)
_PRINTED = (*ON_CARDS, *_OF_EVENTS)


@prepared
def printed(keys: list[int], user: Any) -> ItemQuerySet:
    """Of these events those that this person may see, with what a card prints, in no order."""
    columns = (*_PRINTED, *(f"organization__{name}" for name in ON_CARDS_OF_ORGANIZATION))
    events = Event.objects.filter(pk__in=keys).published().visible_to(user)
    return events.select_related("organization").only(*columns).order_by()


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
