"""Reminders: seven days and one day before a meeting, of the link to join, of deadlines with something unfinished.

Each is sent once. What was sent is a row (Told) with the meeting's key and SEQUENCE: a job that runs twice, or two
workers, tell nobody twice; a meeting that was moved is reminded of anew.
"""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from events import completing, telling
from events.models import Delegation, Occurrence, Registration, Rule, Told
from events.models.choices import EventStatus, Mode, RegistrationState

#: How long before; the shorter stands for the longer where both are due.
BEFORE = {"reminder-1": timedelta(days=1), "reminder-7": timedelta(days=7)}
DEADLINE = timedelta(days=3)
BATCH = 200
#: No link is shown longer before (events.forms.organizing).
LONGEST = timedelta(hours=336)


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


def links_due(now: datetime | None = None) -> int:
    """The job: who is admitted to come online hears that the link to join is open; how many.

    One that was admitted later, or a link that has changed since, is told of too. It says when the meeting is, so that
    it stands for the reminder of the day before.
    """
    now = now or timezone.now()
    meetings = Occurrence.objects.filter(
        is_cancelled=False, ends__gt=now, starts__lte=now + LONGEST, event__status="published"
    ).exclude(event__event_status__in=[EventStatus.CANCELLED, EventStatus.POSTPONED])
    rows = meetings.filter(event__join_link__isnull=False).select_related("event__join_link").order_by("starts")
    return sum(
        _open_link(one) for one in rows[:BATCH] if one.starts <= now + timedelta(hours=one.event.join_link.hours)
    )


def _open_link(one: Occurrence) -> int:
    address = f"{zlib.crc32(one.event.join_link.url.encode()):08x}"
    what = f"link:{one.key.hex}:{one.sequence}:{address}"
    rows = Registration.objects.admitted().filter(event=one.event_id, mode=Mode.ONLINE).exclude(told__what=what)
    count = 0
    for row in rows.select_related("user", "place")[:BATCH]:
        row.event = one.event
        count += _once(row, what, "event_link", instead=f"reminder-1:{one.key.hex}:{one.sequence}")
    return count


def _once(row: Registration, what: str, kind: str, instead: str = "") -> int:
    """Tell somebody, unless another worker did; the row and the mail are one transaction. instead: told by it too."""
    try:
        with transaction.atomic():
            Told.objects.create(registration=row, what=what)
            if instead:
                Told.objects.get_or_create(registration=row, what=instead)
            telling.tell_people([row], kind, row.event)
    except IntegrityError:
        return 0
    return 1


def deadlines_due(now: datetime | None = None) -> int:
    """The job: owners hear, three days before, of a delegation in which something is not finished; how many owners."""
    now = now or timezone.now()
    rules = Rule.objects.filter(closes__gt=now, closes__lte=now + DEADLINE, event__status="published")
    return sum(_unfinished_under(rule) for rule in rules)


def _unfinished_under(rule: Rule) -> int:
    """All that were not told yet, however many: the finished ones before them keep nobody waiting."""
    what = f"deadline:{rule.closes:%Y%m%d%H%M}"
    told = Told.objects.filter(what=what, registration__delegation__rule=rule).values("registration__delegation")
    delegations = Delegation.objects.filter(rule=rule).exclude(pk__in=told).order_by("pk")
    return sum(_unfinished(one, what) for one in delegations.select_related("event", "organization"))


def _unfinished(delegation: Delegation, what: str) -> int:
    rows = list(
        Registration.objects.live()
        .filter(delegation=delegation)
        .select_related("rule")
        .prefetch_related("answers", "rule__questions")
    )
    open_rows: list[Any] = [row for row in rows if row.org_decision == "pending" or completing.missing(row)]
    if not open_rows:
        return 0
    try:
        with transaction.atomic():
            Told.objects.create(registration=rows[0], what=what)
            owners = telling.owners_of(delegation.organization_id)
            page = ["delegation", delegation.event.slug, delegation.organization.slug]
            telling.notice(owners, "event_deadline", delegation.event, page, count=len(open_rows))
    except IntegrityError:
        return 0
    return len(owners)
