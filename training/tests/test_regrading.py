"""A question marked again: seen beforehand, announced, and nobody loses what was passed."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import make_item, make_user
from training.building import add_question, build, change_question, retire
from training.editions import draft_of, publish
from training.learning import enrol
from training.models import Attempt, Course, Done, Edition, Question, QuestionVersion, Quiz, Regrading, Response
from training.quizzes import attempting, regrading
from training.quizzes.allowing import grant
from training.quizzes.marks import earned, translated
from training.quizzes.regrading import RegradingError, mark_of, preview, regrade, rules_for

pytestmark = pytest.mark.django_db


def choice(stem, right, *others):
    options = [{"id": f"o{n}", "wording": {"en": {"label": text}}} for n, text in enumerate([right, *others], start=1)]
    return {"kind": "single", "wording": {"en": {"stem": stem}}, "options": options, "key": {"right": ["o1"]}}


@pytest.fixture
def course(cast):
    """One quiz with three questions of one mark, needing 60 %."""
    made = make_item(Course, title="How to apply", organization=cast.organization, author=cast.author)
    edition = draft_of(made)
    questions = [choice("Who decides?", "The Branch", "The Council"), choice("When?", "May"), choice("Where?", "NY")]
    for question in questions[1:]:
        question["options"].append({"id": "o9", "wording": {"en": {"label": "Never"}}})
    quiz = {"bank": "B", "rules": {"pass_percent": 60}, "questions": questions}
    lesson = {"wording": {"en": {"title": "L", "body": "<p>x</p>"}}, "activities": [{"kind": "quiz", "quiz": quiz}]}
    build(edition, [{"wording": {"en": {"title": "M"}}, "lessons": [lesson]}])
    publish(edition)
    made.refresh_from_db()
    return made


def attempt_of(user, course, **answers):
    """A submitted attempt: {stem's first word: option id}."""
    enrolment = enrol(user, course)
    attempt = under_way(enrolment, **answers)
    return attempting.submit(attempt.token, enrolment)


def under_way(enrolment, **answers):
    attempt = attempting.begin(enrolment, Quiz.objects.get())
    for row in attempt.responses.select_related("version"):
        stem = row.version.wording["en"]["stem"].split()[0].strip("?")
        row.answer = [answers.get(stem, "o9")]
        row.save()
    return attempt


@pytest.fixture
def corrected(course):
    """The question whose key was wrong, with its next version: the Council decides, and it now stands first."""
    question = Question.objects.order_by("position").first()
    change_question(question, choice("Who decides?", "The Council", "The Branch"))
    Edition.objects.update(published_at=timezone.now())
    return question


def test_a_preview_says_who_changes_from_what_to_what_and_saves_nothing(course, corrected, cast):
    right = attempt_of(cast.outsider, course, Who="o2", When="o1")
    Attempt.objects.filter(pk=right.pk).update()
    # The new version is asked of whoever begins now; this one answered the old one.
    answered_old = attempt_with_old_version(cast.colleague, course, Who="o2", When="o1")
    changes = preview(corrected, "key")
    assert [(change.attempt.pk, change.before, change.after) for change in changes] == [
        (answered_old.pk, Decimal("33.33"), Decimal("66.67"))
    ]
    assert changes[0].newly_passed
    answered_old.refresh_from_db()
    assert (answered_old.percent, Regrading.objects.count()) == (Decimal("33.33"), 0)


def attempt_with_old_version(user, course, **answers):
    enrolment = enrol(user, course)
    attempt = under_way(enrolment, **answers)
    row = attempt.responses.get(version__question__position=0)
    row.version = QuestionVersion.objects.get(question=row.version.question, number=1)
    row.save()
    return attempting.submit(attempt.token, enrolment)


def test_the_act_marks_again_tells_and_passes_who_passes_now(course, corrected, cast):
    attempt = attempt_with_old_version(cast.outsider, course, Who="o2", When="o1")
    assert not Done.objects.exists()
    seen = mark_of(preview(corrected, "key"))
    done = regrade(Quiz.objects.get(), corrected, "key", reason="The key was wrong.", seen=seen, by=cast.author)
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.grading, done.changed) == (Decimal("66.67"), 2, 1)
    assert Done.objects.get().evidence == "passed"
    assert attempt.enrolment.__class__.objects.get().completed_at is not None
    notice = Notice.objects.get(kind="quiz_regraded")
    subject, words = render(notice, "en")
    assert "How to apply" in subject
    for part in ("33.3 %", "66.7 %", "60 %", "The key was wrong.", "as it is now"):
        assert part in words
    with pytest.raises(RegradingError, match="have changed"):
        regrade(Quiz.objects.get(), corrected, "key", reason="again", seen=seen, by=cast.author)
    assert Notice.objects.count() == 1


def test_who_passed_stays_passed(course, corrected, cast):
    attempt = attempt_with_old_version(cast.outsider, course, Who="o1", When="o1")
    assert attempt.percent == Decimal("66.67")
    changes = preview(corrected, "key")
    assert [(change.before, change.after) for change in changes] == [(Decimal("66.67"), Decimal(60))]
    regrade(Quiz.objects.get(), corrected, "key", reason="r", seen=mark_of(changes), by=cast.author)
    attempt.refresh_from_db()
    assert attempt.passed
    assert Done.objects.count() == 0 or Done.objects.get().evidence == "passed"


@pytest.mark.parametrize(("rule", "after"), [("full", "66.67"), ("void", "50.00")])
def test_everybody_gets_the_marks_or_it_does_not_count(course, corrected, cast, rule, after):
    attempt = attempt_with_old_version(cast.outsider, course, Who="o9", When="o1")
    seen = mark_of(preview(corrected, rule))
    regrade(Quiz.objects.get(), corrected, rule, reason="r", seen=seen, by=cast.author)
    attempt.refresh_from_db()
    assert attempt.percent == Decimal(after)


def test_what_is_under_way_is_marked_by_the_same_rule(course, corrected, cast):
    enrolment = enrol(cast.outsider, course)
    attempt = under_way(enrolment, When="o1")
    regrade(Quiz.objects.get(), corrected, "full", reason="r", seen=mark_of([]), by=cast.author)
    assert attempting.submit(attempt.token, enrolment).percent == Decimal("66.67")


def test_an_earlier_regrading_of_another_question_stays(course, corrected, cast):
    attempt = attempt_with_old_version(cast.outsider, course, Who="o9")
    when = Question.objects.get(position=1)
    quiz = Quiz.objects.get()
    regrade(quiz, when, "full", reason="r", seen=mark_of(preview(when, "full")), by=cast.author)
    regrade(quiz, corrected, "full", reason="r", seen=mark_of(preview(corrected, "full")), by=cast.author)
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("66.67")


def test_an_option_is_the_one_that_says_the_same(corrected):
    old, new = QuestionVersion.objects.filter(question=corrected).order_by("number")
    assert translated(["o1"], old, new) == ["o2"]
    assert translated(["o2"], old, new) == ["o1"]
    new.options[0]["wording"]["en"]["label"] = "The General Assembly"
    assert translated(["o2"], old, new) == ["was o2"], "what is gone is nobody else"


def test_another_kind_of_question_can_not_mark_earlier_answers(corrected):
    change_question(corrected, {"kind": "short", "wording": {"en": {"stem": "Who?"}}, "key": {"accept": ["Council"]}})
    assert rules_for(corrected) == ["full", "void"]
    with pytest.raises(RegradingError):
        preview(corrected, "key")


@pytest.fixture
def desk(course):
    return f"{course.get_absolute_url()}quizzes/{Quiz.objects.get().activity.key}/"


def test_the_page_shows_before_it_acts(course, corrected, desk, cast, signed_in):
    attempt = attempt_with_old_version(cast.outsider, course, Who="o2", When="o1")
    client, url = signed_in(cast.author), f"{desk}regrade/{corrected.pk}/"
    assert "changed since" in client.get(desk).content.decode()
    shown = client.post(url, {"rule": "key", "do": "show"}).content.decode()
    for part in (str(cast.outsider), "33.3 %", "66.7 %", "passes now"):
        assert part in shown
    assert "This field is required" not in shown
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    nothing = client.post(url, {"rule": "key", "do": "apply", "seen": seen}).content.decode()
    assert "This field is required" in nothing
    stale = client.post(url, {"rule": "key", "reason": "r", "do": "apply", "seen": "x"}).content.decode()
    assert "Look at the new list" in stale
    assert Attempt.objects.get(pk=attempt.pk).grading == 1
    done = client.post(url, {"rule": "key", "reason": "A slip.", "do": "apply", "seen": seen}, follow=True)
    assert "1 result changed" in done.content.decode()
    assert "A slip." in done.content.decode()
    mine = signed_in(cast.outsider).get(
        f"{course.get_absolute_url()}quiz/{Quiz.objects.get().activity.key}/attempts/1/"
    )
    assert "was marked again" in mine.content.decode()
    assert "A slip." in mine.content.decode()


def test_only_the_courses_people_see_the_desk(course, corrected, desk, cast, signed_in, visitor):
    attempt_of(cast.outsider, course, When="o1")
    for url in (desk, f"{desk}regrade/{corrected.pk}/", f"{course.get_absolute_url()}quizzes/"):
        assert visitor.get(url).status_code == 302
        for stranger in (cast.outsider, cast.newcomer, cast.moderator):
            assert signed_in(stranger).get(url).status_code == 403
        assert signed_in(cast.author).get(url).status_code == 200
    other = make_item(Course, title="Other", organization=cast.organization, author=cast.author)
    assert signed_in(cast.author).get(desk.replace(course.slug, other.slug)).status_code == 404
    assert signed_in(cast.author).get(f"{desk}regrade/99999/").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_desk_costs_the_same(course, desk, cast, signed_in, django_assert_num_queries, count):
    client, quiz = signed_in(cast.author), Quiz.objects.get()
    for number in range(count):
        asked = add_question(quiz.draws.get().bank, choice(f"Question {number}", "A", "B"), number + 3).question
        person = make_user(f"learner{number}")
        grant(quiz, person, percent=25, attempts=0, reason="")
        Regrading.objects.create(question=asked, version=asked.versions.first(), reason="r", by=cast.author)
        attempt_of(person, course, When="o1")
    for url, queries in ((desk, 11), (f"{course.get_absolute_url()}quizzes/", 9)):
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)


@pytest.mark.parametrize("count", [1, 20])
def test_a_preview_costs_the_same(course, corrected, cast, django_assert_num_queries, count):
    for number in range(count):
        attempt_with_old_version(make_user(f"learner{number}"), course, Who="o2")
    with django_assert_num_queries(3):
        assert len(preview(corrected, "key")) == count


def stems_asked(course, user):
    """What somebody who enrols and begins now is asked, with the key."""
    attempt = attempting.begin(enrol(user, course), Quiz.objects.get(activity__lesson__module__edition=course.edition))
    rows = attempt.responses.select_related("version")
    return {row.version.wording["en"]["stem"]: row.version.key["right"] for row in rows}


def test_what_is_written_for_the_next_edition_is_asked_when_it_is_published(course, cast, signed_in):
    client, write = signed_in(cast.author), f"{course.get_absolute_url()}write/"
    client.post(f"{write}begin/")
    quiz = Quiz.objects.get(activity__lesson__module__edition__published_at=None)
    pages = f"{write}quiz/{quiz.pk}/question/"
    first, second, _third = Question.objects.order_by("position")
    typed = {"kind": "single", "marks": "1", "answers": "- The Branch\n* The Council"}
    client.post(f"{pages}{first.pk}/", {**typed, "stem": "Who really decides?"})
    client.post(f"{pages}{second.pk}/", {"do": "retire"})
    client.post(pages, {**typed, "stem": "Who else?"})
    assert QuestionVersion.objects.count() == 5
    assert set(stems_asked(course, cast.outsider)) == {"Who decides?", "When?", "Where?"}
    publish(draft_of(course))
    course.refresh_from_db()
    assert set(stems_asked(course, cast.moderator)) == {"Who really decides?", "Where?", "Who else?"}


def test_a_key_that_was_marked_again_is_asked_at_once(course, cast):
    question = Question.objects.order_by("position").first()
    change_question(question, choice("Who decides?", "The Council", "The Branch", "Nobody"))
    version = question.versions.first()
    Regrading.objects.create(question=question, version=version, rule="full", reason="r")
    begun = attempting.questions_for(Quiz.objects.get())
    assert version not in begun
    Regrading.objects.create(question=question, version=version, rule="key", reason="r")
    assert version in attempting.questions_for(Quiz.objects.get())
    assert len(begun) == 3


def test_a_submission_while_it_is_marked_again_keeps_its_marks(course, corrected, cast, monkeypatch):
    attempt_with_old_version(cast.outsider, course, Who="o2", When="o1")
    attempt = under_way(enrol(cast.colleague, course), When="o1")
    asked = attempt.responses.get(version__question=corrected)

    def meanwhile(*given):
        Response.objects.filter(pk=asked.pk).update(marks=1)
        return earned(*given)

    seen = mark_of(preview(corrected, "key"))
    monkeypatch.setattr(regrading, "earned", meanwhile)
    with CaptureQueriesContext(connection) as queries:
        regrade(Quiz.objects.get(), corrected, "key", reason="r", seen=seen, by=cast.author)
    asked.refresh_from_db()
    assert (asked.marks, asked.regrading.rule) == (1, "key")
    if connection.features.has_select_for_update:
        assert any("FOR UPDATE" in row["sql"] and "training_attempt" in row["sql"] for row in queries)


def test_a_question_is_retired_since_it_was_and_no_later_change_moves_that(course, cast):
    """An edition that was published after a question was retired does not ask it, whatever touches the row later."""
    question = QuestionVersion.objects.first().question
    retire(question)
    since = Question.objects.get(pk=question.pk).retired_at
    draft = draft_of(course)
    publish(draft)
    question.refresh_from_db()
    question.position = 9
    question.save()
    retire(question)
    assert Question.objects.get(pk=question.pk).retired_at == since
    quizzes = Quiz.objects.order_by("pk")
    asked = [question.pk in {version.question_id for version in attempting.questions_for(quiz)} for quiz in quizzes]
    assert asked == [True, False]
