"""Reading what was fetched: RSS, Atom and JSON Feed as one kind of entry, cleaned like everything else.

feedparser reads the XML kinds, however broken; declared entities are refused before it sees them (OWASP ASVS 1.5.1).
"""

from __future__ import annotations

import calendar
import html
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from csonet import richtext
from csonet.libraries import lazily
from news.feeds.words import FeedProblem

feedparser = lazily("feedparser")
#: More entries of one answer than this are left out; the newest come first.
MOST_ENTRIES = 100
LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
_START = re.compile(rb"<(?:\w{1,10}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_END = re.compile(rb"</(?:\w{1,10}:)?(?:item|entry)\s*>", re.IGNORECASE)
_ENTITY = re.compile(rb"<!\s*entity", re.IGNORECASE)
#: How texts of two or four bytes a sign begin: with a mark, or with the zero bytes of "<" or "{" (XML 1.0, appendix F).
_WIDE = [(b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be")]
_WIDE += [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
_WIDE += [(sign + b"\0\0\0", "utf-32-le") for sign in (b"<", b"{")]
_WIDE += [(b"\0\0\0" + sign, "utf-32-be") for sign in (b"<", b"{")]
_WIDE += [(sign + b"\0", "utf-16-le") for sign in (b"<", b"{")]
_WIDE += [(b"\0" + sign, "utf-16-be") for sign in (b"<", b"{")]
_DECLARED = re.compile(r"^(\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"'])[\w.:-]+")
_PAGE_FEED = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*[\"']([^\"']*)[\"']")
_FIRST_DAY = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One entry, clean: title and summary are plain words, body is allowed rich text, link is http(s) or ""."""

    identity: str
    link: str
    title: str
    summary: str
    body: str
    dated: datetime | None


@dataclass(frozen=True)
class Document:
    """A feed as it was read. total: how many entries it had; left_out: those that said nothing or were too many."""

    title: str
    language: str
    entries: list[Entry] = field(default_factory=list)
    total: int = 0

    @property
    def left_out(self) -> int:
        """How many of its entries can't be taken in."""
        return self.total - len(self.entries)


def read(body: bytes, address: str, headers: dict[str, str]) -> Document:
    """The feed in an answer. Raises FeedProblem if it is none, or not safe to read."""
    body, is_wide = _narrowed(body)
    if _is_json(body):
        return _from_json(body, address)
    if _ENTITY.search(body):
        raise FeedProblem("entities")
    body, beyond = _shortened(body)
    said = {"content-location": address}
    if "content-type" in headers:
        kind = headers["content-type"]
        said["content-type"] = kind.partition(";")[0] if is_wide else kind
    try:
        found = feedparser.parse(body, response_headers=said)
    except Exception as problem:  # what a stranger sent must never stop the other feeds
        raise FeedProblem("no-feed") from problem
    if not found.get("version") and not found.entries:
        _refuse(body, address)
    entries = [entry for raw in found.entries[:MOST_ENTRIES] if (entry := _entry(raw, address)) is not None]
    words = found.feed
    total = len(found.entries) + beyond
    return Document(_line(words.get("title", "")), _language(words.get("language", "")), entries, total)


def _shortened(body: bytes) -> tuple[bytes, int]:
    """A very long feed without the entries beyond the limit, and how many those are: reading them all takes long."""
    starts = [match.start() for match in _START.finditer(body)]
    beyond = len(starts) - MOST_ENTRIES
    if beyond <= 0:
        return body, 0
    ends = [match.end() for match in _END.finditer(body)]
    tail = body[ends[-1] :] if ends and ends[-1] > starts[-1] else b""
    return body[: starts[MOST_ENTRIES]] + tail, beyond


def _narrowed(body: bytes) -> tuple[bytes, bool]:
    """A text of two or four bytes a sign as UTF-8, and whether it was one: nothing hides in it, and it can be cut."""
    for mark, encoding in _WIDE:
        if body.startswith(mark):
            text = body.decode(encoding, "replace").removeprefix("\ufeff")
            return _DECLARED.sub(r"\1utf-8", text, count=1).encode("utf-8", "replace"), True
    return body.replace(b"\0", b""), False


def _is_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _refuse(body: bytes, address: str) -> None:
    """Say what it is instead of a feed; a page often names its feeds."""
    text = body[:200_000].decode("utf-8", "replace")
    if "<html" not in text[:5000].lower() and "<!doctype html" not in text[:500].lower():
        raise FeedProblem("no-feed")
    feeds = []
    for tag in _PAGE_FEED.findall(text):
        named = {name.lower(): html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        kind = named.get("type", "").lower()
        if "alternate" in named.get("rel", "").lower() and kind.endswith(("rss+xml", "atom+xml", "feed+json")):
            feeds.append(_link(named.get("href", ""), address))
    feeds = [feed for feed in feeds if feed]
    if not feeds:
        raise FeedProblem("no-feed")
    raise FeedProblem("page", feeds=" ".join(feeds[:3]))


def _entry(raw: Any, address: str) -> Entry | None:
    """None for an entry that has neither a title nor a text."""
    contents = [part.get("value", "") for part in raw.get("content", [])]
    body = max([*contents, raw.get("summary", "")], key=len)
    dates = (dict.get(raw, name) for name in ("published_parsed", "updated_parsed", "created_parsed"))
    stamp = next((found for found in dates if found), None)
    return _made(
        raw.get("id", ""),
        raw.get("link", ""),
        raw.get("title", ""),
        raw.get("summary", ""),
        body,
        _moment(stamp),
        address,
    )


def _made(
    identity: Any, link: Any, title: Any, summary: Any, body: Any, dated: datetime | None, address: str
) -> Entry | None:
    clean = richtext.clean(_str(body)[: richtext.MAX_INPUT])
    if len(clean) > LONGEST_TEXT:
        clean = richtext.clean(_cut(richtext.to_text(clean), LONGEST_TEXT))
    words = " ".join(richtext.to_text(clean).split())
    first = _line(title) or _cut(words, 80)
    if not any(sign.isalnum() for sign in first):
        return None
    short = _line(summary) or words
    return Entry(
        " ".join(richtext.without_controls(_str(identity)).split())[:2000],
        _link(_str(link), address),
        _cut(first, LONGEST_TITLE),
        _cut(short, 300) or _cut(first, 300),
        clean,
        dated,
    )


def _str(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def _line(value: Any) -> str:
    """Plain words on one line, whatever markup they came in."""
    text = html.unescape(richtext.to_text(richtext.clean(_str(value)[:10_000])))
    return " ".join(richtext.without_controls(re.sub(r"<[^<>]{0,200}>", " ", text)).split())


def _cut(text: str, most: int) -> str:
    """At most so many characters, ended after a word."""
    if len(text) <= most:
        return text
    return (text[: most - 1].rsplit(" ", 1)[0] or text[: most - 1]).rstrip(" ,;:.-") + "…"


def _link(value: str, address: str) -> str:
    """An absolute address of the web, or ""."""
    try:
        link = urljoin(address, richtext.without_controls(value).strip())
        parts = urlsplit(link)
    except ValueError:
        return ""
    usable = (
        parts.scheme in ("http", "https") and parts.hostname and len(link) <= 500 and not re.search(r"[\s<>\"]", link)
    )
    return link if usable else ""


def _moment(stamp: Any) -> datetime | None:
    """The time of an entry, UTC; None for one that can't be: before the web, or still to come."""
    try:
        moment = datetime.fromtimestamp(calendar.timegm(stamp), tz=UTC) if stamp else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return _possible(moment)


def _possible(moment: datetime | None) -> datetime | None:
    if moment is None or not _FIRST_DAY <= moment <= timezone.now() + timedelta(minutes=5):
        return None
    return min(moment, timezone.now())


def _language(tag: Any) -> str:
    """The portal's code for a language tag, or ""."""
    start = _str(tag).lower().replace("_", "-").partition("-")[0]
    return {"zh": "zh-hans"}.get(start, start if start in ("ar", "en", "fr", "ru", "es") else "")


def _from_json(body: bytes, address: str) -> Document:
    """JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1)."""
    try:
        data = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise FeedProblem("no-feed") from None
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise FeedProblem("no-feed")
    raws = [raw for raw in data["items"] if isinstance(raw, dict)]
    entries = [entry for raw in raws[:MOST_ENTRIES] if (entry := _json_entry(raw, address)) is not None]
    return Document(_line(data.get("title")), _language(data.get("language")), entries, len(data["items"]))


def _json_entry(raw: dict[str, Any], address: str) -> Entry | None:
    plain = _str(raw.get("content_text"))
    body = _str(raw.get("content_html")) or f"<p>{html.escape(plain, quote=False)}</p>"
    link = raw.get("url") or raw.get("external_url") or ""
    stamp = _str(raw.get("date_published")) or _str(raw.get("date_modified"))
    try:
        moment = parse_datetime(stamp[:40]) if stamp else None
    except ValueError:
        moment = None
    if moment is not None and timezone.is_naive(moment):
        moment = moment.replace(tzinfo=UTC)
    return _made(raw.get("id"), link, raw.get("title"), raw.get("summary"), body, _possible(moment), address)
