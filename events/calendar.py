"""The calendar: which meetings fall on which day of a month or a week, on the clock at the place or on the reader's."""

from __future__ import annotations

import calendar
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from csonet.content.models import Item
from events.models import Event, Occurrence
from events.models.choices import Mode

#: How many meetings a day's cell names; the others are a link to that day.
IN_A_CELL = 4
#: More meetings than these are not read at once.
MOST = 5000
_COLUMNS = (
    "event__title",
    "event__slug",
    "event__language",
    "event__zone",
    "event__mode",
    "event__course",
    "starts",
    "ends",
    "is_cancelled",
    "event_id",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting in the calendar."""

    title: str
    slug: str
    language: str
    zone: str
    mode: str
    course: str
    starts: datetime
    ends: datetime
    is_cancelled: bool
    event_id: int
    #: On the clock that the calendar is shown in.
    begin: datetime
    end: datetime

    @property
    def is_off(self) -> bool:
        return self.is_cancelled or self.course in ("cancelled", "postponed")

    @property
    def mode_label(self) -> str:
        return str(dict(Mode.choices).get(self.mode, ""))

    @property
    def clock(self) -> str:
        return f"{self.begin:%H:%M}"


@dataclass(frozen=True)
class Day:
    """A day of the calendar with its meetings."""

    day: date
    entries: list[Entry]
    is_inside: bool = True

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:IN_A_CELL]

    @property
    def further(self) -> int:
        return max(len(self.entries) - IN_A_CELL, 0)


def entries(items: Any, first: date, last: date, reader: str) -> list[Entry]:
    """The meetings of these items that touch the days, in their order. One query.

    items: visible items, as a QuerySet. reader: a zone in which all are shown; "": each in the zone of its place.
    """
    # A day at the place may begin fourteen hours before or end twelve hours after the same day in UTC.
    begin = datetime.combine(first, time.min, UTC) - timedelta(hours=14)
    end = datetime.combine(last, time.max, UTC) + timedelta(hours=12)
    rows = (
        Occurrence.objects.between(begin, end).filter(event__in=items.order_by().values("pk")).order_by("starts", "pk")
    )
    found = []
    for row in rows.values_list(*_COLUMNS)[:MOST]:
        zone = zoneinfo.ZoneInfo(reader or row[3])
        found.append(Entry(*row, begin=row[6].astimezone(zone), end=row[7].astimezone(zone)))
    return [one for one in found if one.begin.date() <= last and last_day(one) >= first]


def last_day(one: Entry) -> date:
    """The last day that a meeting touches; midnight belongs to the day before."""
    end = one.end - timedelta(microseconds=1) if one.end > one.begin else one.end
    return end.date()


def by_day(found: list[Entry], first: date, last: date) -> dict[date, list[Entry]]:
    """The meetings of each day; one of several days stands on each of them."""
    days: dict[date, list[Entry]] = {first + timedelta(days=n): [] for n in range((last - first).days + 1)}
    for one in found:
        day = max(one.begin.date(), first)
        while day <= min(last_day(one), last):
            days[day].append(one)
            day += timedelta(days=1)
    for entries_ in days.values():
        entries_.sort(key=lambda one: (one.begin.time(), one.title))
    return days


def month_span(day: date) -> tuple[date, date]:
    """The Monday before the first and the Sunday after the last of the month."""
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def week_span(day: date) -> tuple[date, date]:
    """From Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def weeks(found: list[Entry], day: date) -> list[list[Day]]:
    """The month as rows of seven days."""
    first, last = month_span(day)
    days = by_day(found, first, last)
    cells = [Day(one, days[one], one.month == day.month) for one in days]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def visible(user: Any, selection: Any) -> Any:
    """The published events that this person may see, as the filters leave them."""
    return selection.narrow(Item.objects.of_kind(Event.KIND).published()).visible_to(user)
