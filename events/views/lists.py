"""The list of events: what is to come, the next first; and what is past."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.facets import Facet, Selection
from csonet.content.views.lists import PAGE_SIZE, CappedPaginator, ItemListView, listed
from events import eligible
from events.models import Event, Rule

#: A deadline is soon when it is no further away.
SOON = timedelta(days=7)


def further_facets(request: HttpRequest) -> list[Facet]:
    """Facets that ask for the time and for the person: open for my organization, deadline soon, past."""
    now = timezone.now()

    def closing(_values: list[str], _asks: bool) -> Q:
        return Q(pk__in=Rule.objects.filter(closes__gt=now, closes__lte=now + SOON).values("event_id"))

    facets = [Facet("closing", _("Deadline"), [("soon", _("Registration closes within a week"))], closing)]
    if request.user.is_authenticated:
        user = request.user

        def fits(_values: list[str], _asks: bool) -> Q:
            return eligible.open_for(user, now)

        facets.append(Facet("fits", _("For me"), [("yes", _("Open for my organization now"))], fits))
    return facets


def choose(selection: Selection, request: HttpRequest) -> None:
    """Add these facets to the selection, with what the address chose of them."""
    for facet in further_facets(request):
        selection.facets.append(facet)
        names = dict(facet.choices)
        values = [value for value in dict.fromkeys(request.GET.getlist(facet.name)) if value in names]
        if values:
            selection.chosen[facet.name] = values
            selection.names.update({(facet.name, value): names[value] for value in values})


class EventPaginator(CappedPaginator):
    """Pages of events, with their own columns, in the list's order."""

    def page(self, number: Any) -> Page:
        """One page of cards: one query."""
        number = self.validate_number(number)
        ids = self.ids[(number - 1) * self.per_page : number * self.per_page]
        cards = {event.pk: event for event in cards_of(ids)} if ids else {}
        return Page([cards[pk] for pk in ids if pk in cards], number, self)


def cards_of(ids: list[int]) -> Any:
    """The events with what a card prints."""
    return Event.objects.filter(pk__in=ids).select_related("organization").defer("description", "access_notes")


class EventListView(ItemListView):
    """What is to come, the next first; `when=past` turns to what is over."""

    model = Event

    def _page(self, request: HttpRequest, selection: Selection) -> Page:
        items = listed(Event, request, selection)
        return EventPaginator(in_time(items, request.GET.get("when", "")), PAGE_SIZE).get_page(request.GET.get("page"))

    def selection(self, request: HttpRequest) -> Selection:
        """The shared facets, and those that ask for the time and the person."""
        selection = super().selection(request)
        choose(selection, request)
        return selection

    def sorts(self) -> list[tuple[str, str]]:
        """Events stand in the order of their time."""
        return []

    def further_context(self, request: HttpRequest) -> dict[str, Any]:
        past = request.GET.get("when") == "past"
        url = reverse("event_list")
        return {"when": "past" if past else "", "past": past, "upcoming": not past, "past_url": f"{url}?when=past"}


def in_time(items: Any, when: str) -> Any:
    """Coming events, the next first and those without a date last; or past ones, the latest first."""
    now = timezone.now()
    if when == "past":
        return items.filter(event__ends__lte=now).order_by("-event__ends", "-pk")
    coming = items.filter(Q(event__ends__gt=now) | Q(event__ends=None))
    return coming.order_by(F("event__next_starts").asc(nulls_last=True), "pk")
