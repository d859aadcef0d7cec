"""The board of the directory: which organizations stand under which option of its facets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import ConsultativeStatus, Organization
from csonet.reference import vocabulary
from csonet.reference.tallies import Board, Reading, Snapshot, rows_of


def _read(reading: Reading, keys: list[int] | None) -> None:
    rows = Organization.objects.public()
    rows = rows if keys is None else rows.filter(pk__in=keys)
    standing = _standing(reading, keys)
    columns = ("pk", "verification", "is_un_entity", "type", "country_id")
    for pk, verification, is_un_entity, kind, country in rows_of(rows, *columns):
        reading.sets.add("directory", "public", pk)
        reading.sets.add("origin", verification, pk)
        if is_un_entity:
            reading.sets.add("origin", "un", pk)
        if kind:
            reading.sets.add("type", kind, pk)
        if country:
            reading.sets.add("country", country, pk)
            reading.sets.add("active", country, pk)
        if pk not in standing:
            reading.sets.add("status", "none", pk)
    _take(reading, "active", Organization.countries.through, "country_id", keys)
    _take(reading, "goal", Organization.goals.through, "goal_id", keys)
    _take(reading, "field", Organization.fields.through, "activityfield_id", keys)


def _standing(reading: Reading, keys: list[int] | None) -> set[int]:
    """Fill in the current statuses that are not withdrawn; whose they are."""
    statuses = ConsultativeStatus.objects.filter(is_current=True).exclude(state="withdrawn")
    statuses = statuses if keys is None else statuses.filter(organization__in=keys)
    found = set()
    for pk, kind in rows_of(statuses, "organization_id", "kind"):
        reading.sets.add("status", kind, pk)
        found.add(pk)
    return found


def _take(reading: Reading, facet: str, table: Any, column: str, keys: list[int] | None) -> None:
    rows = table.objects.all() if keys is None else table.objects.filter(organization_id__in=keys)
    for pk, value in rows_of(rows, "organization_id", column):
        reading.sets.add(facet, value, pk)


def _keys_of(kind: str, keys: list[int]) -> Iterable[int]:
    return keys


BOARD = Board(("organization",), _read, _keys_of)


def sets_of(snapshot: Snapshot, facet: str) -> Mapping[str, int]:
    """value → set of organizations. Regions are made of countries, areas of their fields."""
    if facet == "region":
        return snapshot.remembered("regions", lambda: _regions(snapshot))
    if facet == "area":
        return snapshot.remembered("areas", lambda: _areas(snapshot))
    return snapshot.sets.get(facet, {})


def _regions(snapshot: Snapshot) -> dict[str, int]:
    return {code: snapshot.of("country", vocabulary.country_codes_in(code)) for code in vocabulary.regions()}


def _areas(snapshot: Snapshot) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, row in snapshot.sets.get("field", {}).items():
        area = code.partition("-")[0]
        found[area] = found.get(area, 0) | row
    return found
