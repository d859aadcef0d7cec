"""Personal data goes after the event: each field after its days, by a job that writes down what it deleted.

The days are the portal's (EVENT_RETENTION_DAYS); answers may have days of their own, which their question says.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Answer, Event, Purge, Registration


def kept() -> list[tuple[str, int]]:
    """What people say of themselves, and how many days after the event it is deleted."""
    names = {
        "access_needs": _("What you need to take part"),
        "gender": _("Gender"),
        "answers": _("Answers to questions"),
        "email": _("E-mail address and function"),
    }
    return [(names[name], days) for name, days in settings.EVENT_RETENTION_DAYS.items()]


def purge_due(now: datetime | None = None) -> str:
    """The job: delete what is due; what it deleted, in words for the desk's table of jobs."""
    now = now or timezone.now()
    kept = settings.EVENT_RETENTION_DAYS.values()
    # Once the addresses are gone nothing is left, unless something else is kept longer than they are.
    left = Q(registrations__purged_at=None) | Q(ends__gt=now - timedelta(days=max(kept) + 30))
    past = Event.objects.filter(left, ends__lt=now - timedelta(days=min(kept)), registrations__isnull=False)
    total: dict[str, int] = {}
    for event in past.distinct():
        for name, count in purge(event, now).items():
            total[name] = total.get(name, 0) + count
    _answers_due(now, total)
    return ", ".join(f"{name}: {count}" for name, count in sorted(total.items())) or "0"


def purge(event: Event, now: datetime) -> dict[str, int]:
    """Delete what is due of one event: {field: how many people}; the proof is kept where there was something."""
    if event.ends is None:
        return {}
    over, days = now - event.ends, settings.EVENT_RETENTION_DAYS
    figures: dict[str, int] = {}
    with transaction.atomic():
        rows = Registration.objects.filter(event=event)
        for name in ("access_needs", "gender"):
            if over >= timedelta(days=days[name]):
                figures[name] = rows.exclude(**{name: ""}).update(**{name: ""})
        if over >= timedelta(days=days["answers"]):
            figures["answers"] = _delete(
                Answer.objects.filter(registration__event=event, question__retention_days=None)
            )
        if over >= timedelta(days=days["email"]):
            figures["email"] = _anonymous(rows, now)
        figures = {name: count for name, count in figures.items() if count}
        if figures:
            Purge.objects.create(event=event, figures=figures)
    return figures


def _answers_due(now: datetime, total: dict[str, int]) -> None:
    """Answers whose question has days of its own."""
    for answer in Answer.objects.filter(
        question__retention_days__isnull=False, registration__event__ends__lt=now
    ).select_related("question", "registration__event"):
        event: Any = answer.registration.event
        if event.ends + timedelta(days=answer.question.retention_days or 0) <= now:
            name = f"answers to question {answer.question_id}"
            with transaction.atomic():
                total[name] = total.get(name, 0) + _delete(Answer.objects.filter(pk=answer.pk))
                Purge.objects.create(event=event, figures={name: 1})


def _delete(answers: Any) -> int:
    """Delete answers, and their files once the transaction stands."""
    rows = list(answers)
    for row in rows:
        if row.file:
            storage, name = row.file.storage, str(row.file.name)
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    answers.delete()
    return len(rows)


def _anonymous(rows: Any, now: datetime) -> int:
    """Addresses, functions and words go; the name stays where the person came: their certificate rests on it."""
    count = 0
    for row in rows.filter(purged_at=None)[:5000]:
        came = row.check_ins.filter(undone_at=None).exists()
        row.email = f"deleted-{row.pk}@invalid.example"
        row.name = row.name if came else "—"
        row.role = row.org_text = row.desk_text = ""
        row.purged_at, row.user = now, row.user if came else None
        row.save(update_fields=["email", "name", "role", "org_text", "desk_text", "purged_at", "user", "updated"])
        row.steps.exclude(text="").update(text="")  # who took whose place, and why: by name
        count += 1
    return count
