"""Atom feeds: a noun's list as filtered, newest first, each entry in its own language (RFC 4287)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from csonet.content.facets import selection_of
from csonet.content.models import Item
from csonet.content.views.lists import listed

ENTRIES = 20
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class MultilingualAtom(Atom1Feed):
    """Atom in which each entry says its own language."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}


class ItemFeed(Feed):
    """The feed of one noun, narrowed like its list."""

    feed_type = MultilingualAtom

    def __init__(self, model: type[Item]):
        self.model = model

    def get_object(self, request: HttpRequest) -> dict[str, Any]:  # type: ignore[override]
        selection = selection_of(self.model, request.GET)
        items = listed(self.model, request, selection).for_cards().only(*_COLUMNS)[:ENTRIES]
        kind = self.model.KIND
        query = selection.query() if selection else ""
        return {
            "items": list(items),
            "list": settings.SITE_URL + reverse(f"{kind}_list") + query,
            "feed": settings.SITE_URL + reverse(f"{kind}_feed") + query,
        }

    def title(self, found: dict[str, Any]) -> str:
        return _("CSO Net: %(noun)s") % {"noun": self.model._meta.verbose_name_plural}

    def subtitle(self, found: dict[str, Any]) -> str:
        return _("The newest first, as the list shows them.")

    def link(self, found: dict[str, Any]) -> str:
        return found["list"]

    def feed_url(self, found: dict[str, Any]) -> str:
        return found["feed"]

    def feed_guid(self, found: dict[str, Any]) -> str:
        return found["feed"]

    def author_name(self, found: dict[str, Any]) -> str:
        return "CSO Net"

    def items(self, found: dict[str, Any]) -> list[Item]:
        return found["items"]

    def item_title(self, item: Any) -> str:
        return _UNPRINTABLE.sub("", item.title)

    def item_description(self, item: Any) -> str:
        return _UNPRINTABLE.sub("", item.summary)

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: Any) -> str:
        return item.key.urn

    def item_author_name(self, item: Any) -> str:
        return item.organization.name

    def item_pubdate(self, item: Any) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        return max(item.updated, item.published_at)

    def item_extra_kwargs(self, item: Any) -> dict[str, str]:
        return {"language": item.language}


_COLUMNS = (
    "key",
    "kind",
    "title",
    "slug",
    "summary",
    "language",
    "published_at",
    "updated",
    "organization__name",
)


class ItemFeedView(View):
    """The feed's address. What a signed-in reader gets may hold more than what everybody does."""

    model: type[Item] = Item

    def get(self, request: HttpRequest) -> HttpResponse:
        """Atom, in the language of the page."""
        feed = ItemFeed(self.model)
        feed.language = get_language()
        return feed(request)
