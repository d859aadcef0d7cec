"""Time zones to choose from: by their distance from UTC, each named by its city in the reader's language."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils import timezone

AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
Groups = list[tuple[str, list[tuple[str, str]]]]


def choices(language: str, current: str = "UTC") -> list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]:
    """UTC, then the zones grouped by what they are off it today. `current` is in the list even if it is an old name."""
    groups = _groups(language, timezone.now().date())
    known = {name for _label, members in groups for name, _city in members}
    first = [("UTC", "UTC")]
    if current not in known and current != "UTC":
        first.append((current, current))
    return [*first, *groups]


@lru_cache(maxsize=16)
def _groups(language: str, day: date) -> Groups:
    """(offset, [(zone, city)]) from west to east; the cities in the alphabet's order."""
    locale = Locale.parse(language.replace("-", "_"))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    by_offset: dict[float, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        if name.partition("/")[0] in AREAS:
            offset = noon.astimezone(zoneinfo.ZoneInfo(name)).utcoffset()
            city = get_timezone_location(name, locale=locale, return_city=True)
            by_offset.setdefault(offset.total_seconds() if offset else 0.0, []).append((name, city))
    return [(_label(offset), _named_once(by_offset[offset])) for offset in sorted(by_offset)]


def _named_once(zones: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names of other places that follow the same clock bear the same city: the city's own stands for all."""
    aliases = get_global("zone_aliases")
    first: dict[str, str] = {}
    for name, city in sorted(zones, key=lambda pair: pair[0] in aliases):
        first.setdefault(city, name)
    return sorted(((name, city) for city, name in first.items()), key=lambda pair: pair[1])


def _label(offset: float) -> str:
    """ "UTC+05:30"."""
    minutes = int(abs(offset)) // 60
    return f"UTC{'−' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
