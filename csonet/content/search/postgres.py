"""The engine on PostgreSQL: two tsvector columns of the documents' table, each with a GIN index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import OperationalError, connection

from csonet.content.models import SearchDocument
from csonet.content.search.engine import MOST_BY_TITLE, MOST_RANKED, Engine, Wanted, sequences
from csonet.content.search.parsing import Query, Term
from csonet.content.search.text import words

#: For the weights D, C, B, A: body, summary, names, title.
WEIGHTS = "{0.1, 0.3, 0.6, 1.0}"
#: A tsvector knows positions up to this one, and 256 for each word.
LAST_POSITION = 16_383
MOST_POSITIONS = 250
TIME_LIMIT = 2_000  # milliseconds
#: For one statement. The planner takes reading every document for cheap, because it does not count unpacking vectors.
_SETTINGS = f"SET LOCAL statement_timeout = {TIME_LIMIT}; SET LOCAL enable_seqscan = off; "

#: The head (title, names, summary) is short and lies in the row itself: ranking by it reads no other page.
#: "id + 0" keeps the planner from walking all documents by age, which is slow when the newest don't match.
_BEST = (
    "SELECT id, 0.02 + ts_rank(%s, head, %s::tsquery) AS score FROM (SELECT id, head FROM content_searchdocument "
    "WHERE {column} @@ %s::tsquery{scope} ORDER BY id + 0 DESC LIMIT %s) newest"
)


class PostgresEngine(Engine):
    """Full text. Words come in one spelling and with their stems, so no configuration of the server is asked."""

    def store(self, documents: Sequence[SearchDocument]) -> None:
        for start in range(0, len(documents), 200):
            rows = [(document.pk, *vectors(document)) for document in documents[start : start + 200]]
            values = ", ".join(["(%s, %s, %s)"] * len(rows))
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE content_searchdocument d SET head = v.head::tsvector, vector = v.vector::tsvector "  # noqa: S608
                    f"FROM (VALUES {values}) AS v (id, head, vector) WHERE d.id = v.id",
                    [value for row in rows for value in row],
                )

    def remove(self, ids: Iterable[int]) -> None:
        """The words stand in the document's own row and go with it."""

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE content_searchdocument")

    def candidates(self, wanted: Wanted) -> tuple[str, list[Any]]:
        scope = ""
        filters: list[Any] = []
        if wanted.kinds:
            scope += " AND kind = ANY(%s)"
            filters.append(list(wanted.kinds))
        if wanted.language:
            scope += " AND language = %s"
            filters.append(wanted.language)
        if wanted.circle:
            scope += " AND circle = %s"
            filters.append(wanted.circle)
        rank = [WEIGHTS, _expression(wanted.query, weight="")]
        anywhere = _BEST.format(column="vector", scope=scope)
        parameters: list[Any] = [*rank, rank[1], *filters, MOST_RANKED]
        if wanted.query.without:  # the head alone can't tell what the body must not have
            scope += " AND vector @@ %s::tsquery"
            filters.append(rank[1])
        in_title = _BEST.format(column="head", scope=scope)
        parameters += [*rank, _expression(wanted.query, weight="A"), *filters, MOST_BY_TITLE]
        sql = f"SELECT id, MAX(score) AS score FROM ({anywhere} UNION ALL {in_title}) found GROUP BY id"  # noqa: S608
        return sql, parameters

    def title_candidates(self, query: Query, kinds: tuple[str, ...]) -> tuple[str, list[Any]]:
        rank, match = _expression(query, weight=""), _expression(query, weight="A")
        best = _BEST.format(column="head", scope=" AND kind = ANY(%s)")
        return best, [WEIGHTS, rank, match, list(kinds), MOST_BY_TITLE]

    def fetch(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        try:
            return super().fetch(_SETTINGS + sql, parameters)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") == "57014":  # query_canceled: it took too long
                return []
            raise


def vectors(document: SearchDocument) -> tuple[str, str]:
    """(head, vector) of a document as PostgreSQL reads them: 'word':position and weight."""
    places: dict[str, list[str]] = defaultdict(list)
    last = _place(places, document, (("A", document.title), ("B", document.names), ("C", document.summary)), 0)
    head = _written(places)
    _place(places, document, (("D", document.body),), last)
    return head, _written(places)


def _place(
    places: dict[str, list[str]], document: SearchDocument, parts: Iterable[tuple[str, str]], position: int
) -> int:
    """Note the places of each part's words and of their stems; where the last word stands. A gap parts the parts."""
    for weight, text in parts:
        for word, stem in zip(*words(text, document.language), strict=True):
            position = min(position + 1, LAST_POSITION)
            place = f"{position}{weight}"
            places[word].append(place)
            if stem != word:
                places[stem].append(place)
        position += 2
    return position


def _written(places: dict[str, list[str]]) -> str:
    return " ".join(f"'{word}':{','.join(where[:MOST_POSITIONS])}" for word, where in places.items())


def _expression(query: Query, weight: str) -> str:
    """The query as a tsquery. weight: only words of that weight are hits; the exclusions look everywhere."""
    groups = [" | ".join(_term(term, weight) for term in group) for group in query.groups]
    wanted = [f"({group})" for group in groups] + [f"!({_term(term, '')})" for term in query.without]
    return " & ".join(wanted)


def _term(term: Term, weight: str) -> str:
    """A term as a tsquery: any of its spellings, as a phrase if it has several words. Words are letters and digits."""
    found = []
    for row, is_open in sequences(term):
        mark = weight + ("*" if is_open else "")
        found.append("(" + " <-> ".join(f"'{word}'" + (f":{mark}" if mark else "") for word in row) + ")")
    return "(" + " | ".join(found) + ")"
