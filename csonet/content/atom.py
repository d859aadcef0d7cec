"""Atom as the portal writes it (RFC 4287, paged by RFC 5005): languages, categories, full texts, lasting dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext

from csonet import richtext
from csonet.content.models import Item, ItemTag
from csonet.reference import vocabulary

ENTRIES = 20
#: What a feed without entries says it was changed on: always the same, so that it does not look new.
_NEVER = datetime(2009, 1, 1, tzinfo=UTC)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

#: What an entry needs of its item.
COLUMNS = (
    "key",
    "kind",
    "title",
    "slug",
    "summary",
    "language",
    "published_at",
    "updated",
    "organization__name",
    "organization__slug",
)


@dataclass(frozen=True)
class Channel:
    """One feed: its words, the page that it is the feed of, its own address, and the items of this part of it.

    items: at most ENTRIES. page: counts from 1. has_more: whether another part follows. full: with the whole texts.
    """

    title: str
    page_url: str
    feed_url: str
    items: list[Item] = field(default_factory=list)
    page: int = 1
    has_more: bool = False
    full: bool = False

    def at(self, page: int) -> str:
        """The address of another part."""
        given = [f"page={page}"] if page > 1 else []
        given += ["full=1"] if self.full else []
        joint = "&" if "?" in self.feed_url else "?"
        return self.feed_url + (joint + "&".join(given) if given else "")


class PortalAtom(Atom1Feed):
    """Each entry says its own language, its terms with their scheme, and where wanted its whole text."""

    def latest_post_date(self) -> datetime:
        """When the newest of the entries was changed."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=_NEVER)

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["parts"]:
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        language = {"xml:lang": item["language"]} if item["language"] else {}  # names are in none
        return {**super().item_attributes(item), **language}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for scheme, term, label in item["terms"]:
            handler.addQuickElement("category", "", {"scheme": scheme, "term": term, "label": label})
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


def answer(channel: Channel) -> HttpResponse:
    """The feed of items as an answer; the ETag is the middleware's."""
    terms = terms_of(channel.items)
    texts = full_texts(channel.items) if channel.full else {}
    return written(channel, [_entry(item, terms[item.pk], texts.get(item.pk, "")) for item in channel.items])


def _entry(item: Item, terms: list[tuple[str, str, str]], text: str) -> dict[str, Any]:
    return {
        "title": printable(item.title),
        "link": settings.SITE_URL + item.get_absolute_url(),
        "description": escape(printable(item.summary)),
        "unique_id": item.key.urn,
        "author_name": printable(item.organization.name),
        "author_link": settings.SITE_URL + item.organization.get_absolute_url(),
        "pubdate": item.published_at,
        "updateddate": max(item.updated, item.published_at or item.updated),
        "language": item.language,
        "terms": terms,
        "content": printable(text),
    }


def written(channel: Channel, entries: list[dict[str, Any]]) -> HttpResponse:
    """A feed with these entries. What everybody gets may be kept by caches that ask each time for a change."""
    feed = PortalAtom(
        title=printable(channel.title),
        link=channel.page_url,
        description="",
        subtitle=pgettext("subtitle of a feed", "The newest first"),
        language=get_language(),
        feed_url=channel.at(channel.page),
        feed_guid=channel.feed_url,
        author_name="CSO Net",
        parts=_parts(channel),
    )
    for entry in entries:
        feed.add_item(**entry)
    response = HttpResponse(content_type=feed.content_type)
    response.headers["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    response.headers["Cache-Control"] = "public, no-cache"
    feed.write(response, "utf-8")
    return response


def _parts(channel: Channel) -> list[tuple[str, str]]:
    parts = [("first", channel.at(1))] if channel.page > 1 else []
    parts += [("previous", channel.at(channel.page - 1))] if channel.page > 1 else []
    return parts + ([("next", channel.at(channel.page + 1))] if channel.has_more else [])


def printable(text: str) -> str:
    """The text without what XML can't hold."""
    return _UNPRINTABLE.sub("", text)


def terms_of(items: Iterable[Item]) -> dict[int, list[tuple[str, str, str]]]:
    """(scheme, term, label) of goals, topics and tags for each item; three queries, however many items."""
    keys = [item.pk for item in items]
    found: dict[int, list[tuple[str, str, str]]] = {key: [] for key in keys}
    if not keys:
        return found
    goals, topics = vocabulary.goals(), vocabulary.topics()
    base = settings.SITE_URL
    for item, goal in Item.goals.through.objects.filter(item_id__in=keys).values_list("item_id", "goal_id"):
        found[item].append((f"{base}/goals/", str(goal), goals[goal].name))
    for item, topic in Item.topics.through.objects.filter(item_id__in=keys).values_list("item_id", "topic_id"):
        found[item].append((f"{base}/topics/", topic, topics[topic].name))
    tags = ItemTag.objects.filter(content_object_id__in=keys).order_by("pk")
    for item, slug, name in tags.values_list("content_object_id", "tag__slug", "tag__name"):
        found[item].append((f"{base}/tags/", printable(slug), printable(name)))
    return {key: sorted(terms) for key, terms in found.items()}


def full_texts(items: Iterable[Item]) -> dict[int, str]:
    """The whole rich text of each item; one query for each kind among them."""
    by_kind: dict[str, list[int]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item.pk)
    texts: dict[int, str] = {}
    for kind, keys in by_kind.items():
        noun = Item.every_noun()[kind]
        columns = noun.FULL_TEXT or tuple(name for name in noun.TRANSLATED)
        for pk, *values in noun._default_manager.filter(pk__in=keys).values_list("pk", *columns):
            texts[pk] = "\n".join(richtext.clean(value) for value in values if value)
    return texts


def page_of_feed(sent: str | None) -> int:
    """The part that an address asks for; 1 for what is none."""
    number = sent or ""
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else 1


def address_of(name: str, *args: Any) -> str:
    """The whole address of a page, as feeds give it."""
    return settings.SITE_URL + reverse(name, args=args)


def alternates_of(model: type[Item], selection: Any) -> list[tuple[str, str]]:
    """(title, address) of the feeds that belong to a list: of the list itself, and of each term that narrows it."""
    kind = model.KIND
    query = selection.query() if selection else ""
    found = [(capfirst(str(model._meta.verbose_name_plural)), reverse(f"{kind}_feed") + query)]
    for facet, name in (
        ("goal", "goals"),
        ("topic", "topics"),
        ("country", "countries"),
        ("organization", "organization"),
    ):
        for value in selection.chosen.get(facet, ()):
            found.append((selection.names[facet, value], reverse(f"{name}_feed", args=[value])))
    return found
