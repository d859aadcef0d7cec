"""Surveys: answered once, shown from five and in steps of five, and never to be brought together with a person."""

from __future__ import annotations

import pytest
from django.db import models

from csonet.testing.makers import make_user
from csonet.workflow import WorkflowError
from training.building import build
from training.editions import draft_of, lacks, publish
from training.learning import enrol, record
from training.models import Activity, Answered, Done, Enrolment, Remark, Survey, SurveyQuestion, Tally
from training.outline import outline_of
from training.surveys import answering, results, writing
from training.surveys.answering import answer
from training.tests.makers import make_course

pytestmark = pytest.mark.django_db

STRUCTURE = [
    {
        "wording": {"en": {"title": "One"}},
        "lessons": [
            {
                "wording": {"en": {"title": "First", "body": "<p>Read.</p>"}},
                "activities": [{"minutes": 5}, {"kind": "survey", "wording": {"en": {"title": "Half way"}}}],
            }
        ],
    }
]


def ask(course, kind, key=None, **texts):
    texts = {"text": f"A {kind}?", "answers": [], **texts}
    return writing.save_question(course, key, None, kind=kind, language="en", texts=texts)


@pytest.fixture
def asked(course):
    scale = ask(course, "scale", low="little", high="much")
    choice = ask(course, "choice", answers=["By phone", "By computer"])
    return scale, choice, ask(course, "text")


def finished(course, user):
    enrolment = enrol(user, course)
    for key in outline_of(course.edition, ("en",)).activities:
        record(enrolment, key, Done.Evidence.SAID)
    enrolment.refresh_from_db()
    return enrolment


def answers(course, asked, number, *, text="I liked it."):
    scale, choice, words = asked
    for _number in range(number):
        given = {scale.pk: "4", choice.pk: choice.options[0]["id"], words.pk: text}
        answer(Survey.objects.get(), finished(course, make_user()), given, "en")


def page(client, course, rest=""):
    return client.get(f"/en/training/{course.slug}/survey/{rest}").content.decode()


def test_who_completed_the_course_answers_once(cast, course, asked, signed_in):
    client, (scale, choice, words) = signed_in(cast.outsider), asked
    address = f"/en/training/{course.slug}/survey/"
    enrol(cast.outsider, course)
    assert client.get(address).status_code == 404, "not done yet"
    finished(course, cast.outsider)
    assert "what do you say of it?" in client.get(course.get_absolute_url()).content.decode()
    assert "By computer" in client.get(address).content.decode()
    sent = {f"q{scale.pk}": "5", f"q{choice.pk}": "o1", f"q{words.pk}": "More pictures, please."}
    html = client.post(address, sent, follow=True).content.decode()
    assert "Nobody can see that these answers are yours." in html
    assert "what do you say of it?" not in html
    assert "You have answered already." in client.post(address, sent, follow=True).content.decode()
    assert "You have answered already." in client.get(address).content.decode()
    assert Survey.objects.get().answered == 1
    assert list(Tally.objects.filter(count=1).values_list("value", flat=True)) == ["5", "o1"]


def test_nothing_that_is_kept_leads_to_a_person(course, asked):
    """No key, no time, no growing number stands with an answer; what stands with the person says nothing."""
    for model, columns in (
        (Remark, {"id", "question_id", "text", "language", "is_shown"}),
        (Tally, {"id", "question_id", "value", "count", "shown"}),
        (Answered, {"id", "survey_id", "user_id"}),
    ):
        assert {field.attname for field in model._meta.concrete_fields} == columns
    assert isinstance(Remark._meta.pk, models.UUIDField)
    assert isinstance(Answered._meta.pk, models.UUIDField)
    answers(course, asked, 3)
    assert Tally.objects.filter(count__gt=0).count() == 2, "answers of three are counts, not rows"


def test_the_rows_of_five_are_written_anew_in_another_order(course, asked, monkeypatch):
    shuffled = []
    monkeypatch.setattr(answering._ORDER, "shuffle", lambda rows: (shuffled.extend(rows), rows.reverse()))
    before = set()
    for number in range(5):
        answers(course, asked, 1, text=f"Remark {number}")
        before |= set(Remark.objects.filter(is_shown=False).values_list("pk", flat=True))
    assert len(shuffled) == 5
    assert Remark.objects.filter(pk__in=before).count() == 0, "no key of the time of writing is left"
    assert {remark.text for remark in Remark.objects.all()} == {f"Remark {number}" for number in range(5)}


def test_nothing_is_shown_under_five_and_then_in_steps_of_five(cast, course, asked, signed_in):
    client = signed_in(cast.author)
    answers(course, asked, 4, text="Quokkaberry")
    html = page(client, course, "results/")
    assert "4 people have answered." in html
    assert "too few to show" in html
    assert "Quokkaberry" not in html
    assert "By phone" not in html
    answers(course, asked, 1, text="Quokkaberry")
    html = page(client, course, "results/")
    assert html.count("Quokkaberry") == 5
    assert "4.0 on average" in html
    answers(course, asked, 4, text="Sixth to ninth")
    html = page(client, course, "results/")
    assert "9 people have answered." in html
    assert "The answers of 5 are shown." in html
    assert "Sixth to ninth" not in html


def test_a_question_that_few_have_answered_stays_hidden(cast, course, asked):
    scale, _choice, words = asked
    for number in range(5):
        given = {scale.pk: "2"} | ({words.pk: "Lonely words"} if number < 2 else {})
        answer(Survey.objects.get(), finished(course, make_user()), given, "en")
    [found] = results.results_of(course, {}, ("en",))
    shown = {one.kind: one for one in found.questions}
    assert shown["scale"].bars[1][1:] == (5, 100)
    assert shown["choice"].is_hidden
    assert shown["text"].is_hidden
    assert shown["text"].remarks == []


def test_a_forged_answer_is_none(cast, course, asked, signed_in):
    client, (scale, choice, _words) = signed_in(cast.outsider), asked
    finished(course, cast.outsider)
    address = f"/en/training/{course.slug}/survey/"
    for odd in ({f"q{scale.pk}": "6"}, {f"q{choice.pk}": "o9"}, {f"q{scale.pk}": "\0"}):
        assert client.post(address, odd).status_code == 200
    assert not Answered.objects.exists()
    own = Enrolment.objects.get(user=cast.outsider)
    answer(Survey.objects.get(), own, {}, "en")
    with pytest.raises(WorkflowError):
        answer(Survey.objects.get(), own, {}, "en")
    assert Survey.objects.get().answered == 1, "what failed has counted nothing"


def test_results_and_questions_are_the_authors_affair(cast, course, asked, signed_in):
    finished(course, cast.outsider)
    question = SurveyQuestion.objects.first()
    for person in (cast.outsider, cast.moderator, cast.newcomer):
        client = signed_in(person)
        for rest in ("results/", "write/", f"write/{question.pk}/"):
            assert client.get(f"/en/training/{course.slug}/survey/{rest}").status_code == 404, person
    assert signed_in(cast.branch).get(f"/en/training/{course.slug}/survey/results/").status_code == 200
    assert signed_in(cast.branch).get(f"/en/training/{course.slug}/survey/write/").status_code == 404
    assert signed_in(cast.colleague).get(f"/en/training/{course.slug}/survey/write/").status_code == 200


def test_authors_write_in_two_languages_and_what_was_answered_stays(cast, course, signed_in):
    client = signed_in(cast.author)
    address = f"/en/training/{course.slug}/survey/write/"
    sent = {"kind": "choice", "text": "How did you learn?", "answers": "By phone\nBy computer"}
    assert "at least two different" in client.post(address, sent | {"answers": "One"}).content.decode()
    client.post(address, sent)
    question = SurveyQuestion.objects.get()
    french = {"kind": "choice", "text": "Comment ?", "answers": "Téléphone\nOrdinateur"}
    client.post(f"{address}{question.pk}/?language=fr", french)
    question.refresh_from_db()
    assert question.wording["fr"]["text"] == "Comment ?"
    assert question.options[1]["wording"] == {"en": {"label": "By computer"}, "fr": {"label": "Ordinateur"}}
    answer(question.survey, finished(course, cast.outsider), {question.pk: "o0"}, "en")
    refused = client.post(f"{address}{question.pk}/", sent | {"text": "Something else?"}).content.decode()
    assert "stays as it was asked" in refused
    arabic = {"kind": "choice", "text": "كيف؟", "answers": "هاتف\nحاسوب"}
    assert client.post(f"{address}{question.pk}/?language=ar", arabic).status_code == 302
    client.post(f"{address}{question.pk}/", {"do": "retire"})
    question.refresh_from_db()
    assert (question.retired, question.wording["en"]["text"]) == (True, "How did you learn?")


def test_a_survey_in_a_lesson_is_done_by_answering_it(cast, signed_in):
    course = make_course(cast)
    draft = draft_of(course)
    draft.modules.all().delete()
    build(draft, STRUCTURE)
    key = Activity.objects.get(kind="survey").key
    assert any("asks nothing" in problem for problem in lacks(draft))
    client = signed_in(cast.author)
    write = f"/en/training/{course.slug}/survey/{key}/write/"
    client.post(write, {"kind": "scale", "text": "Is it clear so far?", "low": "no", "high": "very"})
    assert lacks(draft) == []
    publish(draft)
    course.refresh_from_db()
    learner = signed_in(cast.outsider)
    enrol(cast.outsider, course)
    assert f"/survey/{key}/" in learner.get(f"/en/training/{course.slug}/lessons/1/").content.decode()
    html = learner.get(f"/en/training/{course.slug}/survey/{key}/").content.decode()
    assert "5 – very" in html
    question = SurveyQuestion.objects.get()
    learner.post(f"/en/training/{course.slug}/survey/{key}/", {f"q{question.pk}": "5"})
    assert Done.objects.filter(activity_key=key).count() == 1
    assert signed_in(cast.moderator).get(f"/en/training/{course.slug}/survey/{key}/").status_code == 404
    assert "Half way" in page(client, course, "results/")
