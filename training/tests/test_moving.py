"""New editions and those who are learning; and what of a course is found by searching."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import SearchDocument
from csonet.content.search.query import find
from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import make_user
from training.editions import draft_of, publish
from training.learning import enrol, record, standing
from training.models import Activity, Attempt, Course, Done, Enrolment, ExtraTime, Lesson, Quiz
from training.quizzes import attempting
from training.quizzes.allowing import allowance_of, grant

pytestmark = pytest.mark.django_db


def next_edition(course, *, moves):
    """The next edition, without the last lesson."""
    draft = draft_of(course)
    draft.modules.last().lessons.all().delete()
    draft.moves_learners, draft.notes = moves, "The form is shorter."
    publish(draft)
    return draft


def learning(course, user):
    return Enrolment.objects.select_related("edition", "course").get(course=course, user=user)


def do(enrolment, *places):
    for place in places:
        record(enrolment, list(standing(enrolment)[0].activities)[place], Done.Evidence.SAID)


def test_learners_move_with_what_they_have_done(course, outsider):
    enrol(outsider, course)
    do(learning(course, outsider), 0)
    edition = next_edition(course, moves=True)
    moved = learning(course, outsider)
    outline, progress = standing(moved)
    assert moved.edition == edition
    assert [lesson.number for lesson in outline.lessons] == [1, 2]
    assert progress.sentence.startswith("2 of 3 left: lesson 2")


def test_who_stays_finishes_on_the_edition_with_which_they_began(course, outsider):
    enrol(outsider, course)
    first = course.edition
    next_edition(course, moves=False)
    stays = learning(course, outsider)
    assert stays.edition == first
    do(stays, 0, 1, 2, 3)
    assert learning(course, outsider).completed_at is not None
    late = make_user("late")
    enrol(late, Course.objects.get(pk=course.pk))
    assert learning(course, late).edition.number == 2


def test_who_has_done_all_that_is_left_has_completed_it(course, outsider):
    enrol(outsider, course)
    do(learning(course, outsider), 0, 1, 2)
    next_edition(course, moves=True)
    assert learning(course, outsider).completed_at is not None


def test_who_completed_it_stays_where_that_was(course, outsider):
    enrol(outsider, course)
    do(learning(course, outsider), 0, 1, 2, 3)
    next_edition(course, moves=True)
    assert learning(course, outsider).edition.number == 1
    assert not Notice.objects.filter(recipient=outsider).exists()


def test_attempts_go_along_with_their_answers_and_are_counted(course, outsider):
    enrolment = enrol(outsider, course)
    old = Quiz.objects.get(activity__lesson__module__edition=course.edition)
    Quiz.objects.filter(pk=old.pk).update(attempts=2)
    old.refresh_from_db()
    done = attempting.begin(enrolment, old)
    attempting.submit(done.token, enrolment)
    ExtraTime.objects.create(quiz=old, user=outsider, percent=50)
    under_way = attempting.begin(enrolment, old)
    place = under_way.responses.get(version__kind="short").position
    attempting.save(under_way, {place: "Roster"})
    edition = next_edition(course, moves=True)
    new = Quiz.objects.get(activity__lesson__module__edition=edition)
    moved = learning(course, outsider)
    again = attempting.open_attempt(moved, new)
    assert again == under_way
    assert again.responses.get(position=place).answer == "Roster"
    attempting.submit(again.token, moved)
    assert "used up" in attempting.why_not(moved, new)
    assert ExtraTime.objects.get(quiz=new, user=outsider).percent == 50
    assert Attempt.objects.filter(quiz=new).count() == 2


@pytest.mark.parametrize(("moves", "kind"), [(True, "edition_moved"), (False, "edition_stays")])
def test_learners_are_told_either_way_and_who_left_is_not(course, cast, moves, kind):
    enrol(cast.outsider, course)
    left = enrol(cast.moderator, course)
    Enrolment.objects.filter(pk=left.pk).update(left_at=timezone.now())
    next_edition(course, moves=moves)
    notice = Notice.objects.get(kind__startswith="edition_")
    assert (notice.recipient, notice.kind) == (cast.outsider, kind)
    for language in ("en", "fr", "es", "ar", "zh-hans", "ru"):
        subject, body = render(notice, language)
        assert "How to apply" in subject
        assert "The form is shorter." in body


def test_the_course_page_says_that_there_is_a_newer_edition(course, outsider, signed_in):
    enrol(outsider, course)
    next_edition(course, moves=False)
    html = signed_in(outsider).get(course.get_absolute_url()).content.decode()
    assert "You finish on edition 1" in html
    Enrolment.objects.update(left_at=timezone.now() - timedelta(days=1))
    assert "You finish on" not in signed_in(outsider).get(course.get_absolute_url()).content.decode()


def test_moving_costs_the_same_for_any_number_of_learners(course, django_assert_max_num_queries):
    for number in range(12):
        enrol(make_user(f"learner{number}"), course)
    draft = draft_of(course)
    draft.moves_learners = True
    with django_assert_max_num_queries(75):
        publish(draft)
    assert not Enrolment.objects.exclude(edition=draft).exists()


def found(text, user=None, language=None):
    return [hit.item.title for hit in find(text, user or AnonymousUser(), language).hits]


def test_a_course_is_found_by_the_words_of_its_lessons_in_each_language(course):
    assert found("consultation") == ["How to apply"]
    assert found("relation de consultation", language="fr") == ["How to apply"]
    hit = find("statut", make_user("reader")).hits[0]
    assert (hit.language, hit.title_language, str(hit.title)) == ("fr", "en", "How to apply")


def test_quizzes_and_drafts_are_not_searched(course):
    Lesson.objects.filter(module__edition=draft_of(course)).update(
        wording={"en": {"title": "Quokkaberry", "body": "<p>Quokkaberry</p>"}}
    )
    assert found("quokkaberry") == []
    assert not SearchDocument.objects.filter(body__contains="The Committee recommends").exists()
    publish(draft_of(course))
    assert found("quokkaberry") == ["How to apply"]


def test_what_members_alone_may_read_is_found_by_no_visitor(course):
    Course.objects.filter(pk=course.pk).update(audience="members")
    assert found("consultation") == []


def test_transcripts_are_found(course):
    draft = draft_of(course)
    Activity.objects.filter(lesson__module__edition=draft, kind="read").update(
        wording={"ar": {"transcript": "<p>قال الرئيس إن الجلسة مفتوحة</p>"}}
    )
    publish(draft)
    assert found("الجلسة", language="ar") == ["How to apply"]


def test_further_attempts_go_along_and_are_taken_back_in_all_editions(course, cast, signed_in):
    enrolment = enrol(cast.outsider, course)
    old = Quiz.objects.get(activity__lesson__module__edition=course.edition)
    Quiz.objects.filter(pk=old.pk).update(attempts=1)
    old.refresh_from_db()
    grant(old, cast.outsider, percent=50, attempts=2, reason="Slow line")
    grant(old, cast.colleague, percent=25, attempts=1, reason="")
    edition = next_edition(course, moves=True)
    new = Quiz.objects.get(activity__lesson__module__edition=edition)
    moved = learning(course, cast.outsider)
    assert (allowance_of(moved, new).attempts, allowance_of(moved, new).more_percent) == (3, 0)
    given = ExtraTime.objects.get(quiz=new, user=cast.outsider)
    assert (given.percent, given.attempts, given.reason) == (50, 2, "Slow line")
    desk = reverse("desk_quiz", args=[course.slug, new.activity.key])
    signed_in(cast.author).post(desk, {"remove": given.pk})
    assert not ExtraTime.objects.filter(user=cast.outsider).exists()
    assert allowance_of(moved, new).attempts == allowance_of(enrolment, old).attempts == 1
    assert ExtraTime.objects.filter(user=cast.colleague).count() == 2
