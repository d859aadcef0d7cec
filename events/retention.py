"""Personal data goes after the event: each field after its days, by a job that writes down what it deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.models import Answer, Event, Purge, Registration

#: Days after the end of the event, by field; answers have their own days in their question.
DAYS = {"access_needs": 30, "gender": 90, "answers": 90, "email": 365}
BATCH = 200


def purge_due(now: datetime | None = None) -> str:
    """The job: delete what is due; what it deleted, in words for the desk's table of jobs."""
    now = now or timezone.now()
    first = now - timedelta(days=min(DAYS.values()))
    total: dict[str, int] = {}
    for event in Event.objects.filter(
        ends__lt=max(first, now - timedelta(days=3650)), registrations__isnull=False
    ).distinct():
        for name, count in purge(event, now).items():
            total[name] = total.get(name, 0) + count
    _answers_due(now, total)
    return ", ".join(f"{name}: {count}" for name, count in sorted(total.items())) or "0"


def purge(event: Event, now: datetime) -> dict[str, int]:
    """Delete what is due of one event: {field: how many people}; the proof is kept where there was something."""
    if event.ends is None:
        return {}
    over = now - event.ends
    figures: dict[str, int] = {}
    with transaction.atomic():
        rows = Registration.objects.filter(event=event)
        for name in ("access_needs", "gender"):
            if over >= timedelta(days=DAYS[name]):
                figures[name] = rows.exclude(**{name: ""}).update(**{name: ""})
        if over >= timedelta(days=DAYS["answers"]):
            figures["answers"] = _delete(
                Answer.objects.filter(registration__event=event, question__retention_days=None)
            )
        if over >= timedelta(days=DAYS["email"]):
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
    """Addresses and tokens go; the name stays where the person came: the certificate of attendance rests on it."""
    count = 0
    for row in rows.filter(purged_at=None)[:5000]:
        came = row.check_ins.filter(undone_at=None).exists()
        row.email = f"deleted-{row.pk}@invalid.example"
        row.name = row.name if came else "—"
        row.purged_at, row.user = now, row.user if came else None
        row.save(update_fields=["email", "name", "purged_at", "user", "updated"])
        count += 1
    return count
