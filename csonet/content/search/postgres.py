"""The engine on PostgreSQL: two tsvector columns of the documents' table, each with a GIN index."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection

from csonet.content.models import SearchDocument
from csonet.content.search.engine import MOST_BY_TITLE, MOST_RANKED, TIME_LIMIT, Engine, Wanted, ways
from csonet.content.search.parsing import Query, Row, Term
from csonet.content.search.text import words

#: A tsvector knows positions up to this one, and 256 for each word.
LAST_POSITION = 16_383
MOST_POSITIONS = 250
#: For one statement. The planner takes reading every document for cheap, because it does not count unpacking vectors.
_SETTINGS = f"SET LOCAL statement_timeout = {TIME_LIMIT}; SET LOCAL enable_seqscan = off; "
_NAMED = re.compile(r"%\((\w+)\)s")
_CANCELLED = "57014"  # query_canceled: it took too long

#: The head (title, names, summary) is short and lies in the row itself: ranking by it reads no other page.
#: "id + 0" keeps the planner from walking all documents by age, which is slow when the newest don't match.
_BEST = (
    "SELECT id, 0.02 + ts_rank(%s, head, %s::tsquery) AS score FROM (SELECT id, head FROM content_searchdocument "
    "WHERE {where} ORDER BY id + 0 DESC LIMIT %s) newest"
)

#: Of the newest SAMPLE documents so many say that a word is common: then the newest are walked, WALKED of them at most.
SAMPLE, COMMON, WALKED = 300, 60, 6_000
#: What matches, the newest first. A word that half of the documents have is found by walking, not by its 50,000 places
#: in the index; where walking does not find enough, the index is asked after all. Those with the words in the title are
#: among the newest already, unless the newest are not all. (Conditions on other parts are looked at once, before.)
_FOUND = (
    "WITH sample AS MATERIALIZED (SELECT COUNT(*) AS number FROM "
    "(SELECT head FROM content_searchdocument ORDER BY id DESC LIMIT %(sample)s) s WHERE head @@ %(any)s::tsquery), "
    "walked AS MATERIALIZED (SELECT id, head FROM (SELECT id, head, vector FROM content_searchdocument "
    "ORDER BY id DESC LIMIT %(walked)s) w WHERE (SELECT number FROM sample) >= %(common)s "
    "AND vector @@ %(any)s::tsquery LIMIT %(most_ranked)s), "
    "newest AS MATERIALIZED (SELECT * FROM walked WHERE (SELECT COUNT(*) FROM walked) = %(most_ranked)s UNION ALL "
    "(SELECT id, head FROM content_searchdocument WHERE (SELECT COUNT(*) FROM walked) < %(most_ranked)s "
    "AND vector @@ %(any)s::tsquery ORDER BY id + 0 DESC LIMIT %(most_ranked)s)), "
    "near AS MATERIALIZED (SELECT id, head FROM (SELECT id, head, vector FROM content_searchdocument "
    "ORDER BY id DESC LIMIT %(walked)s) t WHERE (SELECT COUNT(*) FROM walked) = %(most_ranked)s AND {titled} "
    "LIMIT %(most_by_title)s), titled AS (SELECT * FROM near UNION ALL (SELECT id, head FROM content_searchdocument "
    "WHERE (SELECT COUNT(*) FROM near) < %(most_by_title)s AND (SELECT COUNT(*) FROM newest) = %(most_ranked)s "
    "AND {titled} ORDER BY id + 0 DESC LIMIT %(most_by_title)s)) "
    "SELECT id, 0.02 + ts_rank(%(weights)s, head, %(rank)s::tsquery) AS score "
    "FROM (SELECT * FROM newest UNION ALL SELECT * FROM titled) f"
)


class PostgresEngine(Engine):
    """Full text. Words come in one spelling and with their stems, so no configuration of the server is asked."""

    COLLATE = ' COLLATE "C"'

    def store(self, documents: Sequence[tuple[SearchDocument, Sequence[str]]]) -> None:
        for start in range(0, len(documents), 200):
            rows = [(one.pk, *vectors(one, facets)) for one, facets in documents[start : start + 200]]
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
            cursor.execute("ANALYZE content_searchdocument, content_searchword, content_searchwordkey")

    def without_words(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM content_searchdocument WHERE vector IS NULL OR head IS NULL")
            return int(cursor.fetchone()[0])

    def candidates(self, wanted: Wanted) -> tuple[str, list[Any]]:
        query, scope = wanted.query, _scope(wanted.scopes)
        # The head alone can't tell what the body must not have.
        titled = "head @@ %(title)s::tsquery" + (" AND vector @@ %(without)s::tsquery" if query.without else "")
        values = {
            "weights": _weights(),
            "rank": _expression(query, ""),
            "any": _all(_expression(query, ""), scope, _without(query)),
            "title": _all(_expression(query, "A"), scope),
            "without": _without(query),
            "sample": SAMPLE,
            "common": COMMON,
            "walked": WALKED,
            "most_ranked": MOST_RANKED,
            "most_by_title": MOST_BY_TITLE,
        }
        return _in_order(_FOUND.format(titled=titled), values)

    def fitting(self, wanted: Wanted) -> tuple[str, list[Any]]:
        match = _all(_expression(wanted.query, ""), _scope(wanted.scopes), _without(wanted.query))
        return "SELECT id FROM content_searchdocument WHERE vector @@ %s::tsquery LIMIT %s", [match]

    def title_candidates(self, query: Query, facets: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
        match = _all(_expression(query, "A"), _scope(Wanted(query, None, facets).scopes))
        return _BEST.format(where="head @@ %s::tsquery"), [_weights(), _expression(query, ""), match, MOST_BY_TITLE]

    def title_matches(self, query: Query, facets: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
        match = _all(_expression(query, "A"), _scope(Wanted(query, None, facets).scopes))
        # The index knows no weights: with words that many texts have, it would unpack thousands of rows to find sixty.
        newest = (
            f"SELECT id FROM (SELECT id, head FROM content_searchdocument ORDER BY id DESC LIMIT {MOST_RANKED}) newest "  # noqa: S608
            "WHERE head @@ %s::tsquery LIMIT %s"
        )
        return newest, [match]

    def fetch(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        """Inside a transaction there is no limit: it would outlive the search, and stopping would break it."""
        try:
            return super().fetch(("" if connection.in_atomic_block else _SETTINGS) + sql, parameters)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") == _CANCELLED:
                return []
            raise


def _in_order(sql: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The SQL with %s for each %(name)s, and their values in the order in which they stand there."""
    return _NAMED.sub("%s", sql), [values[name] for name in _NAMED.findall(sql)]


def vectors(document: SearchDocument, facets: Sequence[str]) -> tuple[str, str]:
    """(head, vector) of a document as PostgreSQL reads them: 'word':position and weight; facets without a place."""
    places: dict[str, list[str]] = defaultdict(list)
    for facet in facets:
        places[facet] = []
    last = _place(places, document, (("A", document.title), ("B", document.names), ("C", document.summary)), 0)
    head = _written(places)
    _place(places, document, (("D", document.body), ("D", document.terms)), last)
    return head, _written(places)


def _place(
    places: dict[str, list[str]], document: SearchDocument, parts: Iterable[tuple[str, str]], position: int
) -> int:
    """Note the places of each part's words and stems; where the last word stands. A gap parts the parts.

    Stems that are likely and not sure weigh as words of the body, wherever they stand.
    """
    for weight, text in parts:
        for word in words(text, document.language):
            position = min(position + 1, LAST_POSITION)
            place = f"{position}{weight}"
            places[word.plain].append(place)
            if word.stem != word.plain:
                places[word.stem].append(place)
            for stem in word.further:
                places[stem].append(f"{position}D")
        position += 2
    return position


def _written(places: dict[str, list[str]]) -> str:
    return " ".join(
        f"'{word}':{','.join(where[:MOST_POSITIONS])}" if where else f"'{word}'" for word, where in places.items()
    )


def _weights() -> str:
    """For the weights D, C, B, A: body, summary, names, title."""
    fields: Any = settings.SEARCH["fields"]
    most = max(fields.values())
    return "{" + ", ".join(str(fields[name] / most) for name in ("text", "summary", "names", "title")) + "}"


def _expression(query: Query, weight: str) -> str:
    """The words that are wanted as a tsquery. weight: only words of that weight are hits."""
    return " | ".join("(" + " & ".join(_group(group, weight) for group in choice) + ")" for choice in query.choices)


def _group(group: Sequence[Term], weight: str) -> str:
    return "(" + " | ".join(_term(term, weight) for term in group) + ")"


def _without(query: Query) -> str:
    return " & ".join(f"!({_term(term, '')})" for term in query.without)


def _scope(scopes: list[list[str]]) -> str:
    return " & ".join("(" + " | ".join(f"'{word}'" for word in scope) + ")" for scope in scopes)


def _all(*expressions: str) -> str:
    return " & ".join(f"({expression})" for expression in expressions if expression)


def _term(term: Term, weight: str) -> str:
    """A term as a tsquery: met in any of its ways. Words are letters and digits."""
    mark = weight + ("*" if term.goes_on else "")
    found = (" & ".join(_phrase(row, mark) for row in way) for way in ways(term))
    return "(" + " | ".join(f"({way})" for way in found) + ")"


def _phrase(row: Row, mark: str) -> str:
    return "(" + " <-> ".join(f"'{word}'" + (f":{mark}" if mark else "") for word in row) + ")"
