"""What every search engine can do; nothing else in the portal knows which one it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.organizations import tallying as directory
from csonet import bits
from csonet.content import tallying
from csonet.content.models import Item, SearchDocument
from csonet.content.search.parsing import Query, Term, Way

#: A query that matches more than this ranks the newest ones, and those that have it in the title.
MOST_RANKED = 600
MOST_BY_TITLE = 200
#: Milliseconds that one search may take; what takes longer finds nothing.
TIME_LIMIT = 2_000
#: Titles that are looked at for a suggestion.
MOST_LOOKED_AT = 60
#: Begins an index word that no text has: the value of a facet.
FACET_MARK = "\ue010"


@dataclass(frozen=True)
class Wanted:
    """What is asked of an engine. facets: name → values; values are joined by OR, facets by AND."""

    query: Query
    user: Any
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def scopes(self) -> list[list[str]]:
        """The index words of the facets that are asked for: of each list, one must be there."""
        return [[facet_word(name, value) for value in values] for name, values in self.facets.items() if values]

    def asking(self, query: Query) -> Wanted:
        """The same for another query."""
        return replace(self, query=query)


class Match(NamedTuple):
    """A document that matches and may be seen. day: of its publication (date.toordinal)."""

    pk: int
    item: int | None
    organization: int | None
    kind: str
    language: str
    day: int
    is_trusted: bool
    is_exact: bool
    score: float


class Engine(ABC):
    """The common half of both engines. The SQL that they add is fixed text; whatever people type is a parameter."""

    @abstractmethod
    def store(self, documents: Sequence[tuple[SearchDocument, Sequence[str]]]) -> None:
        """Put the words of saved documents, each with its facets' words, into the index, in place of what was there."""

    @abstractmethod
    def remove(self, ids: Iterable[int]) -> None:
        """Take the words of documents out of the index, before the documents go."""

    @abstractmethod
    def tidy(self) -> None:
        """After a rebuild: drop what has no document any more and let the engine order its pages."""

    @abstractmethod
    def without_words(self) -> int:
        """How many documents the index has no words of, or words of no document."""

    @abstractmethod
    def candidates(self, wanted: Wanted) -> tuple[str, list[Any]]:
        """SQL that gives (id, score) of the matching documents, at most MOST_RANKED + MOST_BY_TITLE, and parameters."""

    def fetch(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        """Run a search; no rows if it took longer than the engine allows."""
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def matches(self, wanted: Wanted) -> list[Match]:
        """The matching documents that this person may see, in no order. One query, one more for parts of nouns."""
        candidates, parameters = self.candidates(wanted)
        documents, who = _visible(wanted.user) if wanted.user.is_authenticated else ("content_searchdocument", ())
        key = wanted.query.title_key
        if key and not wanted.facets:
            candidates += f" UNION ALL SELECT * FROM ({self.exact}) exact"  # noqa: S608
            parameters = [*parameters, key]
        rows = self.fetch(
            f"WITH found AS ({candidates}), "  # noqa: S608  (fixed SQL; values are parameters)
            "candidates AS (SELECT id, MAX(score) AS score FROM found GROUP BY id) "
            "SELECT d.id, d.item_id, d.organization_id, d.kind, d.language, d.day, d.is_trusted, d.title_key = %s, "
            f"c.score FROM candidates c {self.JOIN} {documents} d ON d.id = c.id",
            [*parameters, key, *who],
        )
        found = list(map(Match._make, rows))
        return found if wanted.user.is_authenticated else _seen_by_visitors(found)

    def narrowed(self, found: list[Match], wanted: Wanted) -> list[Match]:
        """Those of what matches(), without facets, found that have the wanted facets. One query, two for many.

        While all that match were found, the facets are asked for alone: nothing has to be ranked again.
        """
        if len(found) < MOST_RANKED:
            sql, parameters = self.fitting(wanted)
            keys = {key for (key,) in self.fetch(sql, [*parameters, MOST_RANKED])}
            left = [match for match in found if match.pk in keys]
            if len(left) == len(keys):  # else some of them may not be seen, or were too many to be found before
                return left
        return self.matches(wanted)

    @abstractmethod
    def fitting(self, wanted: Wanted) -> tuple[str, list[Any]]:
        """SQL that gives the ids of matching documents in no order, and its parameters but the last: how many."""

    def similar(self, query: Query, kinds: tuple[str, ...], rows: int) -> list[tuple[Any, ...]]:
        """(item id, organization id, title, language) of the newest whose title matches the query. One query.

        Not asked is who may see them: whoever shows them joins them with what is visible.
        """
        sql, parameters = self.title_matches(query, {"kind": kinds})
        return self.fetch(
            f"SELECT d.item_id, d.organization_id, d.title, d.language FROM ({sql}) c "  # noqa: S608
            f"{self.JOIN} content_searchdocument d ON d.id = c.id",
            [*parameters, rows],
        )

    @abstractmethod
    def title_matches(self, query: Query, facets: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
        """SQL that gives the ids of the newest documents of these facets whose title matches, and its parameters.

        The last parameter, which is not among them, says how many. They are not ranked, which would cost the most.
        """

    @abstractmethod
    def title_candidates(self, query: Query, facets: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
        """SQL that gives (id, score) of the newest documents of these facets with words of the query in the title."""

    def starting(self, key: str, user: Any, most: int) -> list[tuple[str, str]]:
        """(title, language) of what begins with these folded letters and may be seen, in the titles' order. One query.

        Of the first MOST_LOOKED_AT only: that so many in a row may not be seen does not happen.
        """
        visible, who = _visible(user)
        column = f"title_key{self.COLLATE}"
        return self.fetch(
            f"SELECT d.title, d.language FROM (SELECT id, title_key FROM content_searchdocument "  # noqa: S608
            f"WHERE {column} >= %s AND {column} < %s ORDER BY {column} LIMIT {MOST_LOOKED_AT}) c "
            f"{self.JOIN} {visible} d ON d.id = c.id ORDER BY d.title_key LIMIT %s",
            [key, key + "\U0010ffff", *who, most],
        )

    def titled(self, query: Query, user: Any, most: int) -> list[tuple[str, str]]:
        """(title, language) of what has the query in its title and may be seen, the best first. One query."""
        sql, parameters = self.title_candidates(query, {})
        visible, who = _visible(user)
        return self.fetch(
            f"WITH candidates AS ({sql}) SELECT d.title, d.language FROM candidates c "  # noqa: S608
            f"{self.JOIN} {visible} d ON d.id = c.id ORDER BY c.score DESC, d.id DESC LIMIT %s",
            [*parameters, *who, most],
        )

    JOIN = "JOIN"
    #: Compares and orders titles by their characters' numbers, as their index does.
    COLLATE = ""

    @property
    def exact(self) -> str:
        """SQL that gives (id, score) of the newest documents whose title is exactly the query."""
        where = f"title_key{self.COLLATE} = %s"
        return f"SELECT id, 0.5 AS score FROM content_searchdocument WHERE {where} ORDER BY id DESC LIMIT 50"  # noqa: S608


def facet_word(name: str, value: str) -> str:
    """A facet's value as one word that no text has."""
    return f"{FACET_MARK}{name}{FACET_MARK}{''.join(sign for sign in str(value).casefold() if sign.isalnum())[:40]}"


def ways(term: Term) -> list[Way]:
    """The ways in which a term can be met, without those that have nothing to look for."""
    return [way for way in term.ways if way and all(row and all(row) for row in way)]


def _visible(user: Any) -> tuple[str, tuple[Any, ...]]:
    """The documents that this person may see, as SQL: the one rule, compiled; for visitors once in a process."""
    return _compiled(user) if user.is_authenticated else _visible_to_visitors()


@cache
def _visible_to_visitors() -> tuple[str, tuple[Any, ...]]:
    return _compiled(AnonymousUser())


def _compiled(user: Any) -> tuple[str, tuple[Any, ...]]:
    columns = ("id", "item_id", "organization_id", "kind", "language", "day", "is_trusted", "title_key", "title")
    sql, who = SearchDocument.objects.visible_to(user).values(*columns).query.sql_with_params()
    return f"({sql})", who


def _seen_by_visitors(found: list[Match]) -> list[Match]:
    """Those of the matches that everybody may see, as the boards know it, a second old at most.

    Asking the rule of 600 rows costs the most. It is asked of what stands on no board, as what is written inside
    another noun does (topics of a group, their posts). Whoever shows a hit asks it again.
    """
    inside = _open_parts(found)
    items, organizations = tallying.BOARD.now(), directory.BOARD.now()
    item_is_seen = items.remembered("seen", lambda: bits.members_of(tallying.seen_by(AnonymousUser(), items)))
    organization_is_seen = organizations.remembered(
        "seen", lambda: bits.members_of(organizations.of("directory", ["public"]))
    )
    return [
        match
        for match in found
        if (
            item_is_seen(match.item) or match.item in inside
            if match.item
            else organization_is_seen(match.organization or 0)
        )
    ]


def _open_parts(found: Iterable[Match]) -> set[int]:
    """Of the items among these that are parts of another noun, those that everybody may see. One query for 1,000."""
    nouns = Item.nouns()
    keys = list({match.item for match in found if match.item and match.kind not in nouns})
    seen: set[int] = set()
    for start in range(0, len(keys), tallying.ASKED):
        rows = Item.objects.filter(pk__in=keys[start : start + tallying.ASKED]).visible_to(AnonymousUser())
        seen |= set(rows.order_by().values_list("pk", flat=True))
    return seen
