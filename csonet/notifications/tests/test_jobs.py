"""Periodic jobs run when they are due, one worker at a time, and say what they did."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from csonet.notifications import jobs
from csonet.notifications.models import JobRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(jobs, "REGISTRY", {})
    return jobs.REGISTRY


def test_a_job_runs_when_it_is_due_and_its_row_says_what_it_did(registry):
    ran = []
    jobs.register("count", lambda: ran.append(1) or "3 things done", timedelta(hours=1))
    now = timezone.now()
    assert jobs.run_due(now) == 1
    assert jobs.run_due(now + timedelta(minutes=59)) == 0
    assert jobs.run_due(now + timedelta(minutes=60)) == 1
    assert len(ran) == 2
    assert JobRun.objects.get(pk="count").result == "3 things done"


def test_a_job_that_fails_is_noted_and_does_not_stop_the_others(registry):
    ran = []
    jobs.register("broken", lambda: 1 / 0, timedelta(hours=1))
    jobs.register("good", lambda: ran.append(1), timedelta(hours=1))
    assert jobs.run_due() == 2
    assert ran == [1]
    broken = JobRun.objects.get(pk="broken")
    assert (broken.failures, broken.result) == (1, "ZeroDivisionError: division by zero")


def test_a_job_that_another_worker_runs_is_left_alone(registry):
    now = timezone.now()
    second = []
    jobs.register("slow", lambda: second.append(jobs.run_due(now + timedelta(minutes=2))), timedelta(minutes=1))
    jobs.run_due(now)
    assert second == [0]


def test_the_worker_command_makes_one_round_and_its_silence_is_noticed(registry):
    ran = []
    jobs.register("good", lambda: ran.append(1), timedelta(hours=1))
    call_command("worker", once=True)
    assert ran == [1]
    assert jobs.worker_is_silent()
    jobs.beat()
    assert not jobs.worker_is_silent()
