"""Telling entries apart: by id, then by link, then by a hash; so that nothing comes twice.

Ids and links are compared without case, protocol, "www.", fragment, and the parameters that only count visits. An id
that entries with different links share, or a link that entries with different ids share, tells nothing and is not used.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from csonet.richtext import to_text
from news.feeds.reading import Entry

#: Parameters that say where a reader came from, or who: never which text it is.
_COUNTING = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_ga|_gl|_hs.*|session|sessionid|sid|phpsessid|"
    r"jsessionid|token|rand|random|nocache|cb|ts|timestamp)$"
)
#: Shorter texts are no proof that two entries are one.
_LONG_ENOUGH = 60


@dataclass(frozen=True)
class Keys:
    """What an entry is known by; "" for what it lacks or what tells nothing."""

    identity: str
    link: str
    place: str
    text: str
    content: str
    #: May the text alone prove that it is known?
    text_tells: bool


def keys_of(entries: list[Entry]) -> list[Keys]:
    """The keys of the entries of one answer."""
    known = [(_address(entry.identity), _address(entry.link)) for entry in entries]
    links_of = Counter(identity for identity, _link in set(known))
    ids_of = Counter(link for _identity, link in set(known))
    found = []
    for entry, (identity, link) in zip(entries, known, strict=True):
        words = _words(entry)
        found.append(
            Keys(
                _hash(identity) if identity and links_of[identity] == 1 else "",
                _hash(link) if link and ids_of[link] == 1 else "",
                _hash(_place(entry)) if _place(entry) else "",
                _hash(words),
                _hash("\n".join([entry.title, entry.summary, entry.body, entry.link])),
                len(words) >= _LONG_ENOUGH or not (identity or link),
            )
        )
    return found


def _words(entry: Entry) -> str:
    return " ".join(f"{entry.title}\n{to_text(entry.body)}".casefold().split())


def _place(entry: Entry) -> str:
    """Title and address without any parameter: one entry of which only the parameters changed."""
    parts = urlsplit(entry.link)
    path = parts.path.strip("/")
    return f"{parts.hostname}/{path}\n{entry.title}".casefold() if path else ""


def _address(value: str) -> str:
    """An id or a link as it is compared."""
    text = value.strip().casefold()
    if not text.startswith(("http://", "https://")):
        return text
    try:
        parts = urlsplit(text)
        query = [(name, given) for name, given in parse_qsl(parts.query, True) if not _COUNTING.match(name)]
    except ValueError:
        return text
    tail = f"?{urlencode(sorted(query))}" if query else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{tail}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
