"""The job that closes attempts whose time is over, for learners who do not come back: what was saved is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from training.models import Attempt
from training.quizzes.attempting import close, is_over

#: So many attempts are closed in one transaction.
AT_ONCE = 100


def close_due() -> int:
    """Close every attempt whose deadline and grace are over, as the learner's next visit would; how many."""
    now = timezone.now()
    rows = Attempt.objects.filter(state=Attempt.State.OPEN, deadline_at__lt=now).select_related("quiz")
    over = [row.pk for row in rows.order_by("deadline_at", "pk") if is_over(row, now)]
    return sum(_close(keys, now) for keys in _in_batches(over))


def _in_batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _close(keys: Sequence[int], now: datetime) -> int:
    """Close these, without those that a visit holds or has closed, and those that were given more time meanwhile."""
    with transaction.atomic():
        rows = Attempt.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            pk__in=keys, state=Attempt.State.OPEN
        )
        due = [row for row in rows.select_related("quiz__activity").order_by("pk") if is_over(row, now)]
        close(due, now)
    return len(due)
