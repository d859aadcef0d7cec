"""What one person is allowed at a quiz: its rules, and for some more time or further attempts, with a reason.

An allowance goes by the quiz's key, through all editions of the course.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from training.models import Attempt, Course, Enrolment, ExtraTime, Quiz


@dataclass(frozen=True)
class Allowance:
    """What the rules are for one person. None: as many attempts, as much time as they like."""

    attempts: int | None
    minutes: int | None
    more_attempts: int = 0
    more_percent: int = 0

    def deadline(self, start: datetime) -> datetime | None:
        """Until when an attempt that was begun then lasts."""
        return None if self.minutes is None else start + timedelta(minutes=self.minutes)


def allowance_of(enrolment: Enrolment, quiz: Quiz) -> Allowance:
    """The rules of a quiz for the learner of an enrolment. One query."""
    extra = granted(quiz.activity.key).filter(user=enrolment.user_id).first()
    return _with(quiz, extra)


def _with(quiz: Quiz, extra: ExtraTime | None) -> Allowance:
    percent, attempts = (extra.percent, extra.attempts) if extra else (0, 0)
    # A started minute is a whole one.
    minutes = None if quiz.limit_minutes is None else -(-quiz.limit_minutes * (100 + percent) // 100)
    return Allowance(
        attempts=None if quiz.attempts is None else quiz.attempts + attempts,
        minutes=minutes,
        more_attempts=attempts if quiz.attempts is not None else 0,
        more_percent=percent if quiz.limit_minutes is not None else 0,
    )


def granted(key: Any) -> QuerySet[ExtraTime]:
    """What was allowed to whom at the quiz with this key, the newest first."""
    return ExtraTime.objects.filter(quiz__activity__key=key).select_related("user").order_by("-updated", "-pk")


def grant(quiz: Quiz, user: Any, *, percent: int, attempts: int, reason: str) -> ExtraTime:
    """Allow more; an attempt that is under way gets the time at once. A second time replaces the first."""
    with transaction.atomic():
        granted(quiz.activity.key).filter(user=user).exclude(quiz=quiz).delete()
        extra, _made = ExtraTime.objects.update_or_create(
            quiz=quiz, user=user, defaults={"percent": percent, "attempts": attempts, "reason": reason}
        )
        _move_deadlines(quiz, user, extra)
    return extra


def take_back(extra: ExtraTime) -> None:
    """Allow it no more, in any edition. An attempt that is under way keeps the time with which it was begun."""
    granted(extra.quiz.activity.key).filter(user=extra.user_id).delete()


def _move_deadlines(quiz: Quiz, user: Any, extra: ExtraTime) -> None:
    under_way = Attempt.objects.select_for_update(of=("self",)).filter(
        quiz__activity__key=quiz.activity.key, enrolment__user=user, state=Attempt.State.OPEN
    )
    for attempt in under_way.select_related("quiz"):
        until = _with(attempt.quiz, extra).deadline(attempt.started_at)
        if until is not None and attempt.deadline_at is not None and until > attempt.deadline_at:
            Attempt.objects.filter(pk=attempt.pk).update(deadline_at=until)


def learner(course: Course, name: str) -> Any:
    """Who takes the course under this user name or mail address; None for nobody."""
    rows = Enrolment.objects.filter(course=course, left_at=None).select_related("user")
    by_name = rows.filter(user__username__iexact=name).first() or rows.filter(user__email__iexact=name).first()
    return by_name.user if by_name else None
