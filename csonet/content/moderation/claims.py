"""Who is looking at a submission: a mark for settings.CLAIM_MINUTES, not a state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from csonet.content.models import Case


def claim(case: Case, user: Any) -> bool:
    """Mark the case as looked at by this person, or renew the mark; False while somebody else looks at it."""
    now = timezone.now()
    free = Q(claimed_by=None) | Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by=user)
    taken = Case.objects.open().filter(free, pk=case.pk).update(**_mark(user))
    case.refresh_from_db(fields=["claimed_by", "claimed_until", "closed_at"])
    return bool(taken)


def take_over(case: Case, user: Any) -> Any:
    """Look at it in another's place; whose mark it was, or None. Does nothing to a closed case."""
    former = case.claimed_by if case.is_claimed else None
    Case.objects.open().filter(pk=case.pk).update(**_mark(user))
    case.refresh_from_db(fields=["claimed_by", "claimed_until", "closed_at"])
    return former


def release(case: Case, user: Any) -> None:
    """Take one's own mark off."""
    Case.objects.filter(pk=case.pk, claimed_by=user).update(claimed_by=None, claimed_until=None)


def other_holder(case: Case, user: Any) -> Any:
    """Who else is looking at it now, or None."""
    return case.claimed_by if case.is_claimed and case.claimed_by_id != user.pk else None


def minutes_since(case: Case) -> int:
    """For how many minutes nothing was heard of who is looking at it."""
    if not case.claimed_until:
        return 0
    started = case.claimed_until - timedelta(minutes=settings.CLAIM_MINUTES)
    return max(int((timezone.now() - started).total_seconds() // 60), 0)


def _mark(user: Any) -> dict[str, Any]:
    return {"claimed_by": user, "claimed_until": timezone.now() + timedelta(minutes=settings.CLAIM_MINUTES)}
