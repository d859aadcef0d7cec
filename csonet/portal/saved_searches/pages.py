"""Which pages can be saved as a search, and what such a page finds: by the same parsers as the pages themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.organizations.directory import DirectoryFilter
from csonet.content.facets import Selection, selection_of
from csonet.content.finding import results_of, selection_of_search
from csonet.content.models import Item
from csonet.engagement.models import SavedSearch
from csonet.engagement.searches import KIND, MOST_TOLD
from csonet.notifications.models import Notice
from csonet.ui import languages
from csonet.ui.narrowing import Narrowing

Finder = Callable[[Any], Any]

#: An item can appear so much later than its time of publication says: a scheduled one, when the worker rested.
LATE = timedelta(hours=1)
LONGEST = 800


@dataclass(frozen=True)
class SearchPage:
    """A page of results: what it chooses, its address after the language, its feed, and how it is found anew.

    items, organizations: what it finds for a person; an organization is found where its page lists organizations.
    """

    selection: Narrowing
    address: str
    feed_url: str
    name: str
    items: Finder
    organizations: Finder

    @property
    def words(self) -> str:
        """The words that are looked for."""
        return self.selection.kept.get("q", "")

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each value that is chosen, beside the words."""
        return Narrowing.chips(self.selection)


def page_of(path: str) -> SearchPage | None:
    """The page of an address, "/en/practices/?goal=6" or without its language; None for what can't be saved.

    A search needs words, a list at least one facet.
    """
    path, _mark, query = path.replace("\0", "").partition("?")
    rest = languages.split_path(path)[1] if path.startswith("/") else path
    try:
        name = resolve(f"/{translation.get_language()}/{rest}").url_name or ""
    except Resolver404:
        return None
    asked = QueryDict(query)
    kind = name.removesuffix("_list")
    if name == "search":
        return _search(selection_of_search(asked))
    if kind == "organization" and name == "organization_list":
        return _directory(DirectoryFilter(asked))
    if name.endswith("_list") and kind in Item.nouns():
        return _list(Item.nouns()[kind], selection_of(Item.nouns()[kind], asked))
    return None


def _search(selection: Selection) -> SearchPage | None:
    words = selection.kept["q"]
    if not words:
        return None

    def items(person: Any) -> Any:
        found = [match.item for match in results_of(selection, person).matches if match.item]
        return Item.objects.published().visible_to(person).filter(pk__in=found)

    def organizations(person: Any) -> Any:
        found = [match.organization for match in results_of(selection, person).matches if match.organization]
        return Organization.objects.public().filter(pk__in=found)

    return _page(selection, "search", "search_feed", _("“%(text)s”") % {"text": words}, items, organizations)


def _list(noun: type[Item], selection: Selection) -> SearchPage | None:
    if not selection:
        return None

    def items(person: Any) -> Any:
        return selection.narrow(Item.objects.of_kind(noun.KIND).published()).visible_to(person)

    title = capfirst(str(noun._meta.verbose_name_plural))
    return _page(selection, f"{noun.KIND}_list", f"{noun.KIND}_feed", title, items)


def _directory(wanted: DirectoryFilter) -> SearchPage | None:
    if not wanted:
        return None

    def organizations(person: Any) -> Any:
        return wanted.apply(Organization.objects.public())

    title = f"{_('Organizations')} {_('“%(text)s”') % {'text': wanted.text}}" if wanted.text else _("Organizations")
    return _page(wanted, "organization_list", "directory_feed", title, _no_items, organizations)


def _no_items(person: Any) -> Any:
    return Item.objects.none()


def _no_organizations(person: Any) -> Any:
    return Organization.objects.none()


def _page(
    selection: Narrowing, page: str, feed: str, title: str, items: Finder, organizations: Finder = _no_organizations
) -> SearchPage | None:
    query = selection.query()
    address = languages.split_path(reverse(page))[1] + query
    if len(address) > LONGEST:
        return None
    name = ", ".join(
        [title, *(chip["label"].partition(": ")[2] or chip["label"] for chip in Narrowing.chips(selection))]
    )
    return SearchPage(selection, address, reverse(feed) + query, name[:120], items, organizations)


def find_new(search: SavedSearch, since: datetime) -> list[Item | Organization]:
    """What a saved search finds for its owner that appeared after `since` and was not told yet, newest first."""
    with translation.override(search.language):
        page = page_of(search.address)
        if page is None:
            return []
        after = max(since - LATE, search.created)
        told = Notice.objects.filter(recipient=search.user_id, kind=KIND, via=f"search:{search.pk}", created__gt=after)
        items = (
            page.items(search.user)
            .filter(published_at__gt=after)
            .exclude(pk__in=told.filter(item__isnull=False).values("item_id"))
        )
        organizations = page.organizations(search.user).with_appearance().filter(appeared__gt=after)
        organizations = organizations.exclude(pk__in=told.filter(organization__isnull=False).values("organization_id"))
        found = [
            *items.select_related("organization").order_by("-published_at", "-pk")[: MOST_TOLD + 1],
            *organizations.order_by("-appeared", "-pk")[: MOST_TOLD + 1],
        ]
        return sorted(found, key=_appeared, reverse=True)[: MOST_TOLD + 1]


def _appeared(thing: Any) -> Any:
    return thing.published_at if isinstance(thing, Item) else thing.appeared
