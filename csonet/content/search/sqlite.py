"""The engine on SQLite: an FTS5 table beside the documents, ranked by bm25."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection

from csonet.content.models import SearchDocument
from csonet.content.search.engine import MOST_BY_TITLE, MOST_RANKED, TIME_LIMIT, Engine, Wanted, ways
from csonet.content.search.parsing import Query, Term
from csonet.content.search.text import Word, words

#: The clock is looked at after so many steps of the database's machine.
_STEPS = 20_000
_BEST = (
    "SELECT * FROM (SELECT rowid AS id, -bm25(content_search, {weights}) AS score FROM content_search "
    "WHERE content_search MATCH %s ORDER BY rowid DESC LIMIT %s)"
)
_NEWEST = "SELECT rowid AS id FROM content_search WHERE content_search MATCH %s ORDER BY rowid DESC LIMIT %s"
#: Those with the words in the title are among the newest already, unless the newest are not all. Older ones count as
#: newer ones with the words in the title do: weighing them makes FTS5 count all that match once more.
_FOUND = (
    "WITH newest AS MATERIALIZED ({best}), "
    "titled AS MATERIALIZED ({titled} * ((SELECT COUNT(*) FROM newest) >= %s)) "
    "SELECT * FROM newest UNION ALL SELECT id, COALESCE((SELECT AVG(score) FROM newest WHERE id IN titled), "
    "(SELECT MAX(score) FROM newest)) FROM titled WHERE id NOT IN (SELECT id FROM newest)"
)


class SqliteEngine(Engine):
    """FTS5. Words are written into it one spelling each, so its own tokenizer has nothing left to do."""

    #: In this order: first the few matching documents, then who may see them.
    JOIN = "CROSS JOIN"

    def store(self, documents: Sequence[tuple[SearchDocument, Sequence[str]]]) -> None:
        self.remove(document.pk for document, _facets in documents)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO content_search "
                "(rowid, title, names, summary, body, title_stems, text_stems, further, facets) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [_row(document, facets) for document, facets in documents],
            )

    def remove(self, ids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM content_search WHERE rowid = %s", [(pk,) for pk in ids])

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM content_search WHERE rowid NOT IN (SELECT id FROM content_searchdocument)")
            cursor.execute("INSERT INTO content_search (content_search) VALUES ('optimize')")

    def without_words(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT COUNT(*) FROM content_searchdocument "
                "WHERE id NOT IN (SELECT rowid FROM content_search)) + (SELECT COUNT(*) FROM content_search "
                "WHERE rowid NOT IN (SELECT id FROM content_searchdocument))"
            )
            return int(cursor.fetchone()[0])

    def candidates(self, wanted: Wanted) -> tuple[str, list[Any]]:
        anywhere, in_title = (_match(wanted, columns) for columns in ("", "{title title_stems} : "))
        found = _FOUND.format(best=_BEST.format(weights=_weights()), titled=_NEWEST)
        return found, [anywhere, MOST_RANKED, in_title, MOST_BY_TITLE, MOST_RANKED]

    def fitting(self, wanted: Wanted) -> tuple[str, list[Any]]:
        return _NEWEST, [_match(wanted, "")]

    def title_candidates(self, query: Query, facets: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
        return _BEST.format(weights=_weights()), [_in_title(query, facets), MOST_BY_TITLE]

    def title_matches(self, query: Query, facets: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
        return _NEWEST, [_in_title(query, facets)]

    def fetch(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        connection.ensure_connection()
        database = connection.connection
        stop = time.monotonic() + TIME_LIMIT / 1000
        database.set_progress_handler(lambda: time.monotonic() > stop, _STEPS)
        try:
            return super().fetch(sql, parameters)
        except OperationalError as error:
            if "interrupted" in str(error):
                return []
            raise
        finally:
            database.set_progress_handler(None, 0)


def _row(document: SearchDocument, facets: Sequence[str]) -> tuple[Any, ...]:
    """The index row of a document: words, stems, and what the filters look at."""
    parts = (document.title, document.names, document.summary, f"{document.body}\n{document.terms}")
    title, names, summary, body = (words(text, document.language) for text in parts)
    everything = [*title, *names, *summary, *body]
    columns: tuple[Sequence[str], ...] = (
        *([word.plain for word in part] for part in (title, names, summary, body)),
        _stems(title),
        _stems([*names, *summary, *body]),
        [stem for word in everything for stem in word.further],
        facets,
    )
    return (document.pk, *(" ".join(column) for column in columns))


def _stems(found: list[Word]) -> list[str]:
    return [word.stem for word in found]


def _weights() -> str:
    """title, names, summary, body, stems of the title, stems of the rest, further stems; facets never count."""
    fields: Any = settings.SEARCH["fields"]
    title, text = fields["title"], fields["text"]
    weights = (title, fields["names"], fields["summary"], text, title * 0.8, text, text * 0.5, 0.0)
    return ", ".join(str(float(weight)) for weight in weights)


def _match(wanted: Wanted, columns: str) -> str:
    """What is wanted, with its facets, in FTS5's query language; the words in these columns."""
    without = "".join(f" NOT {_expression(term)}" for term in wanted.query.without)
    return f"(({columns}({_groups(wanted.query)})){_scope(wanted.scopes)}){without}"


def _in_title(query: Query, facets: Mapping[str, Sequence[str]]) -> str:
    return f"({{title title_stems}} : ({_groups(query)})){_scope(Wanted(query, None, facets).scopes)}"


def _groups(query: Query) -> str:
    """The words that are wanted, in FTS5's query language."""
    return " OR ".join("(" + " AND ".join(_group(group) for group in choice) + ")" for choice in query.choices)


def _group(group: Sequence[Term]) -> str:
    return "(" + " OR ".join(_expression(term) for term in group) + ")"


def _scope(scopes: list[list[str]]) -> str:
    return "".join(f" AND facets : ({' OR '.join(_quoted(word) for word in scope)})" for scope in scopes)


def _quoted(text: str) -> str:
    """A string of FTS5's query language. Index words hold letters and digits alone."""
    return '"' + text.replace('"', '""') + '"'


def _expression(term: Term) -> str:
    """A term in FTS5's query language: met in any of its ways."""
    star = "*" if term.goes_on else ""
    found = (" AND ".join(_quoted(" ".join(row)) + star for row in way) for way in ways(term))
    return "(" + " OR ".join(f"({way})" for way in found) + ")"
