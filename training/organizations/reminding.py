"""Reminders of assigned courses: seven days and one day before the day, and once after it. Each is sent once.

Which went out last stands on the assignment and moves by a conditional UPDATE: a job that runs twice, or two workers,
tell nobody twice. A new day begins anew.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from training import telling
from training.models import Assignment

#: (number, days before the due day on which it is sent at the earliest); the later one stands for those before.
REMINDERS = ((3, -1), (2, 1), (1, 7))
BATCH = 500


def remind_due(today: date | None = None) -> int:
    """The job: who has not done what is due soon, or was due, hears of it; how many."""
    today = today or timezone.localdate()
    due = Q(pk=None)
    for number, before in REMINDERS:
        due |= Q(due_on__lte=today + timedelta(days=before), reminded__lt=number)
    soon = Assignment.objects.open().filter(due, user__is_active=True, course__status="published")
    rows = soon.order_by("due_on", "pk")
    return sum(_remind(one, today) for one in rows.select_related("user", "course", "organization")[:BATCH])


def _remind(one: Assignment, today: date) -> int:
    days = (one.due_on - today).days  # type: ignore[operator]  # asked for those with a day alone
    number = next(number for number, before in REMINDERS if days <= before)
    # Who was asked after the time of a reminder knows the day: the notice of it said so.
    is_news = one.created.date() <= one.due_on - timedelta(days=dict(REMINDERS)[number])  # type: ignore[operator]
    with transaction.atomic():
        if not Assignment.objects.filter(pk=one.pk, reminded__lt=number).update(reminded=number):
            return 0
        if not is_news:
            return 0
        words = {"name": one.organization.name, "due": one.due_on.isoformat(), "late": days < 0}  # type: ignore[union-attr]
        telling.about_course([one.user], "course_due", one.course, **words)
    return 1
