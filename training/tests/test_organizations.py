"""A focal point assigns courses, sees the own people and no others, reminds nobody twice."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import join, make_user
from csonet.ui.languages import CODES
from csonet.workflow import NotAllowed, WorkflowError
from training.learning import enrol, record
from training.models import Assignment, Done, Enrolment
from training.organizations import assigning, following_up, reminding
from training.outline import outline_of
from training.tests.makers import make_course

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def ask(cast, course, people, days=10):
    due = TODAY() + timedelta(days=days) if days is not None else None
    return assigning.assign(course, cast.organization, people, actor=cast.author, due_on=due)


def complete(user, course, *, parts=None):
    enrolment = enrol(user, course)
    for key in list(outline_of(course.edition, ("en",)).activities)[:parts]:
        record(enrolment, key, Done.Evidence.SAID)
    return enrolment


def address(organization, rest=""):
    return f"/en/training/organizations/{organization.slug}/{rest}"


def text_of(answer):
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_a_focal_point_assigns_a_course_and_people_are_told_in_their_language(cast, course, signed_in):
    cast.colleague.language = "fr"
    cast.colleague.save()
    due = TODAY() + timedelta(days=20)
    client = signed_in(cast.author)
    people = [row.pk for row in assigning.people_of(cast.organization)]
    answer = client.post(
        address(cast.organization), {"course": course.pk, "people": people, "due_on": due.isoformat()}, follow=True
    )
    assert "2 people were told." in answer.content.decode()
    assert Assignment.objects.filter(due_on=due).count() == 2
    notice = Notice.objects.get(recipient=cast.colleague, kind="course_assigned")
    assert course.title in render(notice, "fr")[0]
    assert cast.organization.name in render(notice, "en")[1]
    page = signed_in(cast.colleague).get(course.get_absolute_url()).content.decode()
    assert "and sees how far you are" in page


def test_asking_again_tells_only_those_for_whom_something_is_new(cast, course):
    assert ask(cast, course, [cast.author, cast.colleague]) == 2
    assert ask(cast, course, [cast.author, cast.colleague]) == 0
    assert ask(cast, course, [cast.colleague], days=30) == 1
    assert Notice.objects.filter(kind="course_assigned").count() == 3


def test_what_was_assigned_is_taken_back_once_and_told(cast, course, signed_in):
    ask(cast, course, [cast.colleague])
    client, row = signed_in(cast.author), Assignment.objects.get()
    for _twice in range(2):
        assert client.post(address(cast.organization, f"{row.pk}/take-back/")).status_code == 302
    assert not Assignment.objects.exists()
    assert Notice.objects.filter(kind="course_unassigned", recipient=cast.colleague).count() == 1


def test_one_page_says_who_is_done_under_way_late_or_has_not_begun(cast, course, signed_in):
    people = {}
    for name in ("Ada", "Bo", "Cy", "Di"):
        people[name] = make_user(name.lower(), name=name)
        join(people[name], cast.organization, "member")
    ask(cast, course, people.values())
    complete(people["Ada"], course)
    complete(people["Bo"], course, parts=1)
    complete(people["Cy"], course, parts=1)
    Assignment.objects.filter(user=people["Cy"]).update(due_on=TODAY() - timedelta(days=1))
    client = signed_in(cast.author)
    html = client.get(address(cast.organization)).content.decode()
    for words in ("done (1)", "under way (1)", "not begun (1)", "late (1)", "Has not enrolled yet."):
        assert words in html
    assert "3 of 4 left: lesson 2, the quiz of lesson 2 (needs 80 %), lesson 3" in html
    late = client.get(address(cast.organization, "?standing=late")).content.decode()
    assert "<bdi>Cy</bdi>" in late
    assert "<bdi>Ada</bdi>" not in late


def test_only_own_people_and_only_for_who_acts_for_the_organization(cast, course, signed_in):
    leaver = make_user("leaver", name="Left Yesterday")
    membership = join(leaver, cast.organization, "member")
    ask(cast, course, [cast.colleague, leaver])
    membership.delete()
    html = signed_in(cast.author).get(address(cast.organization)).content.decode()
    assert cast.colleague.get_full_name() in html
    assert "Left Yesterday" not in html
    plain = make_user("plain")
    join(plain, cast.organization, "member")
    row = Assignment.objects.first()
    for stranger in (cast.outsider, cast.newcomer, cast.moderator, cast.branch, plain):
        client = signed_in(stranger)
        for rest in ("", "people.csv"):
            assert client.get(address(cast.organization, rest)).status_code == 404, stranger
        assert client.post(address(cast.organization, f"{row.pk}/take-back/")).status_code == 404
    client = signed_in(cast.outsider)
    client.post(address(cast.other_organization, f"{row.pk}/take-back/"))
    assert Assignment.objects.filter(pk=row.pk).exists()
    with pytest.raises(WorkflowError):
        assigning.assign(course, cast.organization, [cast.outsider], actor=cast.author, due_on=None)
    with pytest.raises(NotAllowed):
        assigning.assign(course, cast.organization, [cast.colleague], actor=cast.outsider, due_on=None)


def test_the_form_offers_neither_strangers_nor_courses_that_are_not_open(cast, course, signed_in):
    hidden = make_course(cast, title="Hidden from all", slug="hidden-one")
    type(hidden).objects.filter(pk=hidden.pk).update(status="hidden")
    html = signed_in(cast.author).get(address(cast.organization)).content.decode()
    assert course.title in html
    assert "Hidden from all" not in html
    assert cast.outsider.get_full_name() not in html
    stranger = cast.outsider.memberships.first().pk
    answer = signed_in(cast.author).post(address(cast.organization), {"course": hidden.pk, "people": [stranger]})
    assert answer.status_code == 200
    assert not Assignment.objects.exists()


def test_a_past_day_and_odd_input_are_said_at_the_field(cast, course, signed_in):
    own = assigning.people_of(cast.organization).first().pk
    client = signed_in(cast.author)
    sent = {"course": course.pk, "people": [own], "due_on": "2001-01-01"}
    assert "This day has passed." in client.post(address(cast.organization), sent).content.decode()
    for odd in ({"due_on": "\0"}, {"people": ["x", "9" * 40]}, {"course": "'"}):
        assert client.post(address(cast.organization), sent | odd).status_code == 200
    assert not Assignment.objects.exists()


def test_the_file_holds_no_formula(cast, course, signed_in):
    cast.colleague.name = "=cmd|'/c calc'!A0"
    cast.colleague.save()
    ask(cast, course, [cast.colleague])
    complete(cast.colleague, course)
    answer = signed_in(cast.author).get(address(cast.organization, "people.csv"))
    [row] = csv.DictReader(io.StringIO(text_of(answer)))
    assert row["name"].startswith("'=")
    assert (row["standing"], row["percent"], row["progress"]) == ("done", "100", "Everything is done.")


def test_the_page_costs_the_same_for_one_and_for_twenty(cast, course, signed_in):
    other = make_course(cast, title="Another one", slug="another-one")
    client, counts = signed_in(cast.author), []
    for number in range(20):
        person = make_user(f"p{number}", name=f"Person {number}")
        join(person, cast.organization, "member")
        ask(cast, other if number % 2 else course, [person])
        complete(person, other if number % 2 else course, parts=number % 3)
        if number in (0, 19):
            client.get(address(cast.organization))
            with CaptureQueriesContext(connection) as asked:
                html = client.get(address(cast.organization)).content.decode()
            assert f"<bdi>Person {number}</bdi>" in html
            counts.append(len(asked))
    assert counts == [16, 16]


def test_who_enrols_after_being_asked_counts_for_who_asked(cast, course):
    ask(cast, course, [cast.colleague])
    enrol(cast.colleague, course)
    row = Enrolment.objects.get()
    assert (row.source, row.organization) == ("assigned", cast.organization)


def test_reminders_go_out_once_each_and_not_to_who_is_done(cast, course):
    third = make_user("third")
    join(third, cast.organization, "member")
    ask(cast, course, [cast.colleague, third], days=20)
    complete(third, course)
    due = TODAY() + timedelta(days=20)
    told = []
    for days in (12, 7, 6, 1, 0, -1, -2):
        told.append(reminding.remind_due(due - timedelta(days=days)))
        reminding.remind_due(due - timedelta(days=days))
    assert told == [0, 1, 0, 1, 0, 1, 0]
    last = Notice.objects.filter(kind="course_due", recipient=cast.colleague).order_by("pk")
    assert [render(one, "en")[0].split(":")[0] for one in last] == [
        "A course is to be done soon",
        "A course is to be done soon",
        "The day has passed",
    ]
    assert not Notice.objects.filter(kind="course_due", recipient=third).exists()


def test_who_was_asked_yesterday_for_today_is_not_reminded_of_what_they_have_just_read(cast, course):
    ask(cast, course, [cast.colleague], days=1)
    assert reminding.remind_due() == 1  # a day before is the day on which they were asked
    ask(cast, course, [cast.author], days=3)
    assert reminding.remind_due() == 0


@pytest.mark.parametrize("language", CODES)
def test_notices_have_words_in_each_language(cast, course, language):
    ask(cast, course, [cast.colleague], days=5)
    subject, body = render(Notice.objects.get(recipient=cast.colleague), language)
    assert course.title in subject
    assert f"/{language}/training/" in body


def test_nothing_is_asked_for_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert following_up.progress_in_words([]) == {}
