"""Periodic jobs run when they are due, one worker at a time, and say what they did."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from csonet.content.publication import move
from csonet.notifications import jobs
from csonet.notifications.api import notify
from csonet.notifications.housekeeping import purge
from csonet.notifications.management.commands import worker
from csonet.notifications.models import JobRun, Notice, OutboundMail
from csonet.notifications.outbox import queue_mail
from csonet.testing.makers import make_practice

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


def test_mails_leave_between_two_jobs_and_do_not_wait_for_all_of_them(registry, mailoutbox):
    left = []
    jobs.register("first", lambda: queue_mail("ana@example.org", "Hello", "text", "en"), timedelta(hours=1))
    jobs.register("second", lambda: left.append(len(mailoutbox)), timedelta(hours=1))
    call_command("worker", once=True)
    assert left == [1]


def test_a_worker_in_a_long_job_is_heard_of_and_one_that_hangs_is_not(registry, monkeypatch):
    beats = []
    monkeypatch.setattr(jobs, "beat", lambda: beats.append(1))
    monkeypatch.setattr(worker, "connection", SimpleNamespace(close=lambda: None))
    pulse = worker.Pulse()
    pulse.beat()
    pulse.moved_on -= jobs.LEASE.total_seconds() - 60
    pulse.beat()
    assert len(beats) == 2
    pulse.moved_on -= 120
    pulse.beat()
    assert len(beats) == 2


def test_the_portals_own_jobs_run_again_and_again_and_say_when_they_last_did():
    names = {"summaries", "purge-mails", "announcements", "moderators-digest", "late-submissions", "reminders"}
    assert names | {"scheduled-items", "purge-sessions"} <= set(jobs.REGISTRY)
    now = timezone.now()
    for later in (timedelta(), timedelta(days=1, minutes=1)):
        assert jobs.run_due(now + later) == len(jobs.REGISTRY)
        assert set(JobRun.objects.exclude(finished_at=None).values_list("name", flat=True)) >= set(jobs.REGISTRY)
    assert not JobRun.objects.filter(failures__gt=0).exists()


def test_a_scheduled_item_appears_at_its_time(cast):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    move(item, "submit", actor=cast.author)
    move(item, "schedule", actor=cast.branch, at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("worker", once=True)
    item.refresh_from_db()
    assert item.status == "published"


def test_old_notices_and_mails_go_and_waiting_ones_stay(cast):
    old = timezone.now() - timedelta(days=200)
    sent, waiting = (queue_mail("ana@example.org", "Hello", "secret", "en") for _n in range(2))
    OutboundMail.objects.filter(pk=sent.pk).update(state="sent", created=timezone.now() - timedelta(days=8))
    notify([cast.author, cast.outsider], "changed", mail=False)
    Notice.objects.filter(recipient=cast.author).update(created=old, read_at=old)
    purge()
    sent.refresh_from_db()
    assert sent.body == ""
    assert OutboundMail.objects.get(pk=waiting.pk).body == "secret"
    assert Notice.objects.get().recipient == cast.outsider
    OutboundMail.objects.update(created=old)
    purge()
    assert OutboundMail.objects.get() == waiting
