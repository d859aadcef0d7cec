"""The ways to find something, the strictest first: all words, beginnings of words, other spellings, most words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from csonet.content.search import parsing, spelling
from csonet.content.search.engine import Match, Wanted
from csonet.content.search.engines import engine
from csonet.content.search.parsing import Query
from csonet.content.search.ranking import is_own

#: With fewer hits than this, what may have been meant is offered beside them.
FEW = 3


class How(StrEnum):
    """How the hits were found."""

    ALL_WORDS = "all"
    BEGINNINGS = "beginnings"
    OTHER_SPELLING = "spelling"
    SOME_WORDS = "some"


@dataclass(frozen=True)
class Found:
    """The query that found something (or the last one), and what it found, in no order."""

    query: Query
    matches: list[Match]
    how: How = How.ALL_WORDS
    #: What may have been meant, and does find something for this reader.
    meant: str = ""


def look(query: Query, user: Any, languages: Collection[str]) -> Found:
    """Look for the query, and if it finds nothing, for what comes nearest. One query where it finds enough.

    languages: the reader's and the query's. If only texts in others have the words, those in these that have words
    that begin with them are found as well. Whatever is said of other words was found by a search as this person.
    """
    wanted = Wanted(query, user)
    matches = engine().matches(wanted)
    own = _own(matches, languages)
    if own < FEW and (joined := query.joined()):
        wanted = wanted.asking(joined)
        matches = engine().matches(wanted)
        own = _own(matches, languages)
    query = wanted.query
    if matches and not own and (opened := query.opened()) != query:
        more = engine().matches(wanted.asking(opened))
        if _own(more, languages):
            return Found(opened, more, How.BEGINNINGS)
    if matches:
        return Found(query, matches, meant=_more_found(wanted, len(matches)) if len(matches) < FEW else "")
    for how, other in _other_ways(wanted):
        if matches := engine().matches(wanted.asking(other)):
            return Found(other, matches, how, other.typed if how == How.OTHER_SPELLING else "")
    return Found(query, [])


def _own(matches: list[Match], languages: Collection[str]) -> int:
    """How many of the matches are in these languages."""
    return sum(is_own(match, languages) for match in matches)


def _more_found(wanted: Wanted, number: int) -> str:
    """Another spelling that finds more than this few."""
    for text in _corrections(wanted, is_met=True):
        if len(engine().matches(wanted.asking(parsing.parse(text)))) > number:
            return text
    return ""


def _corrections(wanted: Wanted, *, is_met: bool) -> Iterator[str]:
    """Other spellings. is_met: something has the query as it was typed, so its words need not be asked for.

    A word that only documents have which this reader may not see is none. An alternative that is met vouches for no
    other: each is looked for alone before it is said.
    """

    def has_hits(word: str) -> bool:
        return bool(engine().matches(wanted.asking(parsing.parse(word))))

    if any(len(group) > 1 for group in wanted.query.groups):
        return spelling.corrections(wanted.query, has_hits, has_hits)
    return spelling.corrections(wanted.query, bool if is_met else has_hits)


def _other_ways(wanted: Wanted) -> Iterator[tuple[How, Query]]:
    query = wanted.query
    opened = query.opened()
    if opened != query:
        yield How.BEGINNINGS, opened
    families = query.families()
    if families != query and query.number_of_words == 1:  # of several words, most as typed are worth more
        yield How.BEGINNINGS, families
    best = query
    for text in _corrections(wanted, is_met=False):
        other = parsing.parse(text)
        yield How.OTHER_SPELLING, replace(other, typed=text)
        best = other if best is query else best
    number = best.number_of_words
    if number > 2:
        yield How.SOME_WORDS, best.most_of()
    if number > 1:
        yield How.SOME_WORDS, best.any_of()
