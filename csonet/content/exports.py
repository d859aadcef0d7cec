"""Open data: a noun's list as filtered, as CSV that a spreadsheet opens safely or as JSON; sent row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.views import View

from csonet import richtext
from csonet.content.facets import selection_of
from csonet.content.models import Item
from csonet.content.views.lists import listed

#: Rows of one export; who needs more narrows the list and asks again.
MOST_ROWS = 5000
SHARED = ("title", "summary", "language")
#: With these a cell is a formula to a spreadsheet (OWASP ASVS 1.2.10).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def own_columns(model: type[Item]) -> list[str]:
    """The noun's own columns that an export carries: texts, choices, dates and numbers."""
    kinds = (models.CharField, models.TextField, models.DateField, models.IntegerField, models.BooleanField)
    return [field.name for field in model._meta.local_fields if isinstance(field, kinds) and not field.is_relation]


def records(model: type[Item], pks: Iterable[int], language: str) -> Iterator[dict[str, Any]]:
    """One flat record for each item, in the order of `pks`. Terms stand as codes, which no language changes."""
    pks = list(pks)
    for start in range(0, len(pks), 200):
        chunk = pks[start : start + 200]
        rows = model._default_manager.select_related("organization").prefetch_related("goals", "topics", "countries")
        found = {row.pk: row for row in rows.filter(pk__in=chunk)}
        with translation.override(language):
            yield from (_record(found[pk]) for pk in chunk if pk in found)


def _record(item: Any) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": item.key.urn,
        "url": settings.SITE_URL + item.get_absolute_url(),
        **{name: getattr(item, name) for name in SHARED},
        "organization": item.organization.name,
        "published": item.published_at.isoformat(),
        "updated": item.updated.isoformat(),
        "goals": [goal.pk for goal in item.goals.all()],
        "topics": [topic.pk for topic in item.topics.all()],
        "countries": [country.pk for country in item.countries.all()],
        "responses": item.responses,
    }
    for name in own_columns(type(item)):
        value = getattr(item, name)
        record[name] = value.isoformat() if hasattr(value, "isoformat") else _words(value)
    return record


def _words(value: Any) -> Any:
    return richtext.to_text(value) if isinstance(value, str) and value.lstrip().startswith("<") else value


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def as_csv(records: Iterator[dict[str, Any]], columns: list[str]) -> Iterator[str]:
    """CSV with a byte order mark, lists parted by semicolons, no cell that a spreadsheet would carry out."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(columns)
    for record in records:
        yield writer.writerow([safe_cell(record[name]) for name in columns])


def safe_cell(value: Any) -> str:
    """The value as a cell's text; what begins like a formula gets an apostrophe before it."""
    text = ";".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_json(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A JSON array, an object a line."""
    yield "["
    for number, record in enumerate(records):
        yield (",\n" if number else "\n") + json.dumps(record, ensure_ascii=False)
    yield "\n]\n"


class ItemExportView(View):
    """The list as a file."""

    model: type[Item] = Item

    def get(self, request: HttpRequest, format: str) -> HttpResponseBase:
        """The first MOST_ROWS of the list as filtered."""
        items = listed(self.model, request, selection_of(self.model, request.GET))
        pks = list(items.values_list("pk", flat=True)[:MOST_ROWS])
        rows = records(self.model, pks, translation.get_language() or "en")
        if format == "csv":
            columns = [*_record_columns(), *own_columns(self.model)]
            response = StreamingHttpResponse(as_csv(rows, columns), content_type="text/csv; charset=utf-8")
        else:
            response = StreamingHttpResponse(as_json(rows), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="csonet-{self.model.KIND}.{format}"'
        return response


def _record_columns() -> list[str]:
    shared = ["id", "url", *SHARED, "organization", "published", "updated", "goals", "topics", "countries"]
    return [*shared, "responses"]
