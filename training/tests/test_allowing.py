"""More time and further attempts for one person: granted by the course's people, kept by the server's clock."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from training.editions import draft_of, publish
from training.learning import enrol
from training.models import Attempt, Done, Enrolment, ExtraTime, Quiz
from training.quizzes import attempting
from training.quizzes.allowing import allowance_of, grant
from training.quizzes.attempting import AttemptError
from training.tests.test_regrading import course, desk, under_way  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(course):  # noqa: F811
    Quiz.objects.update(limit_minutes=10, attempts=1, grace_seconds=30)
    return Quiz.objects.get()


@pytest.fixture
def enrolment(limited, course, cast):  # noqa: F811
    return enrol(cast.outsider, course)


def test_an_attempt_lasts_as_long_as_it_is_allowed(limited, enrolment, cast):
    assert allowance_of(enrolment, limited).minutes == 10
    grant(limited, cast.outsider, percent=25, attempts=0, reason="")
    assert allowance_of(enrolment, limited).minutes == 13, "a started minute is a whole one"
    attempt = attempting.begin(enrolment, limited)
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=13)


def test_an_attempt_that_is_under_way_gets_the_time_at_once_and_keeps_it(limited, enrolment, cast):
    attempt = attempting.begin(enrolment, limited)
    extra = grant(limited, cast.outsider, percent=100, attempts=0, reason="")
    attempt.refresh_from_db()
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=20)
    extra.delete()
    grant(limited, cast.outsider, percent=50, attempts=0, reason="")
    attempt.refresh_from_db()
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=20), "never less than was promised"


@pytest.mark.parametrize(("late", "counts"), [(29, True), (31, False)])
def test_the_grace_begins_where_the_more_time_ends(limited, enrolment, cast, time_machine, late, counts):
    start = timezone.now().replace(microsecond=0)
    time_machine.move_to(start, tick=False)
    grant(limited, cast.outsider, percent=50, attempts=0, reason="")
    attempt = attempting.begin(enrolment, limited)
    time_machine.move_to(start + timedelta(minutes=15, seconds=late), tick=False)
    if counts:
        attempting.save(attempt, {0: []})
    else:
        with pytest.raises(AttemptError, match="time was over"):
            attempting.save(attempt, {0: []})
        assert Attempt.objects.get().state == Attempt.State.CLOSED


def test_another_person_gets_nothing_of_it(limited, enrolment, cast, course):  # noqa: F811
    grant(limited, cast.outsider, percent=50, attempts=2, reason="")
    other = enrol(cast.colleague, course)
    allowed = allowance_of(other, limited)
    assert (allowed.minutes, allowed.attempts) == (10, 1)


def test_a_further_attempt_can_be_allowed(limited, enrolment, cast):
    attempting.submit(under_way(enrolment).token, enrolment)
    assert "used up" in attempting.why_not(enrolment, limited)
    grant(limited, cast.outsider, percent=0, attempts=1, reason="")
    assert attempting.why_not(enrolment, limited) == ""
    attempting.submit(under_way(enrolment).token, enrolment)
    assert "The 2 attempts" in attempting.why_not(enrolment, limited)


def test_the_page_grants_changes_and_takes_back(limited, enrolment, desk, cast, signed_in):  # noqa: F811
    client = signed_in(cast.author)
    for name in ("nobody", cast.colleague.username, "\0", "x" * 5000):
        form = {"person": name, "percent": "25", "attempts": "0", "reason": "kept"}
        assert "kept" in client.post(desk, form).content.decode()
    assert not ExtraTime.objects.exists()
    for wrong in ({"percent": "401"}, {"percent": "-1"}, {"attempts": "21"}, {"percent": "many"}):
        client.post(desk, {"person": "outsider", "percent": "25", "attempts": "0"} | wrong)
    assert not ExtraTime.objects.exists()
    for percent in ("25", "50"):
        sent = {"person": cast.outsider.email.upper(), "percent": percent, "attempts": "1", "reason": "Slow line"}
        html = client.post(desk, sent, follow=True).content.decode()
    assert (ExtraTime.objects.get().percent, "Slow line" in html) == (50, True)
    learners = (
        signed_in(cast.outsider)
        .get(f"{enrolment.course.get_absolute_url()}quiz/{limited.activity.key}/")
        .content.decode()
    )
    for part in ("15 minutes", "with 50 % more time for you", "2 attempts", "30 seconds later still counts", "60 %"):
        assert part in learners
    assert "Slow line" not in learners
    client.post(desk, {"remove": "999999"})
    for value in ("x", "9" * 5_000, "9" * 18, "\0", "-1"):
        client.post(desk, {"remove": value})
    assert ExtraTime.objects.exists()
    client.post(desk, {"remove": str(ExtraTime.objects.get().pk)})
    assert not ExtraTime.objects.exists()
    assert signed_in(cast.outsider).post(desk, {"person": "outsider", "percent": "25"}).status_code == 403


def test_it_holds_in_the_next_edition_too(limited, enrolment, cast, course):  # noqa: F811
    grant(limited, cast.outsider, percent=50, attempts=0, reason="")
    second = draft_of(course)
    publish(second)
    newer = Quiz.objects.get(activity__lesson__module__edition=second)
    assert newer.pk != limited.pk
    assert allowance_of(enrolment, newer).minutes == 15
    grant(newer, cast.outsider, percent=100, attempts=0, reason="")
    assert ExtraTime.objects.get().quiz == newer


@pytest.fixture
def passed_in_time(enrolment):
    """An attempt with the right answers saved, whose time and grace are over."""
    attempt = under_way(enrolment, Who="o1", When="o1", Where="o1")
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=5))
    return attempt


@pytest.mark.parametrize("way", ["look", "begin", "save", "page"])
def test_what_was_passed_when_the_time_ran_out_is_done(passed_in_time, enrolment, limited, cast, signed_in, way):
    client = signed_in(cast.outsider)
    if way == "look":
        client.get(reverse("quiz", args=[enrolment.course.slug, limited.activity.key]))
    elif way == "begin":
        client.post(reverse("quiz_begin", args=[enrolment.course.slug, limited.activity.key]))
    elif way == "page":
        client.post(reverse("quiz_page", args=[enrolment.course.slug, limited.activity.key, 1]), {"go": "next"})
    else:
        with pytest.raises(AttemptError, match="time was over"):
            attempting.save(Attempt.objects.get(), {0: []})
    assert Attempt.objects.get().passed
    assert Done.objects.get().evidence == Done.Evidence.PASSED
    assert Enrolment.objects.get().completed_at is not None
