"""What goes wrong while somebody learns: each case has its answer, and nothing of theirs is lost."""

import re
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csonet.content.publication import move
from csonet.testing.pace import nearly_always
from csonet.workflow import WorkflowError
from training.editions import draft_of, publish
from training.learning import enrol
from training.models import Activity, Attempt, Course, Done, Enrolment, Lesson, Quiz
from training.questions import check_question
from training.quizzes.attempting import begin
from training.samples import COURSES, make_sample
from training.samples.short import STRUCTURE

pytestmark = pytest.mark.django_db


def single(number):
    """A question of which the second answer is right."""
    return {
        "kind": "single",
        "wording": {"en": {"stem": f"Question {number}?"}},
        "options": [{"id": f"o{n}", "wording": {"en": {"label": f"Answer {n}"}}} for n in range(4)],
        "key": {"right": ["o1"]},
    }


def quiz_of(questions, **rules):
    """A course of one lesson with one quiz."""
    quiz = {"bank": "B", "rules": {"shuffles": False, **rules}, "questions": [single(n) for n in range(questions)]}
    lesson = {"wording": {"en": {"title": "L", "body": "<p>x</p>"}}, "activities": [{"kind": "quiz", "quiz": quiz}]}
    return [{"wording": {"en": {"title": "M"}}, "lessons": [lesson]}]


def base_of(course):
    return f"/en/training/{course.slug}/quiz/{Quiz.objects.latest('pk').activity.key}/"


def right_answers(html):
    """The names of the right options on a page, by their fields."""
    found = re.findall(r'name="(q\d+)" value="(\w+)" id[^>]*> <label[^>]*>Answer 1<', html)
    return dict(found)


@pytest.fixture
def taking(make_course, cast, signed_in):
    """Begins an attempt of the outsider; the client, and the quiz's address."""

    def begun(questions=2, **rules):
        course = make_course(quiz_of(questions, **rules))
        client = signed_in(cast.outsider)
        enrol(cast.outsider, course)
        base = base_of(course)
        client.post(f"{base}begin/")
        return client, base

    return begun


def test_two_tabs_share_one_attempt_and_what_is_saved_last_stands(taking):
    client, base = taking()
    first, second = (client.get(f"{base}1/").content.decode() for _tab in range(2))
    assert right_answers(first) == right_answers(second)
    client.post(f"{base}begin/")
    assert Attempt.objects.count() == 1
    wrong = dict(re.findall(r'name="(q\d+)" value="(\w+)" id[^>]*> <label[^>]*>Answer 0<', first))
    client.post(f"{base}1/", {**wrong, "go": "stay"})
    client.post(f"{base}1/", {**right_answers(second), "go": "stay"})
    assert [row.answer for row in Attempt.objects.get().responses.all()] == [["o1"], ["o1"]]
    assert {row.revision for row in Attempt.objects.get().responses.all()} == {2}


def test_a_tab_that_was_left_open_changes_nothing_after_submission(taking):
    client, base = taking()
    html = client.get(f"{base}1/").content.decode()
    client.post(f"{base}1/", {**right_answers(html), "go": "finish"})
    token = Attempt.objects.get().token
    for _time in range(2):
        client.post(f"{base}submit/", {"token": token})
    answer = client.post(f"{base}1/", {"go": "stay"}, follow=True).content.decode()
    assert "its answers stay as they were saved" in answer
    assert Attempt.objects.get().percent == 100
    assert Done.objects.count() == 1


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (1, False)])
def test_the_clock_is_the_portals_and_its_grace_ends_to_the_second(taking, seconds, counts):
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        client, base = taking(limit_minutes=10, grace_seconds=30)
        html = client.get(f"{base}1/").content.decode()
        clock.shift(timedelta(minutes=10, seconds=30 + seconds))
        answer = client.post(f"{base}1/", {**right_answers(html), "go": "stay"}, follow=True).content.decode()
        attempt = Attempt.objects.get()
        if counts:
            assert "Your answers are saved" in answer
            assert attempt.state == "open"
        else:
            assert "This attempt is closed" in answer or "The time was over" in answer
            assert (attempt.state, attempt.late, attempt.percent) == ("closed", True, 0)


def test_what_was_saved_before_the_deadline_is_marked_after_it(taking):
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        client, base = taking(limit_minutes=10, grace_seconds=0)
        html = client.get(f"{base}1/").content.decode()
        client.post(f"{base}1/", {**right_answers(html), "go": "finish"})
        clock.shift(timedelta(minutes=10, seconds=1))
        answer = client.post(f"{base}submit/", {"token": Attempt.objects.get().token}, follow=True).content.decode()
    assert "what had been saved in time was marked" in answer
    assert Attempt.objects.get().percent == 100


def test_a_forged_option_or_question_is_no_answer(taking):
    client, base = taking()
    client.post(f"{base}1/", {"q0": ["o1", "0" * 8, "<b>", "\0"], "q99": "o1", "q0-x": "1", "go": "stay"})
    assert [row.answer for row in Attempt.objects.get().responses.all()] == [[], []]
    for go in ("", "\0", "x" * 10_000):
        assert client.post(f"{base}1/", {"go": go}).status_code == 302
    for page in ("0", "2", "99999999999999999999"):
        assert client.get(f"{base}{page}/").status_code == 404


@pytest.fixture
def learning(make_course, cast, signed_in):
    """The outsider is in the third lesson of a course, and in its quiz; then a new edition has neither."""
    course = make_course(STRUCTURE)
    client = signed_in(cast.outsider)
    enrolment = enrol(cast.outsider, course)
    quiz = Quiz.objects.get()
    begin(enrolment, quiz)
    last = Activity.objects.filter(lesson__module__edition=course.edition).order_by("pk").last()
    draft = draft_of(course)
    Lesson.objects.filter(module__edition=draft).exclude(position=0, module__position=0).delete()
    draft.moves_learners = True
    draft.save()
    publish(draft)
    return Course.objects.get(pk=course.pk), client, quiz.activity.key, last.key


GONE = "This part is no longer in the course. What you did before still counts."


def test_a_lesson_that_is_removed_while_somebody_reads_it_is_said_to_be_gone(learning):
    course, client, quiz, last = learning
    base = f"/en/training/{course.slug}/"
    assert GONE in client.get(f"{base}lessons/3/", follow=True).content.decode()
    assert GONE in client.post(f"{base}done/", {"activity": last}, follow=True).content.decode()
    for address in (f"quiz/{quiz}/", f"quiz/{quiz}/1/", f"quiz/{quiz}/submit/"):
        assert GONE in client.get(base + address, follow=True).content.decode()
    assert GONE in client.post(f"{base}quiz/{quiz}/1/", {"go": "next"}, follow=True).content.decode()
    assert client.get(f"{base}quiz/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.post(f"{base}done/", {"activity": "x\0"}, follow=True).status_code == 200
    assert not Done.objects.exists()


def test_an_empty_course_is_not_submitted(make_course, author):
    course = make_course([], published=False)
    with pytest.raises(WorkflowError, match="It has no lesson yet."):
        move(course, "submit", actor=author)
    course.refresh_from_db()
    assert course.status == "draft"


def test_a_quiz_page_of_forty_questions_is_saved_in_sixty_milliseconds(taking):
    client, base = taking(questions=40, per_page=40)
    answers = {**right_answers(client.get(f"{base}1/").content.decode()), "go": "stay"}
    assert len(answers) == 41
    client.post(f"{base}1/", answers)
    turns = count()

    def save():
        assert client.post(f"{base}1/", {**answers, f"flag{next(turns)}": "on"}).status_code == 302

    assert nearly_always(save) < 0.060


@pytest.mark.parametrize("language", ["en", "ar"])
def test_lessons_are_light(cast, signed_in, language):
    client = signed_in(cast.outsider)
    for sample, structure in COURSES:
        course = make_sample(sample, structure, organization=cast.organization, author=cast.author)
        publish(draft_of(course))
        Course.objects.filter(pk=course.pk).update(status="published", published_at=timezone.now())
        enrol(cast.outsider, Course.objects.get(pk=course.pk))
        for activity in Activity.objects.filter(lesson__module__edition__course=course):
            for enrolment in Enrolment.objects.all():
                Done.objects.get_or_create(enrolment=enrolment, activity_key=activity.key, at=timezone.now())
        for number in range(1, Lesson.objects.filter(module__edition__course=course).count() + 1):
            answer = client.get(f"/{language}/training/{course.slug}/lessons/{number}/")
            assert answer.status_code == 200
            assert len(answer.content) < 40_000


def test_a_place_of_thousands_of_digits_is_no_place(make_course, cast, signed_in):
    structure = quiz_of(1)
    lines = [{"id": f"o{n}", "wording": {"en": {"label": f"Line {n}"}}} for n in range(3)]
    structure[0]["lessons"][0]["activities"][0]["quiz"]["questions"] = [
        {**single(0), "kind": "ordering", "options": lines, "key": {"order": ["o0", "o1", "o2"]}}
    ]
    course, client = make_course(structure), signed_in(cast.outsider)
    enrol(cast.outsider, course)
    client.post(f"{base_of(course)}begin/")
    row = Attempt.objects.get().responses.get()
    named = {own: name for name, own in row.shown["options"].items()}
    sent = {f"q0-{named['o0']}": "1", f"q0-{named['o1']}": "2", f"q0-{named['o2']}": "9" * 5_000}
    assert client.post(f"{base_of(course)}1/", {**sent, "go": "stay"}).status_code == 302
    row.refresh_from_db()
    assert row.answer == ["o0", "o1"]


@pytest.mark.parametrize("value", ["1e9999999", "-1e41", "1e-9999999", "9" * 41, "Infinity", "NaN", "x"])
def test_a_number_that_nobody_writes_is_no_key(value):
    for key in ({"value": value}, {"value": "1", "tolerance": value}):
        with pytest.raises(ValidationError, match="right number"):
            check_question({"kind": "number", "wording": {"en": {"stem": "How many?"}}, "key": key})


@pytest.mark.parametrize("value", ["0", "19", "-0.05", "1e6", "1234567890.123"])
def test_a_number_that_people_write_is_one(value):
    key = {"value": value, "tolerance": "0.1"}
    check_question({"kind": "number", "wording": {"en": {"stem": "How many?"}}, "key": key})


def test_a_number_of_millions_of_digits_is_refused_by_the_form(make_course, cast, signed_in):
    course, client = make_course(quiz_of(1)), signed_in(cast.author)
    write = f"{course.get_absolute_url()}write/"
    client.post(f"{write}begin/")
    quiz = Quiz.objects.get(activity__lesson__module__edition__published_at=None)
    typed = {"kind": "number", "marks": "1", "stem": "How many?", "answers": "1e9999999 ± 1"}
    answer = client.post(f"{write}quiz/{quiz.pk}/question/", typed)
    assert answer.status_code == 200
    assert "1e9999999" in answer.content.decode()


def test_two_clicks_on_add_are_two_rows_and_nothing_is_added_to_what_is_published(make_course, cast, signed_in):
    course, client = make_course(quiz_of(1)), signed_in(cast.author)
    write = f"{course.get_absolute_url()}write/"
    client.post(f"{write}begin/")
    for _click in range(2):
        assert client.post(f"{write}add/module/0/").status_code == 302
    draft = draft_of(course)
    assert list(draft.modules.values_list("position", flat=True)) == [0, 1, 2]
    with CaptureQueriesContext(connection) as queries:
        client.post(f"{write}add/module/0/")
    if connection.features.has_select_for_update:
        assert any("FOR UPDATE" in row["sql"] and "training_edition" in row["sql"] for row in queries)
