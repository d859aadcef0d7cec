"""Loading the vocabularies from the files in data/: what is missing is added, what differs is put right.

A term that the files don't know stays: it is one that the Branch added. What the Branch may edit (names, words, order,
whether a term can be chosen) is written when the row is new, and later only if that is asked for.

In tests nothing need be done: a `flush`, which ends every test with `transaction=True`, loads the vocabularies again
(csonet.reference.apps). A test that empties tables itself calls `load()`, which takes some 50 ms.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps as current_apps
from django.db import DEFAULT_DB_ALIAS, models, transaction

from csonet.reference import vocabulary

DATA = Path(__file__).parent / "data"
GetModel = Callable[[str, str], type[models.Model]]

_LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")
#: Keys of the files that hold a text for each language, and such that hold the key of another row.
_TEXTS = ("name", "title", "text")
_KEYS = ("parent", "region", "area", "goal")
#: Columns that the Branch may edit.
_EDITABLE = frozenset(f"{text}_{language}" for text in _TEXTS for language in _LANGUAGES) | {"is_active", "position"}


@dataclass(frozen=True)
class Source:
    """One file of terms and the model that keeps them."""

    model: str
    file: Path
    app: str = "reference"


@dataclass(frozen=True)
class Count:
    """What the loading of one file did."""

    model: str
    added: int
    changed: int
    same: int


#: In the order of their foreign keys.
SOURCES = (
    Source("Region", DATA / "regions.json"),
    Source("Country", DATA / "countries.json"),
    Source("Goal", DATA / "goals.json"),
    Source("ExpertiseArea", DATA / "areas.json"),
    Source("ActivityField", DATA / "fields.json"),
    Source("Topic", DATA / "topics.json"),
    Source("OrganizationReason", DATA / "organization_reasons.json"),
)
#: What came after the first vocabularies, each filled by a migration of its own.
LATER = (Source("Target", DATA / "targets.json"),)


#: Those of the apps above, which make themselves known when they are ready.
_further: list[Source] = []


def register(source: Source) -> None:
    """Load this file too, with those of the vocabularies. Called from an app's `ready()`."""
    if source not in _further:
        _further.append(source)


def load(
    using: str = DEFAULT_DB_ALIAS,
    sources: Iterable[Source] | None = None,
    get_model: GetModel = current_apps.get_model,
    with_names: bool = False,
) -> list[Count]:
    """Bring the database up to the files, all or nothing; a second run changes nothing. Returns a count per model.

    `with_names` also sets back what the Branch may have edited. A migration passes its own sources, and the `get_model`
    of its own time.
    """
    kept = frozenset() if with_names else _EDITABLE
    chosen = (*SOURCES, *LATER, *_further) if sources is None else tuple(sources)
    with transaction.atomic(using=using):
        counts = [_load_one(source, get_model(source.app, source.model), using, kept) for source in chosen]
    vocabulary.forget()
    return counts


def _load_one(source: Source, model: type[models.Model], using: str, kept: frozenset[str]) -> Count:
    """Add and correct the rows of one file: one query to read, a few to write."""
    manager = model._default_manager.using(using)
    there = {row.pk: row for row in manager.all()}
    # In a migration the model may not yet have every column of today's file.
    columns_there = {field.attname for field in model._meta.concrete_fields}
    rows = columns_of(source.file)
    missing, differing = [], []
    changed: set[str] = set()
    for full in rows:
        columns = {name: value for name, value in full.items() if name in columns_there}
        row = model(**columns)
        known = there.get(row.pk)
        if known is None:
            missing.append(row)
            continue
        new = {name for name, value in columns.items() if name not in kept and getattr(known, name) != value}
        for name in new:
            setattr(known, name, columns[name])
        if new:
            differing.append(known)
            changed |= new
    manager.bulk_create(missing, batch_size=200)
    if differing:
        manager.bulk_update(differing, [name.removesuffix("_id") for name in sorted(changed)], batch_size=50)
    return Count(source.model, len(missing), len(differing), len(rows) - len(missing) - len(differing))


@cache
def columns_of(file: Path) -> tuple[dict[str, Any], ...]:
    """The rows of a file as columns of its model: {"name": {"fr": "Égypte"}} becomes {"name_fr": "Égypte"}."""
    return tuple(_columns(row) for row in json.loads(file.read_text(encoding="utf-8")))


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for key, value in row.items():
        if key in _TEXTS:
            columns |= {f"{key}_{language}": text for language, text in value.items()}
        else:
            columns[f"{key}_id" if key in _KEYS else key] = value
    return columns
