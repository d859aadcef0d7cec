"""The calendar: which meetings fall on which day of a month or a week, on the clock at the place or on the reader's."""

from __future__ import annotations

import calendar
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from csonet.content.models import Item
from events.models import Event, Occurrence
from events.models.choices import Mode

#: How many meetings a day's cell names; the others are a link to that day.
IN_A_CELL = 4
#: How many meetings of one day a week or an agenda names.
IN_A_DAY = 50
#: How many an agenda or a list names in all.
IN_ALL = 100
#: More meetings than these are not read at once.
MOST = 5000
_COLUMNS = (
    "pk",
    "event__title",
    "event__slug",
    "event__language",
    "event__zone",
    "event__mode",
    "event__event_status",
    "starts",
    "ends",
    "is_cancelled",
)


class Slot(NamedTuple):
    """When a meeting is on the clock that the calendar is shown in; its words are read once it is shown."""

    begin: datetime
    end: datetime
    pk: int

    @property
    def last_day(self) -> date:
        """The last day that it touches; midnight belongs to the day before."""
        end = self.end - timedelta(microseconds=1) if self.end > self.begin else self.end
        return end.date()


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting in the calendar."""

    pk: int
    title: str
    slug: str
    language: str
    zone: str
    mode: str
    event_status: str
    starts: datetime
    ends: datetime
    is_cancelled: bool
    #: On the clock that the calendar is shown in.
    begin: datetime

    @property
    def is_off(self) -> bool:
        return self.is_cancelled or self.event_status in ("cancelled", "postponed")

    @property
    def mode_label(self) -> str:
        return str(dict(Mode.choices).get(self.mode, ""))

    @property
    def clock(self) -> str:
        return f"{self.begin:%H:%M}"


@dataclass
class Day:
    """A day of the calendar with its meetings."""

    day: date
    slots: list[Slot]
    is_inside: bool = True
    most: int = IN_A_CELL
    shown: list[Entry] = field(default_factory=list)

    @property
    def further(self) -> int:
        return max(len(self.slots) - self.most, 0)


def slots(items: Any, first: date, last: date, reader: str) -> list[Slot]:
    """When the meetings of these items are that touch the days, in their order. One query.

    items: visible items, as a QuerySet. reader: a zone in which all are shown; "": each in the zone of its place.
    """
    # A day at the place may begin fourteen hours before or end twelve hours after the same day in UTC.
    begin = datetime.combine(first, time.min, UTC) - timedelta(hours=14)
    end = datetime.combine(last, time.max, UTC) + timedelta(hours=12)
    rows = Occurrence.objects.between(begin, end).filter(event__in=items.order_by().values("pk"))
    found = []
    for pk, starts, ends, zone in rows.order_by("starts", "pk").values_list("pk", "starts", "ends", "event__zone")[
        :MOST
    ]:
        here = zoneinfo.ZoneInfo(reader or zone)
        found.append(Slot(starts.astimezone(here), ends.astimezone(here), pk))
    return [one for one in found if one.begin.date() <= last and one.last_day >= first]


def entries(shown: Iterable[Slot]) -> list[Entry]:
    """The words of these meetings, in their order. One query, and none for nothing."""
    wanted = list(shown)
    if not wanted:
        return []
    keys = {one.pk for one in wanted}
    rows = {row[0]: row for row in Occurrence.objects.filter(pk__in=keys).values_list(*_COLUMNS)}
    return [Entry(*rows[one.pk], begin=one.begin) for one in wanted if one.pk in rows]


def by_day(found: list[Slot], first: date, last: date) -> dict[date, list[Slot]]:
    """The meetings of each day by their hour; one of several days stands on each of them."""
    days: dict[date, list[Slot]] = {first + timedelta(days=n): [] for n in range((last - first).days + 1)}
    for one in found:
        day = max(one.begin.date(), first)
        while day <= min(one.last_day, last):
            days[day].append(one)
            day += timedelta(days=1)
    for of_day in days.values():
        of_day.sort(key=lambda one: (one.begin.time(), one.pk))
    return days


def fill(cells: list[Day]) -> list[Day]:
    """The days with the words of what they show. One query."""
    wanted = {one.pk: one for cell in cells for one in cell.slots[: cell.most]}
    known = {entry.pk: entry for entry in entries(wanted.values())}
    for cell in cells:
        cell.shown = [known[one.pk] for one in cell.slots[: cell.most] if one.pk in known]
    return cells


def month_span(day: date) -> tuple[date, date]:
    """The Monday before the first and the Sunday after the last of the month."""
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def week_span(day: date) -> tuple[date, date]:
    """From Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def weeks(found: list[Slot], day: date) -> list[list[Day]]:
    """The month as rows of seven days."""
    first, last = month_span(day)
    days = by_day(found, first, last)
    cells = fill([Day(one, days[one], one.month == day.month) for one in days])
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def agenda(found: list[Slot], first: date, last: date, *, with_empty: bool) -> list[Day]:
    """The days that have something, until IN_ALL meetings are named; for a week the others too."""
    days = by_day(found, first, last)
    cells: list[Day] = []
    named = 0
    for day, of_day in days.items():
        if not of_day and not with_empty:
            continue
        if named >= IN_ALL and not with_empty:
            break
        cells.append(Day(day, of_day, most=IN_A_DAY))
        named += min(len(of_day), IN_A_DAY)
    return fill(cells)


def visible(user: Any, selection: Any, more: Q) -> Any:
    """The published events that this person may see, as the filters leave them."""
    chosen = Event.objects.filter(more).values("pk") if more else None
    items = Item.objects.of_kind(Event.KIND).published()
    return selection.narrow(items if chosen is None else items.filter(pk__in=chosen)).visible_to(user)
