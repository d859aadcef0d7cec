"""Importing .ics: the files of the library's own tests, and what people really bring."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events import importing
from events.forms.events import EventForm
from events.models import Event

FILES = sorted(Path(icalendar.__file__).parent.rglob("*.ics"))

MEETING = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1@x
DTSTAMP:20270101T000000Z
DTSTART;TZID=America/New_York:20270310T150000
DTEND;TZID=America/New_York:20270310T170000
SUMMARY:Hearing on water
LOCATION:Conference Room 4
RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=3
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


def test_the_library_brings_as_many_files_as_it_is_known_for():
    assert len(FILES) >= 150


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_librarys_tests_is_read_or_refused_in_words(path):
    reading = importing.read(path.read_bytes(), "Africa/Nairobi")
    assert reading.found or reading.faults
    assert all(isinstance(fault, str) and fault for fault in reading.faults)


@pytest.mark.django_db
def test_all_of_them_become_drafts_or_messages(cast):
    made = 0
    for path in FILES:
        for found in importing.read(path.read_bytes(), "Africa/Nairobi").found[:5]:
            event = importing.save(found, organization=cast.organization, author=cast.author, language="en")
            assert event is None or event.title
            made += event is not None
    assert made > 60
    assert not Event.objects.exclude(status="draft").exists()


@pytest.mark.django_db
def test_a_meeting_keeps_its_zone_and_its_rule(cast, signed_in):
    client = signed_in(cast.author)
    upload = SimpleUploadedFile("meeting.ics", MEETING, content_type="text/calendar")
    answer = client.post("/en/events/import/", {"file": upload, "organization": cast.organization.pk})
    event = Event.objects.get()
    assert answer["Location"] == f"/en/events/{event.slug}/edit/"
    assert (event.zone, f"{event.starts_at:%H:%M}", event.repeats) == ("America/New_York", "15:00", "weekday")
    assert event.venue == "Conference Room 4"
    assert EventForm.data_of(event)["first_day"] == ["2027-03-10"]


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"BEGIN:VCALENDAR", b"\xff" * 100, MEETING.replace(b"DTSTART", b"X-NO"), b"x" * 1_000_001]
)
def test_what_is_none_is_said_in_words(content):
    reading = importing.read(content, "UTC")
    assert reading.faults
    assert not reading.found


@pytest.mark.django_db
def test_it_is_for_members_of_approved_organizations(cast, visitor, signed_in):
    assert visitor.get("/en/events/import/").status_code == 302
    assert signed_in(cast.newcomer).get("/en/events/import/").status_code == 403
    foreign = {"file": SimpleUploadedFile("m.ics", MEETING), "organization": cast.other_organization.pk}
    assert signed_in(cast.author).post("/en/events/import/", foreign).status_code == 200
    assert not Event.objects.exists()
