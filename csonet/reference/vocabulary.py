"""The vocabularies, read once a process: pages name countries, goals and topics without asking the database.

The key of every mapping is the row's primary key and what stands in addresses: countries by ISO code ("KE"), regions by
M49 code ("002"), goals and areas by number, topics by slug, fields by "area-number" ("1-12"). So a foreign key's
`country_id`, or a facet's value, is looked up as it is. The objects are shared by all requests: nobody changes them.

A save or a deletion in this process is seen at once; in other processes within LIFETIME seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import get_language

from csonet.abstract import Named
from csonet.reference.collation import sort_key
from csonet.reference.models import ActivityField, Country, ExpertiseArea, Goal, Region, Target, Topic

#: Seconds after which a process reads a vocabulary again. Tests set it to infinity.
LIFETIME = 60.0

NamedT = TypeVar("NamedT", bound=Named)


class _Shelf:
    """What was read since `opened`. It is replaced whole, so a reader never sees half of a change."""

    __slots__ = ("books", "changes", "opened")

    def __init__(self, changes: int) -> None:
        self.opened = time.monotonic()
        self.books: dict[Any, Any] = {}
        self.changes = changes


_shelf = _Shelf(0)


def _remembered(key: Any, read: Callable[[], Any]) -> Any:
    """What `read` returned when it was last asked for `key` in this process."""
    global _shelf
    shelf = _shelf
    if time.monotonic() - shelf.opened > LIFETIME:
        shelf = _shelf = _Shelf(shelf.changes)
    try:
        return shelf.books[key]
    except KeyError:
        value = shelf.books[key] = read()
        return value


def remembered(key: Any, read: Callable[[], Any]) -> Any:
    """What was made of the vocabularies under this key; it grows no older than they do. The key names the language."""
    return _remembered(("made", key), read)


def forget(**_signal: Any) -> None:
    """Read everything again when it is next asked for. Saves and deletions call it; bulk writes must do so."""
    global _shelf
    _shelf = _Shelf(_shelf.changes + 1)


def changes() -> int:
    """How often this process forgot: tests compare it to know whether one of them changed a vocabulary."""
    return _shelf.changes


def warm() -> None:
    """Read all that is not yet known, so that what follows needs no query."""
    for mapping in _MAPPINGS.values():
        mapping()


# --- The mappings ---------------------------------------------------------------------------------------------------


def _read(queryset: QuerySet[Any], parent: str = "", parents: Callable[[], Any] | None = None) -> MappingProxyType:
    """Rows by key; their `parent` is set from the mapping `parents`, so that following it needs no query."""
    rows = {row.pk: row for row in queryset}
    known = parents() if parents else rows
    for row in rows.values() if parent else ():
        setattr(row, parent, known.get(getattr(row, f"{parent}_id")))
    return MappingProxyType(rows)


def regions() -> MappingProxyType[str, Region]:
    """Regions, sub-regions and intermediate regions by M49 code; `parent` is set."""
    return _remembered("regions", lambda: _read(Region.objects.order_by("code"), "parent"))


def countries() -> MappingProxyType[str, Country]:
    """Countries and areas by ISO code; `region` is set, up to the continent."""
    return _remembered("countries", lambda: _read(Country.objects.order_by("code"), "region", regions))


def goals() -> MappingProxyType[int, Goal]:
    """The goals by number, in order."""
    return _remembered("goals", lambda: _read(Goal.objects.order_by("number")))


def targets() -> MappingProxyType[str, Target]:
    """The targets of the goals by code ("6.1"), in their order; `goal` is set."""
    return _remembered("targets", lambda: _read(Target.objects.order_by("position"), "goal", goals))


def topics() -> MappingProxyType[str, Topic]:
    """Topics by slug, those included that can no longer be chosen: old items still show them."""
    return _remembered("topics", lambda: _read(Topic.objects.order_by("slug")))


def areas() -> MappingProxyType[int, ExpertiseArea]:
    """Areas of expertise by number, in order."""
    return _remembered("areas", lambda: _read(ExpertiseArea.objects.order_by("number")))


def fields() -> MappingProxyType[str, ActivityField]:
    """Fields of activity by "area-number", in that order; `area` is set."""
    return _remembered("fields", lambda: _read(ActivityField.objects.order_by("area", "number"), "area", areas))


_MAPPINGS: dict[str, Callable[[], MappingProxyType[Any, Any]]] = {
    "regions": regions,
    "countries": countries,
    "goals": goals,
    "targets": targets,
    "topics": topics,
    "areas": areas,
    "fields": fields,
}


#: Kinds of the apps above; offered by name.
_further: set[str] = set()


def register(kind: str, rows: Callable[[], QuerySet[Any]]) -> None:
    """Keep a vocabulary of an app above with these; `rows` is asked when it is read. Called from `ready()`."""
    _further.add(kind)
    _MAPPINGS[kind] = lambda: _remembered(kind, lambda: _read(rows()))


def mapping(kind: str) -> MappingProxyType[Any, Any]:
    """A vocabulary by its kind, key → object. Raises KeyError for another kind."""
    return _MAPPINGS[kind]()


# --- What pages ask of them -----------------------------------------------------------------------------------------


def sorted_by_name(rows: Iterable[NamedT]) -> list[NamedT]:
    """The rows in the alphabetical order of the active language."""
    language = get_language() or "en"
    return sorted(rows, key=lambda row: sort_key(row.name_in(language), language))


def continent_of(country: str | None) -> str:
    """The name of the continent of a country, in the reader's language; "" where none is known."""
    known = countries().get(country) if country else None
    region = known.region if known else None
    while region is not None and region.parent is not None:
        region = region.parent
    return region.name if region else ""


def country_codes_in(region_code: str) -> frozenset[str]:
    """ISO codes of all countries and areas of a region, those of its sub-regions included; none if it is unknown."""
    return _remembered("codes", _codes_by_region).get(region_code, frozenset())


def regions_around(country_codes: Iterable[str]) -> list[str]:
    """The M49 codes of the regions, up to the continent, that these countries and areas lie in."""
    known, found = countries(), set()
    for code in country_codes:
        region = known[code].region if code in known else None
        while region is not None:
            found.add(region.pk)
            region = region.parent
    return sorted(found)


def _codes_by_region() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {code: set() for code in regions()}
    for country in countries().values():
        region = country.region
        while region is not None:
            found[region.pk].add(country.pk)
            region = region.parent
    return {code: frozenset(codes) for code, codes in found.items()}


def choices(kind: str) -> list[tuple[Any, str]]:
    """(key, name) of all that can be chosen, in the active language; a new list that the caller may extend.

    `kind` is the name of a mapping: "countries", "topics" by name; "goals", "areas", "fields" by number; "regions" as a
    tree, each followed by its own. Raises KeyError for another kind.
    """
    language = get_language() or "en"
    return list(_remembered(("choices", kind, language), lambda: _choices(kind)))


def _choices(kind: str) -> list[tuple[Any, str]]:
    rows: Iterable[Any] = _MAPPINGS[kind]().values()
    if kind in ("countries", "topics") or kind in _further:
        rows = sorted_by_name(row for row in rows if getattr(row, "is_active", True))
    elif kind == "regions":
        rows = _branch(None)
    return [(row.pk, row.name) for row in rows]


def _branch(parent: str | None) -> list[Region]:
    """The regions below `parent` by name, each followed by its own."""
    own = sorted_by_name(region for region in regions().values() if region.parent_id == parent)
    return [region for child in own for region in (child, *_branch(child.pk))]


def grouped_choices(kind: str) -> list[tuple[str, list[tuple[Any, str]]]]:
    """Choices under headings, for long lists.

    "fields" stand under their area, "targets" under their goal, "countries" under their continent.

    Raises KeyError for another kind.
    """
    language = get_language() or "en"
    return list(_remembered(("grouped", kind, language), lambda: _grouped(kind)))


def _grouped(kind: str) -> list[tuple[str, list[tuple[Any, str]]]]:
    headings: dict[str, Callable[[Any], str]] = {
        "fields": _area_of,
        "targets": _goal_of,
        "countries": _continent_of,
    }
    heading = headings[kind]
    mapping = _MAPPINGS[kind]()
    groups: dict[str, list[tuple[Any, str]]] = {}
    for key, name in choices(kind):
        groups.setdefault(heading(mapping[key]), []).append((key, name))
    if kind == "countries":
        language = get_language() or "en"
        # What lies in no region (Antarctica) comes last, without a heading.
        return sorted(groups.items(), key=lambda group: (not group[0], sort_key(group[0], language)))
    return list(groups.items())


def _area_of(field: ActivityField) -> str:
    return field.area.name


def _goal_of(target: Target) -> str:
    return f"{target.goal_id}. {target.goal.name}"


def _continent_of(country: Country) -> str:
    region = country.region
    while region is not None and region.parent is not None:
        region = region.parent
    return region.name if region else ""
