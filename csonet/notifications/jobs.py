"""Periodic jobs: a registry that apps fill in ready(), and the table that says when each last ran.

A job is leased by a conditional UPDATE, so that two workers never run it at once; what it did stands in the admin.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import F, Q
from django.utils import timezone

from csonet.notifications.models import JobRun

logger = logging.getLogger("csonet.jobs")

#: The row by which the worker says that it lives.
HEARTBEAT = "worker"
LEASE = timedelta(minutes=30)


@dataclass(frozen=True)
class Job:
    """A function without arguments, idempotent, that returns what it did (a number or a sentence)."""

    name: str
    run: Callable[[], object]
    every: timedelta


REGISTRY: dict[str, Job] = {}


def register(name: str, run: Callable[[], object], every: timedelta) -> None:
    """Add a periodic job. A name stands once; registering it again replaces it."""
    REGISTRY[name] = Job(name, run, every)


def run_due(now: datetime | None = None, between: Callable[[], object] | None = None) -> int:
    """Run the jobs whose time has come; how many ran. One that fails is noted and does not stop the others.

    between: called after each job that ran, so that mails don't wait until all are done.
    """
    now = now or timezone.now()
    ran = 0
    for job in list(REGISTRY.values()):
        if _lease(job, now):
            ran += _run(job, now)
            if between is not None:
                between()
    return ran


def beat(now: datetime | None = None) -> None:
    """Say that the worker lives."""
    JobRun.objects.update_or_create(name=HEARTBEAT, defaults={"finished_at": now or timezone.now()})


def worker_is_silent(after: timedelta = timedelta(minutes=2)) -> bool:
    """Has no worker said anything for so long?"""
    return not JobRun.objects.filter(name=HEARTBEAT, finished_at__gt=timezone.now() - after).exists()


def _lease(job: Job, now: datetime) -> bool:
    JobRun.objects.get_or_create(name=job.name)
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    is_due = Q(started_at=None) | Q(started_at__lte=now - job.every)
    return bool(JobRun.objects.filter(free, is_due, name=job.name).update(started_at=now, leased_until=now + LEASE))


def _run(job: Job, now: datetime) -> int:
    row = JobRun.objects.filter(name=job.name)
    try:
        result = job.run()
    except DatabaseError:
        raise  # the worker waits until the database is back; the lease runs out by itself
    except Exception as problem:  # one job's fault must not stop the others
        logger.exception("job %s failed", job.name)
        row.update(
            finished_at=timezone.now(),
            leased_until=None,
            failures=F("failures") + 1,
            result=f"{type(problem).__name__}: {problem}"[:500],
        )
        return 1
    row.update(finished_at=timezone.now(), leased_until=None, failures=0, result=str(result)[:500])
    return 1
