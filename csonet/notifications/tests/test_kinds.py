"""The table of kinds is whole: every notice has a row, every row has words, in every language they make a sentence."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template.loader import get_template
from hypothesis import given
from hypothesis import strategies as st

from csonet.notifications.kinds import KINDS, STREAMS, kind_of
from csonet.notifications.models import MailSettings, Rhythm
from csonet.notifications.rhythms import next_time, rhythm_for

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "notifications"


def test_every_notice_has_a_row_in_the_table_and_every_row_its_words():
    words = {path.stem for path in TEMPLATES.glob("*.txt") if not path.stem.startswith("_")}
    assert words - set(KINDS) == set(), "add() these kinds to the table, in kinds.py or in the app's ready()"
    for name in KINDS:
        get_template(f"notifications/{name}.txt")


def test_what_the_rules_require_cannot_be_switched_off():
    assert not STREAMS["account"].choices
    assert not STREAMS["decisions"].can_be_off
    assert not STREAMS["tasks"].can_be_off
    assert all(stream.default in stream.choices for stream in STREAMS.values() if stream.choices)


def test_a_kind_that_the_table_lacks_is_told_at_once():
    assert kind_of("something_new").stream.default == Rhythm.AT_ONCE


@pytest.mark.parametrize("odd", ["off", "hourly", "", 7, None, ["daily"]])
def test_a_choice_that_is_none_is_the_default(odd):
    own = MailSettings(rhythms={"account": odd, "decisions": odd})
    if odd != "off":
        assert rhythm_for(own, STREAMS["decisions"]) == Rhythm.AT_ONCE
    assert rhythm_for(own, STREAMS["account"]) == Rhythm.AT_ONCE


@given(
    rhythm=st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.MONTHLY]),
    now=st.floats(1_600_000_000, 2_180_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from(
        ["UTC", "Europe/Paris", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu", "Nowhere"]
    ),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
)
def test_the_next_summary_is_later_at_the_chosen_hour_and_day(rhythm, now, zone, hour, weekday):
    at = next_time(rhythm, now, zone, hour, weekday)
    local = at.astimezone(ZoneInfo(zone if zone != "Nowhere" else "UTC"))
    assert at > now.replace(second=0, microsecond=0)
    assert local.hour in (hour, (hour + 1) % 24)  # the hour after one that a change of the clocks leaves out
    if rhythm != Rhythm.DAILY:
        assert local.weekday() == weekday
    if rhythm == Rhythm.MONTHLY:
        assert local.day <= 7


def test_summaries_follow_the_clocks_of_the_persons_zone():
    before, after = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (27, 29))
    assert next_time(Rhythm.DAILY, before, "Europe/Paris", 8, 0) == datetime(2026, 3, 28, 7, tzinfo=UTC)
    assert next_time(Rhythm.DAILY, after, "Europe/Paris", 8, 0) == datetime(2026, 3, 30, 6, tzinfo=UTC)
