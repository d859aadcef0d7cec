"""What every search engine can do, and how its hits are ranked; nothing else in the portal knows which one it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from csonet.content.models import SearchDocument
from csonet.content.search.parsing import Query, Term

#: A query that matches more than this ranks the newest ones, and those that have it in the title.
MOST_RANKED = 1000
MOST_BY_TITLE = 300
#: A text in the reader's language counts this much more.
LANGUAGE_BONUS = 1.5
#: After this many days the part of a rank that is freshness has halved.
HALF_LIFE = 730


@dataclass(frozen=True)
class Wanted:
    """What is asked of an engine."""

    query: Query
    user: Any
    language: str = ""
    kinds: tuple[str, ...] = ()
    #: Only what belongs to this circle.
    circle: int | None = None


class Match(NamedTuple):
    """A document that matches and may be seen. day: of its publication (date.toordinal)."""

    pk: int
    kind: str
    language: str
    day: int
    score: float


class Engine:
    """The common half of both engines. The SQL that they add is fixed text; whatever people type is a parameter."""

    def store(self, documents: Sequence[SearchDocument]) -> None:
        """Put the words of saved documents into the index, in place of what was there."""
        raise NotImplementedError

    def remove(self, ids: Iterable[int]) -> None:
        """Take the words of documents out of the index, before the documents go."""
        raise NotImplementedError

    def tidy(self) -> None:
        """After a rebuild: drop what has no document any more and let the engine order its pages."""
        raise NotImplementedError

    def candidates(self, wanted: Wanted) -> tuple[str, list[Any]]:
        """SQL that gives (id, score) of the matching documents, at most MOST_RANKED + MOST_BY_TITLE, and parameters."""
        raise NotImplementedError

    def fetch(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        """Run a search; no rows if it took longer than the engine allows."""
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def matches(self, wanted: Wanted) -> list[Match]:
        """The matching documents that this person may see, in no order. One query."""
        candidates, parameters = self.candidates(wanted)
        visible, who = _visible(wanted.user)
        rows = self.fetch(
            f"WITH candidates AS ({candidates}) "  # noqa: S608  (fixed SQL; values are parameters)
            "SELECT d.id, d.kind, d.language, d.day, c.score FROM candidates c "
            f"{self.JOIN} ({visible}) d ON d.id = c.id",
            [*parameters, *who],
        )
        return [Match(*row) for row in rows]

    def similar(self, query: Query, kinds: tuple[str, ...], rows: int) -> list[tuple[Any, ...]]:
        """(item id, organization id, score) of what has words of the query in its title, the best first.

        Not asked is who may see them: whoever shows them joins them with what is visible. One query.
        """
        sql, parameters = self.title_candidates(query, kinds)
        return self.fetch(
            f"WITH candidates AS ({sql}) SELECT d.item_id, d.organization_id, c.score FROM candidates c "  # noqa: S608
            f"{self.JOIN} content_searchdocument d ON d.id = c.id ORDER BY c.score DESC, d.id DESC LIMIT %s",
            [*parameters, rows],
        )

    def title_candidates(self, query: Query, kinds: tuple[str, ...]) -> tuple[str, list[Any]]:
        """SQL that gives (id, score) of the newest documents of these kinds with words of the query in the title."""
        raise NotImplementedError

    JOIN = "JOIN"


def ranked(matches: Iterable[Match], language: str, today: int) -> list[int]:
    """The documents' keys, best first. language: the reader's. today: as the matches' days are counted."""

    def rank(match: Match) -> tuple[float, int]:
        freshness = 0.5 + 0.5 / (1 + max(0, today - match.day) / HALF_LIFE)
        bonus = LANGUAGE_BONUS if match.language in (language, "") else 1.0
        return match.score * bonus * freshness, match.pk

    return [match.pk for match in sorted(matches, key=rank, reverse=True)]


def sequences(term: Term) -> Iterable[tuple[tuple[str, ...], bool]]:
    """(index words in a row, whether the last may go on) for each way in which a term can be met."""
    return ((words, term.is_open) for words in term.alternatives if all(words))


def _visible(user: Any) -> tuple[str, tuple[Any, ...]]:
    """The documents that this person may see, as SQL: the one rule, compiled."""
    return SearchDocument.objects.visible_to(user).values("id", "kind", "language", "day").query.sql_with_params()
