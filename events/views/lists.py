"""The list of events: what is to come, the next first; and what is past."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from csonet import bits
from csonet.content import tallying
from csonet.content.counting import Counted, among
from csonet.content.facets import COUNTED, Selection, chosen_from, facets_of
from csonet.content.views.lists import PAGE_SIZE, ItemListView
from events import eligible
from events.cards import printed
from events.models import Event, Rule

#: A deadline is soon when it is no further away.
SOON = timedelta(days=7)
#: More events than these are not turned to.
MOST = 5000


def selection_of(request: HttpRequest, **kept: str) -> Selection:
    """What the address chooses: the facets, and what asks for the time or the person, which every link keeps."""
    closing = "soon" if request.GET.get("closing") == "soon" else ""
    fits = "yes" if request.GET.get("fits") == "yes" and request.user.is_authenticated else ""
    return chosen_from(facets_of(Event), request.GET, closing=closing, fits=fits, **kept)


def circumstances(selection: Selection, user: Any) -> Q:
    """Registration that closes soon, and rules that are open for the person's organizations, as far as asked for."""
    now, found = timezone.now(), Q()
    if selection.kept.get("closing"):
        found &= Q(pk__in=Rule.objects.filter(closes__gt=now, closes__lte=now + SOON).values("event_id"))
    if selection.kept.get("fits"):
        found &= eligible.open_for(user, now)
    return found


class EventPaginator(Paginator):
    """Pages of events by their keys, which stand in the list's order already."""

    def __init__(self, keys: list[int], reader: Any):
        super().__init__(keys, PAGE_SIZE)
        self.keys, self.reader = keys, reader

    @cached_property
    def count(self) -> int:
        """How many rows can be turned to."""
        return min(len(self.keys), COUNTED)

    def page(self, number: Any) -> Page:
        """One page of cards with the events' own columns: one query, in which it is asked who may see them."""
        number = self.validate_number(number)
        keys = self.keys[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        cards = {event.pk: event for event in printed(keys, self.reader)} if keys else {}
        return Page([cards[pk] for pk in keys if pk in cards], number, self)


class EventListView(ItemListView):
    """What is to come, the next first; `when=past` turns to what is over."""

    model = Event

    def selection(self, request: HttpRequest) -> Selection:
        """The facets; whether past events are asked for stays in every link."""
        return selection_of(request, when="past" if request.GET.get("when") == "past" else "")

    def counted(self, request: HttpRequest, selection: Selection) -> Counted:
        """Counted among those that are to come, or over; for visitors who chose nothing once a minute."""
        snapshot, user = tallying.BOARD.now(), request.user

        def counted() -> tuple[list[int], Counted]:
            keys = in_time(selection.kept["when"], circumstances(selection, user))
            rows = snapshot.of("state", ["published"]) & snapshot.of("kind", [Event.KIND])
            rows &= tallying.seen_by(user, snapshot) & bits.of(keys)
            found = among(selection, snapshot, rows)
            left = bits.members_of(found.rows)
            return [key for key in keys if left(key)], found

        if selection or user.is_authenticated or selection.kept["closing"]:
            self.keys, found = counted()
        else:
            minute = timezone.now().replace(second=0, microsecond=0)
            self.keys, found = snapshot.remembered(("events", selection.kept["when"]), counted, minute)
        return found

    def _page(self, request: HttpRequest, selection: Selection, counted: Counted) -> Page:
        return EventPaginator(self.keys, request.user).get_page(request.GET.get("page"))

    def sorts(self) -> list[tuple[str, str]]:
        """Events stand in the order of their time."""
        return []

    def further_context(self, request: HttpRequest) -> dict[str, Any]:
        """The tabs, and the boxes that ask for the time and the person."""
        past = request.GET.get("when") == "past"
        return {
            "when": "past" if past else "",
            "past": past,
            "upcoming": not past,
            "past_url": f"{reverse('event_list')}?when=past",
            "closing": request.GET.get("closing") == "soon",
            "fits": request.GET.get("fits") == "yes",
        }


def in_time(when: str, more: Q) -> list[int]:
    """The keys of coming events, the next first and those without a date last; or of past ones, the latest first."""
    now = timezone.now()
    rows = Event.objects.filter(more)
    if when == "past":
        rows = rows.filter(ends__lte=now).order_by("-ends", "-pk")
    else:
        rows = rows.filter(Q(ends__gt=now) | Q(ends=None)).order_by(F("next_starts").asc(nulls_last=True), "pk")
    return list(rows.values_list("pk", flat=True)[:MOST])
