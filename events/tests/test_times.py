"""Clocks and zones: times that don't exist, times that come twice, "12 am", series across the change of clocks."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from csonet.notifications.models import Notice, OutboundMail
from events import calendar, changing, recurring, scheduling, zones
from events.forms.clock import ClockField
from events.forms.events import EventForm
from events.models import Change, Event, Occurrence
from events.tests.makers import come, event_data, make_event, make_rule, times_on

NEW_YORK = "America/New_York"


def form(cast, **changes):
    return EventForm(event_data(cast, **changes), user=cast.author)


class TestWallTime:
    def test_a_time_that_the_clocks_leave_out_and_one_that_comes_twice(self):
        assert zones.how_often(date(2027, 3, 14), time(2, 30), NEW_YORK) is zones.Wall.NEVER
        assert zones.how_often(date(2027, 11, 7), time(1, 30), NEW_YORK) is zones.Wall.TWICE
        assert zones.how_often(date(2027, 11, 7), time(3, 30), NEW_YORK) is zones.Wall.ONCE
        first, second = (zones.moment(date(2027, 11, 7), time(1, 30), NEW_YORK, fold) for fold in (0, 1))
        assert second - first == timedelta(hours=1)

    @given(
        st.dates(date(2020, 1, 1), date(2037, 12, 31)),
        st.times(),
        st.sampled_from([NEW_YORK, "Europe/Zurich", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    )
    def test_a_time_that_is_shown_leads_there_and_back(self, day, at, zone):
        if zones.how_often(day, at, zone) is not zones.Wall.NEVER:
            local = zones.moment(day, at, zone).astimezone(ZoneInfo(zone))
            assert (local.date(), local.time()) == (day, at)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("9:30", time(9, 30)),
            ("09.30", time(9, 30)),
            ("9h30", time(9, 30)),
            ("3 pm", time(15)),
            ("٠٩:٣٠", time(9, 30)),
            ("0:05", time(0, 5)),
        ],
    )
    def test_what_people_type_is_understood(self, typed, said):
        assert ClockField().clean(typed) == said

    @pytest.mark.parametrize(
        "typed",
        ["12 am", "12:00 AM", "12pm", "12:30 a.m.", "24:00", "25:00", "9:61", "noon", "COB", "\0", "9" * 5000, "13 pm"],
    )
    def test_what_can_be_misread_is_refused_with_an_explanation(self, typed):
        with pytest.raises(forms.ValidationError) as error:
            ClockField().clean(typed)
        if typed.lower().startswith("12"):
            assert "midnight" in error.value.messages[0]


@pytest.mark.django_db
class TestTheForm:
    def test_a_complete_event_is_accepted(self, cast):
        assert form(cast).is_valid(), form(cast).errors

    def test_an_end_before_the_beginning_is_refused(self, cast):
        assert "It ends before it begins." in form(cast, ends_at="09:00").errors["ends_at"]
        assert "last_day" in form(cast, last_day="2026-01-01").errors

    def test_a_time_that_does_not_exist_is_refused_and_an_ambiguous_one_asked(self, cast):
        gap = form(cast, first_day="2027-03-14", last_day="2027-03-14", starts_at="02:30", ends_at="04:00")
        assert "no such time" in gap.errors["starts_at"][0]
        twice = {"first_day": "2027-11-07", "last_day": "2027-11-07", "starts_at": "01:30", "ends_at": "04:00"}
        assert "comes twice" in form(cast, **twice).errors["starts_fold"][0]
        assert form(cast, **twice, starts_fold="1").is_valid()

    def test_a_series_over_the_change_of_clocks_says_which_day_is_impossible(self, cast):
        data = {"first_day": "2027-03-07", "last_day": "2027-03-07", "starts_at": "02:30", "ends_at": "04:00"}
        series = {**data, "repeats": "weekly", "repeat_until": "2027-04-30"}
        assert "2027-03-14" in form(cast, **series).errors["skipped"][0]
        assert form(cast, **series, skipped="2027-03-14").is_valid()

    @pytest.mark.parametrize(
        "changes",
        [
            {"zone": "Mars/Olympus"},
            {"first_day": "\0"},
            {"starts_at": "x" * 100_000},
            {"skipped": "tomorrow"},
            {"repeats": "weekly"},
            {"body": "none"},
            {"parent": "999"},
        ],
    )
    def test_nonsense_is_a_fault_of_the_form(self, cast, changes):
        assert not form(cast, **changes).is_valid()


class TestSeries:
    def test_every_third_wednesday_but_not_in_august(self):
        skipped = frozenset({date(2027, 8, 18)})
        found = recurring.days(date(2027, 6, 16), "weekday", 1, date(2027, 10, 31), skipped)
        assert found == [date(2027, 6, 16), date(2027, 7, 21), date(2027, 9, 15), date(2027, 10, 20)]

    def test_the_last_friday_the_31st_and_every_second_week(self):
        assert recurring.days(date(2027, 1, 29), "weekday", 1, date(2027, 3, 31), frozenset())[-1] == date(2027, 3, 26)
        assert recurring.days(date(2027, 1, 31), "monthly", 1, date(2027, 5, 31), frozenset()) == [
            date(2027, 1, 31),
            date(2027, 3, 31),
            date(2027, 5, 31),
        ]
        assert recurring.days(date(2027, 1, 4), "weekly", 2, date(2027, 2, 1), frozenset()) == [
            date(2027, 1, 4),
            date(2027, 1, 18),
            date(2027, 2, 1),
        ]

    @pytest.mark.django_db
    def test_a_weekly_meeting_keeps_its_hour_on_the_wall_and_both_moments_are_right(self, cast):
        event = make_event(
            day=date(2027, 3, 1), repeats="weekly", repeat_until=date(2027, 3, 29), starts_at=time(9), ends_at=time(10)
        )
        starts = [one.starts for one in event.occurrences.all()]
        assert [one.hour for one in starts] == [14, 14, 13, 13, 13]
        geneva = [one.astimezone(ZoneInfo("Europe/Zurich")).hour for one in starts]
        assert geneva == [15, 15, 14, 14, 15], "for two weeks the distance is five hours"

    @pytest.mark.django_db
    def test_a_meeting_keeps_its_name_in_calendars_when_the_series_moves(self, cast):
        event = make_event(day=date(2027, 3, 1), repeats="weekly", repeat_until=date(2027, 3, 22))
        keys = [one.key for one in event.occurrences.order_by("starts")]
        event.first_day = event.last_day = date(2027, 3, 2)
        event.repeat_until = date(2027, 3, 23)
        event.save()
        changes = scheduling.rebuild(event)
        rows = list(event.occurrences.order_by("starts"))
        assert [one.key for one in rows] == keys
        assert {one.sequence for one in rows} == {1}
        assert len(changes) == 4

    @pytest.mark.django_db
    def test_what_falls_out_of_a_series_is_cancelled_and_not_forgotten(self, cast):
        event = make_event(day=date(2027, 3, 1), repeats="weekly", repeat_until=date(2027, 3, 22))
        event.skipped = ["2027-03-15"]
        event.save()
        scheduling.rebuild(event)
        gone = event.occurrences.get(original_day=date(2027, 3, 15))
        assert (gone.is_cancelled, gone.sequence) == (True, 1)

    @pytest.mark.django_db
    def test_moments_follow_new_rules_of_a_zone_and_the_past_stays(self, cast):
        event = make_event(days=30)
        past = make_event(days=-30)
        wrong = event.starts + timedelta(hours=1)
        Occurrence.objects.filter(event__in=[event, past]).update(starts=wrong, ends=wrong + timedelta(hours=2))
        Occurrence.objects.filter(event=past).update(starts=past.starts + timedelta(hours=1), ends=past.ends)
        Event.objects.update(tzdata="2020a")
        assert scheduling.follow_zones() == 1
        event.refresh_from_db()
        assert event.starts == wrong - timedelta(hours=1)
        assert past.occurrences.get().starts == past.starts + timedelta(hours=1)


@pytest.mark.django_db
class TestChanges:
    @pytest.fixture
    def series(self, cast):
        event = make_event(
            organization=cast.un_entity, author=cast.moderator, repeats="weekly", repeat_until=date(2037, 1, 1), days=7
        )
        Event.objects.filter(pk=event.pk).update(repeat_until=event.first_day + timedelta(weeks=4))
        event.occurrences.filter(day__gt=event.first_day + timedelta(weeks=4)).delete()
        make_rule(event)
        come(event, cast.author, cast.organization)
        Notice.objects.all().delete()
        return event

    def test_one_meeting_is_moved_and_only_it(self, cast, series):
        one = series.occurrences.order_by("starts")[1]
        values = scheduling.times_of(one.day, time(16), one.last_day, time(18), series.zone, (0, 0))
        changing.move_meeting(one, values, "CR-7", "The room is taken.", actor=cast.moderator)
        rows = list(series.occurrences.order_by("starts"))
        assert [row.sequence for row in rows] == [0, 1, 0, 0, 0]
        assert rows[1].room == "CR-7"
        mail = OutboundMail.objects.filter(notice__kind="event_changed").get()
        assert "METHOD:REQUEST" in mail.calendar
        assert "SEQUENCE:1" in mail.calendar
        scheduling.rebuild(Event.objects.get(pk=series.pk))
        assert series.occurrences.get(pk=rows[1].pk).room == "CR-7", "an edit of the series leaves it"

    def test_this_and_the_following(self, cast, series):
        one = series.occurrences.order_by("starts")[2]
        values = scheduling.times_of(
            one.day + timedelta(days=1), time(9), one.last_day + timedelta(days=1), time(10), series.zone, (0, 0)
        )
        changing.move_meeting(one, values, "", "A new day.", actor=cast.moderator, following=True)
        rows = list(series.occurrences.order_by("original_day"))
        assert [(row.day - row.original_day).days for row in rows] == [0, 0, 1, 1, 1]
        assert Notice.objects.filter(kind="event_changed").count() == 1, "told once, not three times"

    def test_one_meeting_is_cancelled_and_leaves_the_calendar(self, cast, series):
        one = series.occurrences.order_by("starts")[0]
        changing.cancel_meeting(one, "A holiday.", actor=cast.moderator)
        mail = OutboundMail.objects.filter(notice__kind="event_changed").get()
        assert "METHOD:CANCEL" in mail.calendar
        assert "STATUS:CANCELLED" in mail.calendar
        series.refresh_from_db()
        assert series.next_starts > one.starts

    def test_only_organizers_change_and_only_with_a_reason(self, cast, series):
        with pytest.raises(Exception, match="may not"):
            changing.step(series, "cancel", "No.", actor=cast.outsider)
        with pytest.raises(Exception, match="reason"):
            changing.step(series, "cancel", " ", actor=cast.moderator)
        assert not Change.objects.exists()

    def test_moved_online_keeps_the_page_and_says_why(self, cast, visitor):
        event = make_event(organization=cast.un_entity, author=cast.moderator)
        changing.step(event, "move-online", "The building is closed.", actor=cast.moderator)
        page = visitor.get(event.get_absolute_url()).content.decode()
        assert "moved online" in page
        assert "The building is closed." in page

    def test_a_postponed_event_gets_its_new_date_with_before_and_after(self, cast, visitor):
        event = make_event(organization=cast.un_entity, author=cast.moderator)
        make_rule(event)
        row = come(event, cast.author, cast.organization)
        key = event.occurrences.get().key
        changing.step(event, "postpone", "Not ready.", actor=cast.moderator)
        day = event.first_day + timedelta(days=20)
        changing.hold_again(event, times_on(event, day), "The new date.", actor=cast.moderator)
        assert event.occurrences.get().key == key
        row.refresh_from_db()
        assert row.has_to_confirm
        notice = Notice.objects.filter(kind="event_changed").order_by("pk").last()
        assert "→" in notice.context["lines"][0]
        assert notice.context["again"] is True


@pytest.mark.django_db
@time_machine.travel(datetime(2027, 3, 10, 12, tzinfo=UTC), tick=False)
def test_the_calendar_puts_a_meeting_on_the_day_of_the_clock_that_is_asked_for(cast):
    event = make_event(day=date(2027, 3, 10), starts_at=time(22), ends_at=time(23))
    items = Event.objects.filter(pk=event.pk)
    there = calendar.slots(items, date(2027, 3, 10), date(2027, 3, 10), "")
    here = calendar.slots(items, date(2027, 3, 11), date(2027, 3, 11), "Africa/Nairobi")
    assert [one.clock for one in calendar.entries(there + here)] == ["22:00", "06:00"]
    assert calendar.slots(items, date(2027, 3, 11), date(2027, 3, 11), "") == []


@pytest.mark.django_db
def test_an_edit_of_a_running_series_leaves_what_has_been(cast):
    with time_machine.travel(datetime(2027, 3, 3, 12, tzinfo=UTC), tick=False):
        event = make_event(day=date(2027, 3, 5), repeats="weekly", repeat_until=date(2027, 3, 26))
    with time_machine.travel(datetime(2027, 3, 14, 12, tzinfo=UTC), tick=False):
        before = list(event.occurrences.order_by("starts").values_list("starts", "sequence"))[:2]
        Event.objects.filter(pk=event.pk).update(starts_at=time(16), ends_at=time(18))
        changes = scheduling.rebuild(Event.objects.get(pk=event.pk))
        after = list(event.occurrences.order_by("starts").values_list("starts", "sequence"))
    assert after[:2] == before
    assert [sequence for _starts, sequence in after] == [0, 0, 1, 1]
    assert len(changes) == 2


@pytest.mark.django_db
@time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=False)
def test_links_of_the_calendar_keep_what_was_chosen(cast, visitor):
    for number in range(6):
        make_event(title=f"Meeting {number}", day=date(2027, 3, 10), mode="online")
    page = visitor.get("/en/events/calendar/?mode=online&clock=mine&day=2027-03-01").content.decode()
    more = re.search(r'href="(\?[^"]*)"[^>]*>2 more', page)[1].replace("&amp;", "&")
    asked = QueryDict(more.lstrip("?"))
    assert asked.dict() == {"view": "agenda", "day": "2027-03-10", "clock": "mine", "mode": "online"}
    assert visitor.get(f"/en/events/calendar/{more}").content.decode().count("Meeting ") >= 6
    feed = re.search(r'href="(/en/events/calendar.ics[^"]*)"', page)[1]
    assert feed == "/en/events/calendar.ics?mode=online"
