"""The list of events: what is to come, the next first; and what is past."""

from __future__ import annotations

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
from csonet.content.exports import ItemExportView
from csonet.content.facets import COUNTED, Selection, chosen_from, facets_of
from csonet.content.models import ItemQuerySet
from csonet.content.views.lists import PAGE_SIZE, ItemListView
from events import eligible
from events.cards import printed
from events.models import Event, moments

#: More events than these are not turned to.
MOST = 5000


def selection_of(request: HttpRequest, **kept: str) -> Selection:
    """What the address chooses: the facets, and what asks for the time or the person, which every link keeps."""
    closing = "soon" if request.GET.get("closing") == "soon" else ""
    fits = "yes" if request.GET.get("fits") == "yes" and request.user.is_authenticated else ""
    return chosen_from(facets_of(Event), request.GET, closing=closing, fits=fits, **kept)


def circumstances(selection: Selection, user: Any) -> Q:
    """Registration that closes soon, and rules that are open for the person's organizations, as far as asked for."""
    found = Q()
    if selection.kept.get("closing"):
        found &= Q(pk__in=Event.objects.filter(moments.condition(moments.SOON)).values("pk"))
    if selection.kept.get("fits"):
        found &= eligible.open_for(user, timezone.now())
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
        return selection_in_time(request)

    def counted(self, request: HttpRequest, selection: Selection) -> Counted:
        """Counted among those that are to come, or over; for visitors who chose nothing once a minute."""
        snapshot, user = tallying.BOARD.now(), request.user

        def counted() -> tuple[list[int], Counted]:
            keys = list(in_time(selection, user).values_list("pk", flat=True)[:MOST])
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


class EventExportView(ItemExportView):
    """The list as a file: what is to come, or what is past, in the order of the page."""

    model = Event

    def items(self, request: HttpRequest) -> ItemQuerySet:
        """All rows of the list as it is narrowed."""
        selection = selection_in_time(request)
        rows = selection.narrow(in_time(selection, request.user).published()).visible_to(request.user)
        return rows.order_by(*_ORDERS[selection.kept["when"]])


def selection_in_time(request: HttpRequest) -> Selection:
    """What the address of the list chooses."""
    return selection_of(request, when=moments.PAST if request.GET.get("when") == moments.PAST else "")


#: Coming events, the next first and those without a date last; past ones, the latest first.
_ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("next_starts").asc(nulls_last=True), "pk"),
    moments.PAST: ("-ends", "-pk"),
}


def in_time(selection: Selection, user: Any) -> ItemQuerySet:
    """Coming events or past ones, in their order, as far as the time and the person were asked for."""
    when = selection.kept["when"]
    rows = Event.objects.filter(circumstances(selection, user)).filter(moments.condition(when or moments.COMING))
    return rows.order_by(*_ORDERS[when])
