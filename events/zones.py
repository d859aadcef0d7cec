"""Wall time and the IANA zone it stands in, and the moment that follows: times that don't exist, times that come twice.

A future event is kept as what its clock on the wall will show; the moment (UTC) is derived from it, and derived again
when the rules of the zones change. Python's zoneinfo never complains by itself.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from babel import Locale
from babel.dates import get_timezone_location


class Wall(Enum):
    """How often the clock on the wall shows a time on a day."""

    ONCE = "once"
    NEVER = "never"
    TWICE = "twice"


def how_often(day: date, at: time, zone: str) -> Wall:
    """NEVER when the clocks are put forward over it, TWICE when they are put back over it."""
    naive = datetime.combine(day, at)  # noqa: DTZ001  # wall time, which is the point
    local = naive.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return Wall.ONCE
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None)
    return Wall.TWICE if there_and_back == naive else Wall.NEVER


def moment(day: date, at: time, zone: str, fold: int = 0) -> datetime:
    """The moment, in UTC, at which the clock in `zone` shows `at` on `day`; fold 1: for the second time."""
    local = datetime.combine(day, at, tzinfo=zoneinfo.ZoneInfo(zone)).replace(fold=fold)
    return local.astimezone(UTC)


def tzdata_version() -> str:
    """The rules that the moments rest on: the version of the tzdata package, or what the machine has."""
    try:
        return version("tzdata")
    except PackageNotFoundError:
        return "system"


@lru_cache(maxsize=2048)
def city(zone: str, language: str) -> str:
    """The zone's city in a language of the portal: "New York", "جنيف"; UTC is UTC."""
    if zone in ("UTC", "Etc/UTC"):
        return "UTC"
    locale = Locale.parse(language.replace("-", "_"))
    return str(get_timezone_location(zone, locale=locale, return_city=True))


def offset(moment_: datetime, zone: str) -> str:
    """How far the zone is from UTC at that moment: "UTC−05:00"."""
    away = moment_.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
    minutes = int(away.total_seconds()) // 60 if away else 0
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
