"""Days on which a series meets, on the calendar on the wall: every week, month by date, or nth weekday of the month."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

#: More meetings of one series are a slip of the keyboard.
MOST = 200


def days(first: date, repeats: str, every: int, until: date | None, skipped: frozenset[date]) -> list[date]:
    """The days from the first on, MOST at most; what is skipped is left out, the first too."""
    if not repeats or until is None:
        return [first]
    found = []
    for number, day in enumerate(_candidates(first, repeats, max(every, 1))):
        if day > until or number >= MOST:
            break
        if day not in skipped:
            found.append(day)
    return found


def _candidates(first: date, repeats: str, every: int) -> Iterator[date]:
    if repeats == "weekly":
        day = first
        while day.year < date.max.year:
            yield day
            day += timedelta(weeks=every)
        return
    nth = nth_weekday(first)
    month = first.year * 12 + first.month - 1
    while month // 12 < date.max.year:
        day = _in_month(month // 12, month % 12 + 1, first, repeats, nth)
        if day is not None:
            yield day
        month += every


def nth_weekday(day: date) -> int:
    """1 to 4 for the first to fourth of its weekday in the month, -1 for the last beyond these."""
    number = (day.day - 1) // 7 + 1
    return number if number < 5 else -1


def _in_month(year: int, month: int, first: date, repeats: str, nth: int) -> date | None:
    """The series' day in a month; None where the month has no such date (the 31st)."""
    length = calendar.monthrange(year, month)[1]
    if repeats == "monthly":
        return date(year, month, first.day) if first.day <= length else None
    if nth == -1:
        last = date(year, month, length)
        return last - timedelta(days=(last.weekday() - first.weekday()) % 7)
    begin = date(year, month, 1)
    return begin + timedelta(days=(first.weekday() - begin.weekday()) % 7 + 7 * (nth - 1))
