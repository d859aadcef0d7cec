"""Data sets: each is declared once, with its fields; lists, dumps, the data page and the API are made from that.

An app registers its data sets in ready(). What a data set holds is what the `rows` of its declaration let this reader
see, and nothing is read that does not pass through them.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Text = str | Promise
Record = dict[str, Any]

#: Rows that are read at once while a list is sent.
CHUNK = 500

#: The kinds of values, and what they are to a program (JSON Schema).
TYPES: dict[str, dict[str, Any]] = {
    "id": {"type": "string"},
    "text": {"type": "string"},
    "code": {"type": "string"},
    "number": {"type": ["integer", "null"]},
    "yes-no": {"type": "boolean"},
    "date": {"type": ["string", "null"], "format": "date"},
    "time": {"type": ["string", "null"], "format": "date-time"},
    "address": {"type": "string"},
    "codes": {"type": "array", "items": {"type": "string"}},
    "numbers": {"type": "array", "items": {"type": "integer"}},
    "texts": {"type": "array", "items": {"type": "string"}},
    "rows": {"type": "array"},
}

#: … and what they are called on the data page.
KINDS: dict[str, Text] = {
    "id": pgettext_lazy("kind of a field of data", "identifier"),
    "text": pgettext_lazy("kind of a field of data", "text"),
    "code": pgettext_lazy("kind of a field of data", "code"),
    "number": pgettext_lazy("kind of a field of data", "number"),
    "yes-no": pgettext_lazy("kind of a field of data", "yes or no"),
    "date": pgettext_lazy("kind of a field of data", "date"),
    "time": pgettext_lazy("kind of a field of data", "date and time"),
    "address": pgettext_lazy("kind of a field of data", "web address"),
    "codes": pgettext_lazy("kind of a field of data", "several codes"),
    "numbers": pgettext_lazy("kind of a field of data", "several numbers"),
    "texts": pgettext_lazy("kind of a field of data", "several texts"),
    "rows": pgettext_lazy("kind of a field of data", "several rows"),
}


@dataclass(frozen=True)
class Field:
    """One column: its name for programs, what readers call it, its kind (a key of TYPES), and a word on it."""

    name: str
    label: Text
    kind: str = "text"
    note: Text = ""

    @property
    def kind_label(self) -> Text:
        """What it holds, in words."""
        return KINDS[self.kind]

    @property
    def type(self) -> dict[str, Any]:
        """What it holds, as JSON Schema."""
        return TYPES[self.kind]


@dataclass(frozen=True)
class Dataset:
    """One table of open data.

    page: name of the address of its list. export: name of the address of the file, whose one argument is the format.
    rows(user): a QuerySet of everything that this reader may see, in its order. marks: columns that change whenever a
    record does. read(keys, user): the records of these rows that the reader may still see, in the order of the keys.
    filters: the parameters by which the list is narrowed. group: "register" or "published".
    """

    name: str
    title: Text
    about: Text
    fields: tuple[Field, ...]
    rows: Callable[[Any], QuerySet[Any]]
    read: Callable[[list[int], Any], Iterable[Record]]
    page: str
    export: str
    marks: tuple[str, ...] = ("updated",)
    filters: tuple[str, ...] = ()
    group: str = "published"

    @property
    def columns(self) -> list[str]:
        """The names of its fields."""
        return [field.name for field in self.fields]

    def address(self, format: str) -> str:
        """The path of the whole list as a file, in the active language."""
        return reverse(self.export, args=[format])

    def everything(self, user: Any) -> Rows:
        """All rows that this reader may see."""
        return self.of(self.rows(user), user)

    def of(self, queryset: QuerySet[Any], user: Any) -> Rows:
        """The rows of a narrowed list, which was made visible to this reader already."""
        return Rows(queryset, self.marks, lambda keys: self.read(keys, user))


@dataclass
class Rows:
    """A list as it stands: its keys and a fingerprint are read at once, its records chunk by chunk as they are sent.

    So no cursor stays open for a slow reader, and the memory that it takes is eight bytes a row and one chunk.
    """

    queryset: QuerySet[Any]
    marks: tuple[str, ...]
    read: Callable[[list[int]], Iterable[Record]]
    keys: array[int] = field(default_factory=lambda: array("q"))
    fingerprint: str = ""

    def __post_init__(self) -> None:
        digest = hashlib.sha256()
        for row in self.queryset.values_list("pk", *self.marks).iterator(chunk_size=2000):
            self.keys.append(row[0])
            digest.update(repr(row).encode())
        self.fingerprint = digest.hexdigest()[:32]

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self.keys), CHUNK):
            yield from self.read(list(self.keys[start : start + CHUNK]))


_registry: dict[str, Dataset | Callable[[], Dataset]] = {}


def register(name: str, dataset: Callable[[], Dataset]) -> None:
    """Add a data set. It is made when it is first asked for: its words may depend on models that load later."""
    _registry[name] = dataset


def datasets() -> dict[str, Dataset]:
    """All data sets by their names, the register's first."""
    for name, made in list(_registry.items()):
        if not isinstance(made, Dataset):
            _registry[name] = made()
    found: list[Dataset] = [made for made in _registry.values() if isinstance(made, Dataset)]
    return {dataset.name: dataset for dataset in sorted(found, key=lambda one: one.group != "register")}
