"""Sitemaps: what a visitor may read and nothing else, by type and language; and robots.txt.

The index names a sitemap for each type and language. What the portal itself says (home, lists, profiles, the register,
landing pages) is there in six languages, each with its alternates; an item is there in the languages of its text
alone. Sitemaps are sent while they are read, at most 50,000 addresses in each (sitemaps.org, protocol 0.9).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import partial
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views import View

from accounts.models import CommitteeSession, Organization, RollCall
from csonet.content import tallying
from csonet.content.addresses import before_slug
from csonet.content.models import Item
from csonet.opendata.writing import in_pieces
from csonet.portal.models import Page
from csonet.portal.themes.gathering import of_term
from csonet.portal.themes.places import KINDS
from csonet.reference.tallies import Snapshot
from csonet.ui import languages

VISITOR = AnonymousUser()
MOST = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: A path below the language, and when the page last changed (None where nothing tells).
Entry = tuple[str, datetime | None]


@dataclass(frozen=True)
class Section:
    """One type in one language. entries(start, end): that part of it. in_all: its pages are there in six languages."""

    name: str
    language: str
    count: int
    changed: datetime | None
    entries: Callable[[int, int], Iterable[Entry]]
    in_all: bool = True

    @property
    def slug(self) -> str:
        """What it is called in its address."""
        return f"{self.name}-{self.language}"

    @property
    def pages(self) -> int:
        """How many sitemaps it takes."""
        return -(-self.count // MOST)


def sections() -> list[Section]:
    """All that are not empty: five queries, whatever there is."""
    found = [*_fixed(), *_organizations(), *_items()]
    return [section for section in found if section.count]


def _fixed() -> Iterator[Section]:
    """What is short and read at once: pages, landing pages, the register."""
    for name, rows in (("pages", _pages()), ("themes", _themes()), ("committee", _committee())):
        changed = max((when for _path, when in rows if when), default=None)
        for language in languages.CODES:
            yield Section(name, language, len(rows), changed, partial(_part, rows))


def _part(rows: list[Entry], start: int, end: int) -> list[Entry]:
    return rows[start:end]


def _pages() -> list[Entry]:
    """Home, the lists, and the pages of the Branch. A list changes when something new stands in it."""
    snapshot = tallying.BOARD.now()
    seen = _seen(snapshot)
    newest = _newest(snapshot, seen)
    times = dict.fromkeys(("home", "topic_index", "goal_index", "country_index"), newest)
    times |= dict.fromkeys(("organization_list", "committee_sessions", "partnership_list", "data", "contact"))
    times |= {f"{kind}_list": _newest(snapshot, seen & snapshot.of("kind", [kind])) for kind in Item.nouns()}
    times |= {f"page_{slug}": updated for slug, updated in Page.objects.values_list("slug", "updated")}
    return [(path, when) for name, when in times.items() if (path := _path(name)) is not None]


def _seen(snapshot: Snapshot) -> int:
    """What is published and everybody may read."""
    return snapshot.of("state", ["published"]) & tallying.seen_by(VISITOR, snapshot)


def _newest(snapshot: Snapshot, rows: int) -> datetime | None:
    """When the newest of these items was published; None without any."""
    keys = tallying.newest(snapshot, rows, 1)
    return datetime.fromtimestamp(snapshot.columns["published"][keys[0]] // 1_000_000, UTC) if keys else None


def _themes() -> list[Entry]:
    """The landing pages of topics, goals, countries and regions, each with the time of its newest item."""
    snapshot = tallying.BOARD.now()
    seen = _seen(snapshot)
    return [
        (path, _newest(snapshot, of_term(snapshot, kind, term) & seen))
        for kind in KINDS.values()
        for key, term in kind.terms().items()
        if (path := _path(f"{kind.name}_page", str(key))) is not None
    ]


def _committee() -> list[Entry]:
    """Sessions and recorded votes, which change no more once the session has closed."""
    days = CommitteeSession.objects.values_list("closed_on", flat=True)
    votes = RollCall.objects.values_list("number", "session__closed_on")
    found = [(_path("committee_session", day.isoformat()), day) for day in days]
    found += [(_path("roll_call", number), day) for number, day in votes]
    return [(path, datetime.combine(day, time.min, UTC)) for path, day in found if path is not None]


def _organizations() -> Iterator[Section]:
    """Profiles and entries of the register."""
    readable = Organization.objects.visible_to(VISITOR)
    told = readable.aggregate(count=Count("pk"), changed=Max("updated"))
    rows, before = readable.order_by("pk").values_list("slug", "updated"), _prefix("organization_detail")
    for language in languages.CODES:
        yield Section("organizations", language, told["count"], told["changed"], partial(_slice, rows, before))


def _items() -> Iterator[Section]:
    """Published items by their kind and the language of their text."""
    readable = Item.objects.visible_to(VISITOR).published()
    told = readable.order_by().values_list("kind", "language").annotate(Count("pk"), Max("updated"))
    for kind, language, count, changed in sorted(told):
        rows = readable.filter(kind=kind, language=language).order_by("pk").values_list("slug", "updated")
        before = _prefix(f"{kind}_detail")
        yield Section(kind, language, count, changed, partial(_slice, rows, before), in_all=False)


def _slice(rows: QuerySet[Any, Any], before: str, start: int, end: int) -> Iterator[Entry]:
    return _read(rows[start:end], before)


def _read(rows: Any, before: str) -> Iterator[Entry]:
    return ((f"{before}{quote(slug)}/", changed) for slug, changed in rows.iterator(chunk_size=2000))


def _path(name: str, *arguments: Any) -> str | None:
    """The path of a page below the language; None where there is no such page."""
    try:
        with translation.override("en"):
            return reverse(name, args=arguments).removeprefix("/en/")
    except NoReverseMatch:
        return None


def _prefix(name: str) -> str:
    return before_slug(name, "en").removeprefix("/en/")


def written(section: Section, page: int) -> Iterator[str]:
    """The XML of one page of a section."""
    extra = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if section.in_all else ""
    yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}"{extra}>\n'
    for path, changed in section.entries((page - 1) * MOST, page * MOST):
        lastmod = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
        others = "".join(_alternate(code, path) for code in languages.CODES) if section.in_all else ""
        yield f"<url><loc>{_address(section.language, path)}</loc>{lastmod}{others}</url>\n"
    yield "</urlset>\n"


def _address(language: str, path: str) -> str:
    return escape(f"{settings.SITE_URL}/{language}/{path}")


def _alternate(language: str, path: str) -> str:
    link = f'hreflang="{languages.tag(language)}" href="{_address(language, path)}"'
    return f'<xhtml:link rel="alternate" {link}/>'


class SitemapIndexView(View):
    """The index of the sitemaps."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each with the time of its last change, where something tells it."""
        lines = [f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n']
        for section in sections():
            lastmod = f"<lastmod>{section.changed.isoformat()}</lastmod>" if section.changed else ""
            for page in range(1, section.pages + 1):
                address = settings.SITE_URL + reverse("sitemap_section", args=[section.slug])
                address += f"?p={page}" if page > 1 else ""
                lines.append(f"<sitemap><loc>{escape(address)}</loc>{lastmod}</sitemap>\n")
        return HttpResponse("".join([*lines, "</sitemapindex>\n"]), content_type="application/xml")


class SitemapSectionView(View):
    """One sitemap, by pages (?p=2)."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, section: str) -> StreamingHttpResponse:
        """404 for a section or a page that there is not; 304 to whoever has it."""
        found = next((one for one in sections() if one.slug == section), None)
        asked = request.GET.get("p", "1")
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
        if found is None or not 0 < page <= found.pages:
            raise Http404
        response = StreamingHttpResponse(in_pieces(written(found, page)), content_type="application/xml")
        told = repr((found.slug, page, found.count, found.changed, settings.SITE_URL))
        if found.changed:  # what has no time of change is not told apart by its number alone
            response["ETag"] = f'W/"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
        return response


class RobotsView(View):
    """What crawlers leave alone: the desk, accounts, what belongs to a person, and endless search results."""

    http_method_names = ["get", "head", "options"]
    PRIVATE = ("accounts/", "dashboard/", "search/", "contact/")

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /api/"]
        lines += [f"Disallow: /{code}/{path}" for code in languages.CODES for path in self.PRIVATE]
        lines += [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
