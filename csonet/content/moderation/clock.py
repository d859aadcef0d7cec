"""Working days: Monday to Friday in UTC. The Branch promises answers in them, and the queue counts in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def working_days(since: datetime, until: datetime) -> int:
    """How many working days ended between two moments (aware, any zone); 0 if `until` is not later."""
    first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date()
    return max(_index(last) - _index(first), 0)


def _index(day: date) -> int:
    """Working days before this one, counted from 1 January of the year 1, a Monday."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * 5 + min(weekday, 5)


def is_late(opened_at: datetime, now: datetime | None = None) -> bool:
    """Does it wait longer than the Branch promises (settings.REVIEW_TARGET_DAYS)?"""
    return working_days(opened_at, now or timezone.now()) > settings.REVIEW_TARGET_DAYS


def late_before(now: datetime | None = None) -> datetime:
    """What was submitted before this moment is late now: the start of a day in UTC."""
    today = (now or timezone.now()).astimezone(UTC).date()
    wanted = _index(today) - settings.REVIEW_TARGET_DAYS
    day = today
    while _index(day) >= wanted:
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
