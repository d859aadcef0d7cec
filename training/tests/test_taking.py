"""Taking a course, from the catalogue to its last lesson, through the pages."""

import re

import pytest
from django.utils import timezone

from csonet.testing.makers import make_item
from training.building import build
from training.editions import draft_of, publish
from training.models import Attempt, Course, Done, Enrolment, Quiz

pytestmark = pytest.mark.django_db

RIGHT = {
    "single": ["The Council"],
    "multiple": ["General", "Special"],
    "truefalse": ["False"],
}


def page(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def lesson(course, number, language="en"):
    return f"/{language}/training/{course.slug}/lessons/{number}/"


def take(client, course):
    assert client.post(f"/en/training/{course.slug}/enrol/").status_code == 302


def done(client, course, number, place=0):
    key = list_keys(page(client, lesson(course, number)))[place]
    return client.post(f"/en/training/{course.slug}/done/", {"activity": key})


def list_keys(html):
    return re.findall(r'name="activity" value="([-0-9a-f]+)"', html)


def test_the_catalogue_says_what_it_takes(course, visitor):
    html = page(visitor, course.get_absolute_url())
    assert "28 minutes" in html
    assert "Français" in html
    assert "33 % of it" in html
    assert "Who decides" in html


def test_the_first_lesson_is_open_to_everybody_and_no_other(course, visitor):
    assert "relation of consultation" in page(visitor, lesson(course, 1))
    assert visitor.get(lesson(course, 2))["Location"] == course.get_absolute_url()
    assert visitor.get(lesson(course, 9)).status_code == 404


def test_a_get_completes_nothing(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    for number in (1, 2):
        page(client, lesson(course, number))
    assert not Done.objects.exists()
    assert Enrolment.objects.get().last_lesson is not None


def test_progress_names_what_is_left_and_what_unlocks(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    done(client, course, 1)
    html = page(client, course.get_absolute_url())
    assert "3 of 4 left: lesson 2, the quiz of lesson 2 (needs 80 %), lesson 3" in html
    assert "Opens when module 1 is done" in html
    assert client.get(lesson(course, 3))["Location"] == course.get_absolute_url()


def test_a_quiz_is_not_done_by_saying_so(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    key = Quiz.objects.get().activity.key
    client.post(f"/en/training/{course.slug}/done/", {"activity": key})
    assert not Done.objects.exists()


def answers_for(html, *, right=True):
    """What a learner who knows everything sends for a page: found by the words on it, as people do."""
    sent = {}
    for fieldset in re.findall(r"<fieldset.*?</fieldset>", html, re.S):
        boxes = re.findall(r'name="(q\d+)" value="(\w+)" id.*?<label[^>]*>([^<]*)', fieldset)
        for field, value, label in boxes:
            if label in ("The Council", "General", "Special", "False"):
                sent.setdefault(field, []).append(value)
        for field, label in re.findall(r'<select name="(q\d+-\w+)".*?<label[^>]*>([^<]*)', fieldset, re.S):
            if label in ("Apply", "Answer questions", "The Council decides"):
                sent[field] = {"Apply": "1", "Answer questions": "2", "The Council decides": "3"}[label]
        for label, field, options in re.findall(
            r'<label[^>]*>([^<]*)</label> <select name="(q\d+-\w+)"[^>]*>(.*?)</select>', fieldset, re.S
        ):
            names = {text: value for value, text in re.findall(r'value="(\w+)"[^>]*>(\w+)<', options)}
            sent[field] = names["recommends" if label == "The Committee" else "decides"]
        for field in re.findall(r'<input type="text" name="(q\d+(?:-\d+)?)"', fieldset):
            sent[field] = "4" if "-" in field else "١٩" if "How many members" in fieldset else " ROSTER"
    return sent if right else {}


def through_the_quiz(client, course, *, right=True):
    quiz = Quiz.objects.get()
    base = f"/en/training/{course.slug}/quiz/{quiz.activity.key}/"
    client.post(f"{base}begin/")
    for number in (1, 2):
        client.post(f"{base}{number}/", {**answers_for(page(client, f"{base}{number}/"), right=right), "go": "next"})
    token = re.search(r'name="token" value="([^"]+)"', page(client, f"{base}submit/"))[1]
    return client.post(f"{base}submit/", {"token": token}, follow=True).content.decode(), base, token


def test_from_enrolment_to_completion(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    done(client, course, 1)
    done(client, course, 2)
    html, _base, _token = through_the_quiz(client, course)
    assert "100 %, needs 80 %" in html
    assert "The Committee recommends, the Council decides." in html
    answer = done(client, course, 3)
    assert answer["Location"] == course.get_absolute_url()
    assert "Everything is done." in page(client, course.get_absolute_url())
    assert Enrolment.objects.get().completed_at is not None
    assert "1 person completed it" in page(client, "/en/training/")


def test_a_failed_quiz_says_what_is_needed(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    html, _base, _token = through_the_quiz(client, course, right=False)
    assert "0 %, needs 80 %" in html
    assert "the quiz of lesson 2 (0 %, needs 80 %)" in page(client, course.get_absolute_url())


def test_no_key_ever_reaches_the_browser(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    quiz = Quiz.objects.get()
    base = f"/en/training/{course.slug}/quiz/{quiz.activity.key}/"
    client.post(f"{base}begin/")
    html = "".join(page(client, f"{base}{number}/") for number in (1, 2))
    for told in ("prepares the files", "Council decides.</", 'value="council"', 'value="false"', "Roster", "right"):
        assert told not in html.replace("More than one can be right", "")


def test_submitting_twice_is_submitting_once_and_changes_nothing_later(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    _html, base, token = through_the_quiz(client, course)
    assert client.post(f"{base}submit/", {"token": token}).status_code == 302
    client.post(f"{base}1/", {"go": "next"})
    attempt = Attempt.objects.get()
    assert attempt.percent == 100
    assert client.post(f"{base}submit/", {"token": "another"}).status_code == 404


def test_a_forged_option_is_no_answer(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    base = f"/en/training/{course.slug}/quiz/{Quiz.objects.get().activity.key}/"
    client.post(f"{base}begin/")
    client.post(f"{base}1/", {f"q{place}": ["council", "<b>", "general"] for place in range(8)} | {"go": "stay"})
    chosen = Attempt.objects.get().responses.filter(version__kind__in=["single", "multiple"], saved_at__isnull=False)
    assert all(row.answer == [] for row in chosen)


def test_what_others_do_is_not_there(course, outsider, author, signed_in):
    client = signed_in(outsider)
    take(client, course)
    _html, base, token = through_the_quiz(client, course)
    other = signed_in(author)
    assert other.get(f"{base}attempts/1/").status_code == 404
    take(other, course)
    assert other.get(f"{base}attempts/1/").status_code == 404
    assert other.post(f"{base}submit/", {"token": token}).status_code == 404


def test_the_course_page_costs_the_same_for_sixty_lessons(cast, outsider, signed_in, django_assert_num_queries):
    made = make_item(Course, title="Long", organization=cast.organization, author=cast.author)
    edition = draft_of(made)
    module = {"wording": {"en": {"title": "M"}}, "lessons": []}
    module["lessons"] = [
        {"wording": {"en": {"title": f"L{n}", "body": "<p>x</p>"}}, "activities": [{}]} for n in range(60)
    ]
    build(edition, [module])
    publish(edition)
    client = signed_in(outsider)
    take(client, made)
    page(client, made.get_absolute_url())
    Enrolment.objects.update(last_seen=timezone.now())
    with django_assert_num_queries(10):
        assert "60 of 60 left" in page(client, made.get_absolute_url())


def test_a_part_of_a_locked_module_is_not_done_by_saying_so(course, outsider, signed_in):
    client = signed_in(outsider)
    take(client, course)
    locked = course.edition.modules.exclude(opens_after=None).get()
    key = locked.lessons.first().activities.exclude(kind="quiz").first().key
    answer = client.post(f"/en/training/{course.slug}/done/", {"activity": str(key)}, follow=True)
    assert "Opens when module 1 is done" in answer.content.decode()
    assert not Done.objects.exists()
    assert str(key) not in page(client, f"/en/training/{course.slug}/offline/send-in/")
