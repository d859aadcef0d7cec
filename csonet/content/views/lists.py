"""The list of a noun: what is published, narrowed by facets, twenty a page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext
from django.views import View

from csonet.content.atom import alternates_of
from csonet.content.counting import Counted, count, organizations_left
from csonet.content.facets import COUNTED, Selection, selection_of
from csonet.content.models import Item, ItemQuerySet
from csonet.content.tallying import newest
from csonet.prepared import prepared

PAGE_SIZE = 20


class CappedPaginator(Paginator):
    """Takes the keys of a page from the board of items, and reads its cards in one query; only COUNTED can be turned.

    An order that the board doesn't know is read from the database.
    """

    def __init__(self, rows: ItemQuerySet, reader: Any, counted: Counted, sort: str):
        super().__init__(rows, PAGE_SIZE)
        self.rows, self.reader, self.counted, self.sort = rows, reader, counted, sort

    @cached_property
    def count(self) -> int:
        """How many rows can be turned to."""
        return min(self.counted.total, COUNTED)

    def keys(self, until: int) -> list[int]:
        """The keys of the first rows."""
        if self.sort == "used":
            return list(self.rows.values_list("pk", flat=True)[:until])
        return newest(self.counted.snapshot, self.counted.rows, until, oldest=self.sort == "old")

    def page(self, number: Any) -> Page:
        """One page of cards, in the list's order. Who may see them is asked now, whatever the board says."""
        number = self.validate_number(number)
        return Page(cards_of(self.keys(number * PAGE_SIZE)[(number - 1) * PAGE_SIZE :], self.reader), number, self)


def cards_of(keys: list[int], user: Any) -> list[Item]:
    """What this person may see of these published items, with what cards print, in this order. One query at most."""
    found = {item.pk: item for item in _cards(keys, user)} if keys else {}
    return [found[key] for key in keys if key in found]


@prepared
def _cards(keys: list[int], user: Any) -> ItemQuerySet:
    return Item.objects.filter(pk__in=keys).published().visible_to(user).for_cards().order_by()


def listed(model: type[Item], request: HttpRequest, selection: Selection) -> ItemQuerySet:
    """What the list, the feed and the export show this person: one definition for all three.

    The facets come first: what they leave is asked for its visibility.
    """
    return selection.narrow(Item.objects.of_kind(model.KIND).published()).visible_to(request.user)


class ItemListView(View):
    """The list page of a noun."""

    model: type[Item] = Item

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page that was asked for; a page that isn't there shows the nearest."""
        selection = selection_of(self.model, request.GET)
        kind = self.model.KIND
        counted = count(selection, request.user, [kind])
        page = self._page(request, selection, counted)
        list_url = reverse(f"{kind}_list")
        context = {
            "model": self.model._meta,
            "kind": kind,
            "page_obj": page,
            "items": page.object_list,
            "selection": selection,
            "chips": selection.chips(),
            "total": counted.total,
            "panels": selection.panels(counted.options, {"organization": organizations_left(counted)}),
            "sorts": _sorts(),
            "list_url": list_url,
            "saved": list_url + selection.query() if selection else "",
            "new_label": self.model.say_new(),
            "new_url": reverse(f"{kind}_new"),
            "feed_url": reverse(f"{kind}_feed") + (selection.query() if selection else ""),
            "full_feed_url": reverse(f"{kind}_feed") + (f"{selection.query()}&full=1" if selection else "?full=1"),
            "feeds": alternates_of(self.model, selection),
            "export_urls": [
                (format.upper(), reverse(f"{kind}_export", args=[format]) + selection.query())
                for format in ("csv", "json")
            ],
        }
        templates = [f"{self.model._meta.app_label}/{kind}_list.html", "content/item_list.html"]
        return render(request, templates, context)

    def _page(self, request: HttpRequest, selection: Selection, counted: Counted) -> Page:
        """Twenty cards; a page that isn't there shows the nearest."""
        rows = listed(self.model, request, selection)
        paginator = CappedPaginator(rows, request.user, counted, selection.sort)
        return paginator.get_page(request.GET.get("page"))


def _sorts() -> list[tuple[str, str]]:
    return [
        ("new", pgettext("order of a list", "Newest first")),
        ("old", pgettext("order of a list", "Oldest first")),
        ("used", pgettext("order of a list", "Most answered first")),
    ]
