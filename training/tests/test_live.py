"""Live sessions: who is let in at an event's door has done that part of the course, and it can be taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import door
from events.models import CheckIn, Registration
from events.tests.makers import come, make_event, make_rule
from training.learning import enrol, standing
from training.models import Activity, Done

pytestmark = pytest.mark.django_db

UNTIL = timezone.localdate() + timedelta(days=60)
STRUCTURE = [
    {
        "wording": {"en": {"title": "Together"}},
        "lessons": [
            {
                "wording": {"en": {"title": "An hour", "body": "<p>Come.</p>"}},
                "activities": [{"kind": "live", "wording": {"en": {"title": "The hour"}}}],
            },
            {"wording": {"en": {"title": "After", "body": "<p>Read.</p>"}}, "activities": [{}]},
        ],
    }
]


@pytest.fixture
def event(cast):
    made = make_event(organization=cast.un_entity, author=cast.moderator)
    make_rule(made, seats=10)
    return made


@pytest.fixture
def course(make_course, event):
    def link(edition):
        Activity.objects.filter(lesson__module__edition=edition, kind="live").update(event=event)

    return make_course(STRUCTURE, more=link)


def let_in(cast, event, meeting=None):
    row = Registration.objects.get(event=event)
    answer = door.check_in(event, meeting or event.occurrences.get(), row.code, actor=cast.moderator)
    assert answer.result == "in"
    return answer.check_in


def test_who_is_let_in_has_done_it_and_it_can_be_taken_back(cast, course, event):
    enrolment = enrol(cast.outsider, course)
    come(event, cast.outsider, cast.other_organization)
    assert "the live session of lesson 1" in standing(enrolment)[1].sentence
    check_in = let_in(cast, event)
    assert Done.objects.get().evidence == "attended"
    door.undo(check_in, actor=cast.moderator)
    assert not Done.objects.exists()


def test_who_was_there_before_taking_the_course_has_done_it_too(cast, course, event):
    come(event, cast.outsider, cast.other_organization)
    let_in(cast, event)
    assert not Done.objects.exists()
    enrol(cast.outsider, course)
    assert Done.objects.get().evidence == "attended"


def test_of_a_series_the_meeting_that_counts_counts(cast, make_course):
    series = make_event(organization=cast.un_entity, author=cast.moderator, repeats="weekly", repeat_until=UNTIL)
    make_rule(series, seats=10)
    first, second, *_rest = series.occurrences.order_by("starts")

    def link(edition):
        live = Activity.objects.filter(lesson__module__edition=edition, kind="live")
        live.update(event=series, meeting=second.key)

    enrol(cast.outsider, make_course(STRUCTURE, more=link))
    come(series, cast.outsider, cast.other_organization)
    let_in(cast, series, first)
    assert not Done.objects.exists()
    let_in(cast, series, second)
    assert Done.objects.count() == 1


def test_nobody_says_to_have_been_there(cast, course, signed_in):
    enrol(cast.outsider, course)
    key = Activity.objects.get(kind="live").key
    answer = signed_in(cast.outsider).post(f"/en/training/{course.slug}/done/", {"activity": key}, follow=True)
    assert "not by saying so" in answer.content.decode()
    assert not Done.objects.exists()


def test_the_lesson_leads_to_an_event_that_its_reader_may_see(cast, course, event, signed_in):
    enrol(cast.outsider, course)
    client = signed_in(cast.outsider)
    assert event.get_absolute_url() in client.get(f"/en/training/{course.slug}/lessons/1/").content.decode()
    type(event).objects.filter(pk=event.pk).update(status="draft")
    html = client.get(f"/en/training/{course.slug}/lessons/1/").content.decode()
    assert "Hearing on water" not in html
    assert "Who attends the session" in html


def test_authors_name_the_event_by_its_address(cast, course, event, author, signed_in):
    client = signed_in(author)
    client.post(f"/en/training/{course.slug}/write/begin/")
    live = Activity.objects.get(kind="live", lesson__module__edition__published_at=None)
    Activity.objects.filter(pk=live.pk).update(event=None)
    address = f"/en/training/{course.slug}/write/activity/{live.pk}/"
    given = {"kind": "live", "minutes": "60", "required": "on", "title": "The hour"}
    for typed in ("https://example.org/events/nothing/", "\0", "events/" + "x" * 400):
        html = client.post(address, {**given, "event_page": typed}).content.decode()
        assert "no published event" in html or "Null characters" in html, typed
    hidden = make_event(status="draft")
    assert "no published event" in client.post(address, {**given, "event_page": hidden.slug}).content.decode()
    answer = client.post(address, {**given, "event_page": f"https://portal.example{event.get_absolute_url()}"})
    assert answer["Location"] == f"{address}?language=en"
    live.refresh_from_db()
    assert live.event_id == event.pk
    html = client.get(address).content.decode()
    meeting = event.occurrences.get()
    assert str(meeting.key) in html
    client.post(address, {**given, "event_page": event.get_absolute_url(), "meeting": str(meeting.key)})
    live.refresh_from_db()
    assert live.meeting == meeting.key
    forged = client.post(address, {**given, "event_page": event.slug, "meeting": "x"}).content.decode()
    assert "Select a valid choice" in forged


def test_what_goes_wrong_in_a_course_stops_no_door(cast, course, event, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    enrol(cast.outsider, course)
    come(event, cast.outsider, cast.other_organization)
    monkeypatch.setattr("training.learning.catch_up", fail)
    let_in(cast, event)
    assert CheckIn.objects.count() == 1
