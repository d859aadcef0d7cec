"""The engine on SQLite: an FTS5 table beside the documents, ranked by bm25."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from csonet.content.models import SearchDocument
from csonet.content.search.engine import MOST_BY_TITLE, MOST_RANKED, Engine, Wanted, sequences
from csonet.content.search.parsing import Query, Term
from csonet.content.search.text import words

#: title, names, summary, body, stems of the title, stems of the rest, and the facets, which never count.
WEIGHTS = "10.0, 5.0, 3.0, 1.0, 8.0, 1.0, 0.0"

_BEST = (
    "SELECT * FROM (SELECT rowid AS id, -bm25(content_search, "  # noqa: S608  (fixed SQL; values are parameters)
    + WEIGHTS
    + ") AS score FROM content_search WHERE content_search MATCH %s ORDER BY rowid DESC LIMIT %s)"
)


class SqliteEngine(Engine):
    """FTS5. Words are written into it one spelling each, so its own tokenizer has nothing left to do."""

    #: In this order: first the few matching documents, then who may see them.
    JOIN = "CROSS JOIN"

    def store(self, documents: Sequence[SearchDocument]) -> None:
        self.remove(document.pk for document in documents)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO content_search (rowid, title, names, summary, body, title_stems, text_stems, facets) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [_row(document) for document in documents],
            )

    def remove(self, ids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM content_search WHERE rowid = %s", [(pk,) for pk in ids])

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM content_search WHERE rowid NOT IN (SELECT id FROM content_searchdocument)")
            cursor.execute("INSERT INTO content_search (content_search) VALUES ('optimize')")

    def candidates(self, wanted: Wanted) -> tuple[str, list[Any]]:
        groups = " AND ".join(
            "(" + " OR ".join(_expression(term) for term in group) + ")" for group in wanted.query.groups
        )
        scope = "".join(
            f" AND facets : ({' OR '.join(_quoted(value) for value in values)})"
            for values in (
                [_facet("kind", kind) for kind in wanted.kinds],
                [_facet("language", wanted.language)] if wanted.language else [],
                [_facet("circle", str(wanted.circle))] if wanted.circle else [],
            )
            if values
        )
        without = "".join(f" NOT {_expression(term)}" for term in wanted.query.without)
        anywhere = f"(({groups}){scope}){without}"
        in_title = f"(({{title title_stems}} : ({groups})){scope}){without}"
        sql = f"SELECT id, MAX(score) AS score FROM ({_BEST} UNION ALL {_BEST}) GROUP BY id"  # noqa: S608  (as above)
        return sql, [in_title, MOST_BY_TITLE, anywhere, MOST_RANKED]

    def title_candidates(self, query: Query, kinds: tuple[str, ...]) -> tuple[str, list[Any]]:
        groups = " AND ".join("(" + " OR ".join(_expression(term) for term in group) + ")" for group in query.groups)
        scope = " OR ".join(_quoted(_facet("kind", kind)) for kind in kinds)
        return _BEST, [f"({{title title_stems}} : ({groups})) AND (facets : ({scope}))", MOST_BY_TITLE]


def _row(document: SearchDocument) -> tuple[Any, ...]:
    """The index row of a document: words, stems, and what the filters look at."""
    title, title_stems = words(document.title, document.language)
    names, names_stems = words(document.names, document.language)
    summary, summary_stems = words(document.summary, document.language)
    body, body_stems = words(document.body, document.language)
    facets = [_facet("kind", document.kind), _facet("language", document.language)]
    if document.circle:
        facets.append(_facet("circle", str(document.circle)))
    stems = [*names_stems, *summary_stems, *body_stems]
    columns = (title, names, summary, body, title_stems, stems, facets)
    return (document.pk, *(" ".join(column) for column in columns))


def _facet(name: str, value: str) -> str:
    """A filter's value as one word that no text has."""
    return f"x{name}x{''.join(character for character in value if character.isalnum())}x"


def _quoted(text: str) -> str:
    """A string of FTS5's query language. Index words hold letters and digits alone."""
    return '"' + text.replace('"', '""') + '"'


def _expression(term: Term) -> str:
    """A term in FTS5's query language: any of its spellings, as a phrase if it has several words."""
    found = [_quoted(" ".join(row)) + ("*" if is_open else "") for row, is_open in sequences(term)]
    return "(" + " OR ".join(found) + ")"
