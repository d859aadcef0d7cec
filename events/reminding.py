"""Reminders: seven days and one day before a meeting, and of deadlines with something unfinished. Each is sent once.

What was sent is a row (Told) with the meeting's key and SEQUENCE: a job that runs twice, or two workers, tell nobody
twice; a meeting that was moved is reminded of anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from events import completing, telling
from events.models import Delegation, Occurrence, Registration, Rule, Told
from events.models.choices import EventStatus, RegistrationState

#: How long before; the shorter stands for the longer where both are due.
BEFORE = {"reminder-1": timedelta(days=1), "reminder-7": timedelta(days=7)}
DEADLINE = timedelta(days=3)
BATCH = 200


def remind_due(now: datetime | None = None) -> int:
    """The job: who is admitted hears of a meeting that begins within a day or a week; how many."""
    now = now or timezone.now()
    soon = Occurrence.objects.filter(
        is_cancelled=False, starts__gt=now, starts__lte=now + BEFORE["reminder-7"], event__status="published"
    ).exclude(event__event_status__in=[EventStatus.CANCELLED, EventStatus.POSTPONED])
    return sum(_remind(one, now) for one in soon.select_related("event").order_by("starts")[:BATCH])


def _remind(one: Occurrence, now: datetime) -> int:
    name = "reminder-1" if one.starts <= now + BEFORE["reminder-1"] else "reminder-7"
    what = f"{name}:{one.key.hex}:{one.sequence}"
    rows = Registration.objects.filter(event=one.event_id, state=RegistrationState.ADMITTED).exclude(told__what=what)
    # Who registered after the time of the reminder knows the date: the mail of admission said it.
    rows = rows.filter(created__lte=one.starts - BEFORE[name])
    count = 0
    for row in rows.select_related("user", "place")[:BATCH]:
        row.event = one.event
        count += _once(row, what, "event_reminder")
    return count


def _once(row: Registration, what: str, kind: str) -> int:
    """Tell somebody, unless another worker did; the row and the mail are one transaction."""
    try:
        with transaction.atomic():
            Told.objects.create(registration=row, what=what)
            telling.tell_people([row], kind, row.event)
    except IntegrityError:
        return 0
    return 1


def deadlines_due(now: datetime | None = None) -> int:
    """The job: owners hear, three days before, of a delegation in which something is not finished; how many owners."""
    now = now or timezone.now()
    rules = Rule.objects.filter(closes__gt=now, closes__lte=now + DEADLINE, event__status="published")
    delegations = Delegation.objects.filter(rule__in=rules).select_related("event", "organization", "rule")
    return sum(_unfinished(one) for one in delegations.order_by("pk")[:BATCH])


def _unfinished(delegation: Delegation) -> int:
    rows = list(
        Registration.objects.live()
        .filter(delegation=delegation)
        .select_related("rule")
        .prefetch_related("answers", "rule__questions")
    )
    open_rows: list[Any] = [row for row in rows if row.org_decision == "pending" or completing.missing(row)]
    if not open_rows:
        return 0
    what = f"deadline:{delegation.rule.closes:%Y%m%d%H%M}"
    try:
        with transaction.atomic():
            Told.objects.create(registration=rows[0], what=what)
            owners = telling.owners_of(delegation.organization_id)
            page = ["delegation", delegation.event.slug, delegation.organization.slug]
            telling.notice(owners, "event_deadline", delegation.event, page, count=len(open_rows))
    except IntegrityError:
        return 0
    return len(owners)
