"""The list of a noun: what is published, narrowed by facets, twenty a page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views import View

from csonet.content.atom import alternates_of
from csonet.content.facets import COUNTED, Facet, Selection, selection_of
from csonet.content.models import Item, ItemQuerySet

PAGE_SIZE = 20


class CappedPaginator(Paginator):
    """Reads the ids of at most COUNTED rows in one query, and the cards of one page in another.

    Nobody turns a hundred pages, and counting all costs more than showing twenty.
    """

    object_list: ItemQuerySet

    @cached_property
    def ids(self) -> list[int]:
        """The newest matches."""
        return list(self.object_list.values_list("pk", flat=True)[:COUNTED])

    @cached_property
    def count(self) -> int:
        """How many rows there are, or COUNTED if there are more."""
        return len(self.ids)

    @property
    def is_capped(self) -> bool:
        """Are there more than were counted?"""
        return self.count >= COUNTED

    def page(self, number: Any) -> Page:
        """One page of cards, in the list's order."""
        number = self.validate_number(number)
        ids = self.ids[(number - 1) * self.per_page : number * self.per_page]
        cards = {item.pk: item for item in Item.objects.filter(pk__in=ids).for_cards().order_by()} if ids else {}
        return Page([cards[pk] for pk in ids if pk in cards], number, self)


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
        selection = self.selection(request)
        page = self._page(request, selection)
        kind = self.model.KIND
        context = {
            "model": self.model._meta,
            "kind": kind,
            "page_obj": page,
            "items": page.object_list,
            "is_capped": page.paginator.is_capped,  # type: ignore[attr-defined]
            "selection": selection,
            "chips": selection.chips(),
            "panels": panels(selection),
            "sorts": self.sorts(),
            "list_url": reverse(f"{kind}_list"),
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
        return render(request, templates, {**context, **self.further_context(request)})

    def selection(self, request: HttpRequest) -> Selection:
        """What the address chooses; a noun may add facets that ask for the person or the time."""
        return selection_of(self.model, request.GET)

    def sorts(self) -> list[tuple[str, str]]:
        """The orders that the form offers; none where the noun has one of its own."""
        return _sorts()

    def further_context(self, request: HttpRequest) -> dict[str, Any]:
        """What a noun's own list page adds."""
        return {}

    def _page(self, request: HttpRequest, selection: Selection) -> Page:
        """Twenty cards; a page that isn't there shows the nearest."""
        return CappedPaginator(listed(self.model, request, selection), PAGE_SIZE).get_page(request.GET.get("page"))


def _sorts() -> list[tuple[str, str]]:
    return [
        ("new", pgettext("order of a list", "Newest first")),
        ("old", pgettext("order of a list", "Oldest first")),
        ("used", pgettext("order of a list", "Most answered first")),
    ]


def panels(selection: Selection) -> list[SafeString]:
    """The facets as parts of the form; a facet that is not offered in the form keeps its values hidden in it."""
    language = get_language() or "en"
    return [_panel(facet, tuple(selection.chosen.get(facet.name, ())), language) for facet in selection.facets]


def _panel(facet: Facet, chosen: tuple[str, ...], language: str) -> SafeString:
    return _rendered(facet.name, facet.label, tuple(facet.choices), chosen, facet.as_list, language)


@lru_cache(maxsize=512)
def _rendered(
    name: str, label: str, choices: tuple[tuple[str, str], ...], chosen: tuple[str, ...], as_list: bool, language: str
) -> SafeString:
    """One facet's HTML. It depends on nothing but its arguments, and few are ever asked for: so it is kept."""
    context = {
        "name": name,
        "label": label,
        "choices": choices,
        "chosen": chosen,
        "as_list": as_list,
        "any": _("Any") if not chosen else _("Add one"),
    }
    return SafeString(render_to_string("content/_facet.html", context))
