"""Working days, counted as a person with a calendar would."""

from datetime import UTC, datetime, timedelta, timezone

import time_machine
from hypothesis import given
from hypothesis import strategies as st

from csonet.content.moderation import clock

_FIRST = datetime(1999, 1, 1)  # noqa: DTZ001  # hypothesis adds the zone itself
_LAST = datetime(2040, 1, 1)  # noqa: DTZ001
_moments = st.datetimes(min_value=_FIRST, max_value=_LAST, timezones=st.just(UTC))


@given(_moments, st.integers(0, 400))
def test_working_days_are_counted_as_on_a_calendar(since, days):
    until = since + timedelta(days=days)
    on_the_calendar = sum((since + timedelta(days=n)).weekday() < 5 for n in range(days))
    assert clock.working_days(since, until) == on_the_calendar


@given(_moments, _moments)
def test_they_are_never_negative(first, second):
    assert clock.working_days(first, second) >= 0
    assert clock.working_days(first, second) == 0 or clock.working_days(second, first) == 0


def test_the_zone_of_the_moments_does_not_matter():
    friday_in_utc = datetime(2026, 1, 3, 1, 0, tzinfo=timezone(timedelta(hours=14)))  # Friday, 11:00 UTC
    assert clock.working_days(friday_in_utc, datetime(2026, 1, 5, 9, tzinfo=UTC)) == 1


@given(_moments, _moments)
def test_the_filters_limit_agrees_with_the_word_late(now, opened_at):
    assert (opened_at < clock.late_before(now)) == clock.is_late(opened_at, now)


def test_a_weekend_makes_nothing_late():
    with time_machine.travel(datetime(2026, 1, 5, 9, tzinfo=UTC), tick=False):
        assert not clock.is_late(datetime(2026, 1, 1, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 1, 7, 9, tzinfo=UTC), tick=False):
        assert clock.is_late(datetime(2026, 1, 1, 9, tzinfo=UTC))
