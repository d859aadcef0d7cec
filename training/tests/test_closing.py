"""An attempt whose time is over closes by itself, at its deadline, whether its learner comes back or not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csonet.notifications.jobs import REGISTRY
from csonet.testing.makers import make_user
from csonet.testing.racing import all_at_once
from training.learning import enrol
from training.models import Attempt, Course, Done, Enrolment, Quiz
from training.quizzes import attempting, closing
from training.quizzes.allowing import grant
from training.tests.test_regrading import course, under_way  # noqa: F401

pytestmark = pytest.mark.django_db
RIGHT = {"Who": "o1", "When": "o1", "Where": "o1"}
LATE = timedelta(days=3)


@pytest.fixture
def limited(course):  # noqa: F811
    Quiz.objects.update(limit_minutes=10, grace_seconds=30)
    return course


def left_behind(course, user=None, **answers):  # noqa: F811
    """An attempt with these answers saved, whose deadline was three days ago."""
    attempt = under_way(enrol(user or make_user(), course), **answers)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now() - LATE)
    return Attempt.objects.get(pk=attempt.pk)


def test_what_was_saved_is_marked_and_everything_is_dated_by_the_deadline(limited):
    left = left_behind(limited, **RIGHT)
    assert REGISTRY["close attempts whose time is over"].run() == 1
    attempt, done, enrolment = Attempt.objects.get(), Done.objects.get(), Enrolment.objects.get()
    assert (attempt.state, attempt.late, attempt.percent, attempt.passed) == ("closed", True, 100, True)
    assert attempt.submitted_at == done.at == enrolment.completed_at == left.deadline_at
    assert (done.activity_key, done.evidence) == (attempt.quiz.activity.key, Done.Evidence.PASSED)
    assert Course.objects.get().responses == 1
    assert closing.close_due() == 0
    assert Course.objects.get().responses == 1


def test_a_visit_that_comes_first_dates_it_in_the_same_way(limited):
    left = left_behind(limited, **RIGHT)
    assert attempting.open_attempt(left.enrolment, left.quiz) is None
    assert Attempt.objects.get().submitted_at == Enrolment.objects.get().completed_at == left.deadline_at
    assert closing.close_due() == 0


def test_a_course_is_completed_on_the_day_of_the_last_thing_that_was_done(limited):
    left = left_behind(limited, **RIGHT)
    later = left.deadline_at + timedelta(days=1)
    Done.objects.create(enrolment=left.enrolment, activity_key="0" * 32, at=later, evidence=Done.Evidence.SAID)
    closing.close_due()
    assert Enrolment.objects.get().completed_at == later


def test_who_failed_has_an_attempt_that_is_over_and_nothing_done(limited):
    left_behind(limited, Who="o1")
    closing.close_due()
    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.passed) == ("closed", False)
    assert not Done.objects.exists()
    assert Enrolment.objects.get().completed_at is None


@pytest.mark.parametrize(("seconds", "closed"), [(30, 0), (31, 1)])
def test_the_grace_is_waited_for(limited, seconds, closed, time_machine):
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    under_way(enrol(make_user(), limited))
    time_machine.move_to(now + timedelta(minutes=10, seconds=seconds), tick=False)
    assert closing.close_due() == closed


def test_attempts_without_a_limit_stay_open(limited):
    under_way(enrol(make_user(), limited))
    Attempt.objects.update(deadline_at=None)
    assert closing.close_due() == 0
    assert Attempt.objects.get().state == "open"


def test_more_time_that_was_given_while_the_job_looked_is_kept(limited, monkeypatch):
    left = left_behind(limited)
    Attempt.objects.update(started_at=timezone.now() - timedelta(minutes=12), deadline_at=timezone.now() - timedelta(1))
    found = closing._in_batches

    def granted_meanwhile(keys):
        grant(left.quiz, left.enrolment.user, percent=100, attempts=0, reason="")
        return found(keys)

    monkeypatch.setattr(closing, "_in_batches", granted_meanwhile)
    assert closing.close_due() == 0
    assert Attempt.objects.get().state == "open"


def test_a_hundred_and_more_are_closed_in_batches(limited, monkeypatch):
    monkeypatch.setattr(closing, "AT_ONCE", 2)
    for _number in range(5):
        left_behind(limited, **RIGHT)
    assert closing.close_due() == 5
    assert Course.objects.get().responses == 5


def test_a_batch_costs_the_same_for_one_and_for_twenty(limited):
    def costs(count):
        for _number in range(count):
            left_behind(limited, **RIGHT)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert closing.close_due() == count
        return len(queries)

    assert costs(1) == costs(20) == 17


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_job_and_visits_at_the_same_moment_close_each_attempt_once(limited):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("needs a database that threads share: a file, or PostgreSQL")
    left = [left_behind(limited, **RIGHT) for _number in range(12)]
    jobs = [closing.close_due] * 4
    jobs += [lambda row=row: attempting.open_attempt(row.enrolment, row.quiz) for row in left]
    jobs += [lambda row=row: attempting.submit(row.token, row.enrolment) for row in left]
    assert all_at_once(len(jobs), lambda which: jobs[which]()) == []
    closing.close_due()
    assert set(Attempt.objects.values_list("state", "percent")) == {("closed", 100)}
    for row in Attempt.objects.select_related("enrolment"):
        assert row.submitted_at == row.deadline_at == row.enrolment.completed_at == row.enrolment.done.get().at
    assert Course.objects.get().responses == 12
