"""What is offered while somebody types: titles and names that begin with it, then those that have it as a word."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import get_language

from csonet.content.search import parsing, text
from csonet.content.search.engines import engine

MOST = 8
#: Fewer letters say too little; one Chinese character says enough.
LEAST = 2


class Suggestion(NamedTuple):
    """A title of something that this reader may see, and its language (empty for names)."""

    title: str
    language: str


def suggestions(typed: str, user: Any) -> list[Suggestion]:
    """At most eight titles, each once: in the reader's language first. One query, or two; none for a letter or two.

    typed: what stands in the box so far; its last word may go on.
    """
    clean = parsing.cleaned(typed)
    key = text.title_key(clean)
    if len(key) < LEAST and not text.is_han(key):
        return []
    found = engine().starting(key, user, MOST)
    query = parsing.growing(clean)
    if len(found) < MOST and query and (len(key) > LEAST or text.is_han(key)):
        found += engine().titled(query, user, MOST)
    language = get_language()
    order = sorted(found, key=lambda row: row[1] not in (language, ""))
    return [Suggestion(*row) for row in dict.fromkeys(order)][:MOST]
