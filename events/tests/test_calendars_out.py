"""Calendars out: valid for three readers, equal instants, revocable addresses, 304, no private word in public."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, time, timedelta
from email import message_from_bytes
from pathlib import Path

import icalendar
import pytest
import vobject
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csonet.content.models import Item
from csonet.notifications.outbox import deliver_due
from csonet.testing.browser import calendar_reader
from csonet.testing.pace import nearly_always, within
from events import changing, ics, scheduling
from events.models import CalendarAddress, Event, JoinLink, Occurrence
from events.tests.makers import come, make_event, make_rule

pytestmark = pytest.mark.django_db
ODD = 'Вода; “水”, \\n and "quotes"\nالماء ' + "ж" * 120


def read(body):
    return icalendar.Calendar.from_ical(body)


def test_what_is_written_is_read_back_with_equal_instants_by_two_libraries(cast):
    make_event(
        title=ODD.replace("\n", " ")[:200],
        summary=ODD,
        day=date(2027, 3, 1),
        repeats="weekly",
        repeat_until=date(2027, 3, 29),
    )
    rows = list(ics.meetings(Occurrence.objects.order_by("starts")))
    body = ics.calendar(rows, method="PUBLISH", name="CSO Net")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    found = read(body).walk("VEVENT")
    assert [one.decoded("dtstart").astimezone(UTC) for one in found] == [row.starts for row in rows]
    assert [one.decoded("dtend").astimezone(UTC) for one in found] == [row.ends for row in rows]
    assert {str(one["summary"]) for one in found} == {rows[0].title}
    other = vobject.readOne(body.decode()).vevent_list
    assert [one.dtstart.value.astimezone(UTC) for one in other] == [row.starts for row in rows]
    assert [str(one["uid"]) for one in found] == [one.uid.value for one in other] == [ics.uid(row.key) for row in rows]
    assert found[0]["organizer"].startswith("mailto:")


def by_ical_js(body):
    """What Thunderbird's reader says of a calendar."""
    reader = calendar_reader()
    if reader is None:
        pytest.skip("ical.js reads calendars in node, which is not here (or npm, which fetches it)")
    program = Path(__file__).parent / "read_calendar.mjs"
    command = ["node", str(program), str(reader)]
    done = subprocess.run(command, input=body, capture_output=True, check=False, timeout=60)  # noqa: S603, S607
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def test_a_reader_that_is_no_python_finds_the_same_instants(cast):
    """Over both changes of the clocks, in two zones, with every odd sign, and after a cancellation."""
    for number, zone in enumerate(("America/New_York", "Europe/Zurich")):
        make_event(
            title=ODD.replace("\n", " ")[:200],
            summary=ODD,
            day=date(2027, 3, 1 + number),
            zone=zone,
            repeats="weekly",
            repeat_until=date(2027, 11, 30),
        )
    changing.cancel_meeting(Occurrence.objects.order_by("starts")[3], "A holiday.", actor=cast.branch)
    rows = list(ics.meetings(Occurrence.objects.order_by("starts")))
    for method in ("", "PUBLISH", "REQUEST", "CANCEL"):
        found = by_ical_js(ics.calendar(rows, method=method, attendee=("Нина “N.” Ω", "nina@example.org")))
        assert found["method"] == (method or None)
        assert [(one["uid"], one["starts"], one["ends"]) for one in found["meetings"]] == [
            (ics.uid(row.key), row.starts.timestamp(), row.ends.timestamp()) for row in rows
        ]
        assert {one["zone"] for one in found["meetings"]} == {"UTC"}
        assert {one["title"] for one in found["meetings"]} == {row.title for row in rows}
        assert [one["sequence"] for one in found["meetings"]] == [row.sequence for row in rows]
    assert {one["status"] for one in found["meetings"]} == {"CANCELLED"}


def test_an_event_a_selection_and_a_persons_own(cast, visitor, signed_in):
    event = make_event(organization=cast.un_entity, author=cast.moderator, mode="online")
    other = make_event(title="Another", mode="in-person")
    JoinLink.objects.create(event=event, url="https://meet.example.org/secret-room")
    make_rule(event)
    come(event, cast.author, cast.organization, mode="online")
    one = visitor.get(f"/en/events/{event.slug}/event.ics")
    assert one["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert len(read(one.content).walk("VEVENT")) == 1
    assert b"secret-room" not in one.content
    assert cast.author.name.encode() not in one.content
    assert len(read(visitor.get("/en/events/calendar.ics").content).walk("VEVENT")) == 2
    assert len(read(visitor.get("/en/events/calendar.ics?mode=online").content).walk("VEVENT")) == 1
    signed_in(cast.author).post("/en/events/mine/calendar/")
    token = CalendarAddress.objects.get(user=cast.author).token
    own = visitor.get(f"/en/events/mine/{token}.ics")
    found = read(own.content).walk("VEVENT")
    assert [str(each["uid"]) for each in found] == [ics.uid(event.occurrences.get().key)]
    assert other.title.encode() not in own.content
    assert b"secret-room" not in own.content
    assert "no-cache" in own["Cache-Control"]


def test_a_secret_address_dies_when_it_is_taken_away_or_replaced(cast, visitor, signed_in):
    client = signed_in(cast.author)
    client.post("/en/events/mine/calendar/")
    first = CalendarAddress.objects.get(user=cast.author).token
    client.post("/en/events/mine/calendar/")
    assert visitor.get(f"/en/events/mine/{first}.ics").status_code == 404
    second = CalendarAddress.objects.get(user=cast.author).token
    assert visitor.get(f"/en/events/mine/{second}.ics").status_code == 200
    client.post("/en/events/mine/calendar/", {"do": "revoke"})
    assert visitor.get(f"/en/events/mine/{second}.ics").status_code == 404


def test_who_is_no_member_does_not_find_members_events_in_feeds(cast, visitor, signed_in):
    make_event(audience="members", title="Members meet")
    assert b"Members meet" not in visitor.get("/en/events/calendar.ics").content
    assert b"Members meet" in signed_in(cast.author).get("/en/events/calendar.ics").content


def test_unchanged_is_304_and_a_change_is_seen(cast, visitor):
    event = make_event(organization=cast.un_entity, author=cast.moderator)
    first = visitor.get("/en/events/calendar.ics")
    again = visitor.get("/en/events/calendar.ics", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    changing.step(event, "cancel", "No room.", actor=cast.moderator)
    after = visitor.get("/en/events/calendar.ics", headers={"if-none-match": first["ETag"]})
    assert after.status_code == 200
    assert b"STATUS:CANCELLED" in after.content
    assert b"SEQUENCE:1" in after.content


def test_mails_carry_the_method_in_the_calendar_and_in_the_header(cast, settings):
    event = make_event(organization=cast.un_entity, author=cast.moderator)
    make_rule(event)
    come(event, cast.author, cast.organization)
    changing.step(event, "cancel", "No room.", actor=cast.moderator)
    deliver_due()
    parts = []
    for one in mail.outbox:
        message = message_from_bytes(one.message().as_bytes())
        parts += [
            part for part in message.walk() if part.get_content_type() == "text/calendar" and not part.get_filename()
        ]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "CANCEL"]
    found = [read(part.get_payload(decode=True)) for part in parts]
    assert [str(one["method"]) for one in found] == ["REQUEST", "CANCEL"]
    events = [one.walk("VEVENT")[0] for one in found]
    assert events[0]["uid"] == events[1]["uid"]
    assert [int(one["sequence"]) for one in events] == [0, 1]
    assert str(events[1]["status"]) == "CANCELLED"


def fill(cast, count):
    """So many events this month, with their meetings."""
    Event.objects.all().delete()
    first = make_event(organization=cast.organization, author=cast.author, days=1)
    day = first.first_day.replace(day=1)
    for number in range(count - 1):
        event = Event(
            kind="event",
            title=f"Meeting {number}",
            slug=f"meeting-{number}",
            language="en",
            status="published",
            organization=cast.organization,
            author=cast.author,
            published_at=first.published_at,
            zone="Africa/Nairobi",
            first_day=day + timedelta(days=number % 28),
            last_day=day + timedelta(days=number % 28),
            starts_at=time(9 + number % 8),
            ends_at=time(18),
            summary="A meeting about water.",
        )
        event.save()
    rows = []
    for event in Event.objects.exclude(pk=first.pk):
        plan = scheduling.planned(event)[0]
        rows.append(Occurrence(event=event, original_day=plan.original_day, **plan.values))
    Occurrence.objects.bulk_create(rows)
    return first


def test_two_thousand_events_are_a_feed_within_a_second(cast, visitor):
    fill(cast, 2000)
    with within(1):
        answer = visitor.get("/en/events/calendar.ics")
    assert answer.content.count(b"BEGIN:VEVENT") > 1000
    with within(0.2):
        assert visitor.get("/en/events/calendar.ics", headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("view", ["month", "week", "list", "agenda"])
def test_the_calendar_costs_the_same_for_one_and_for_many(cast, visitor, view):
    costs = []
    for count in (1, 60):
        fill(cast, count)
        visitor.get("/en/events/calendar/", {"view": view})  # the board of items is read anew after so many changes
        with CaptureQueriesContext(connection) as queries:
            answer = visitor.get("/en/events/calendar/", {"view": view})
        costs.append(len(queries))
        assert answer.status_code == 200
    assert max(costs) <= 3, "two of its own, and one in which the board asks whether anything changed"


def test_a_month_with_two_thousand_events_is_quick(cast, visitor):
    fill(cast, 2000)
    visitor.get("/en/events/calendar/")
    assert nearly_always(lambda: visitor.get("/en/events/calendar/")) < 0.08
    assert Item.objects.of_kind("event").count() == 2000
