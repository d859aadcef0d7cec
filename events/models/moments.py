"""What an event's time is to its list: to come, over, or with a registration that closes soon."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

COMING, PAST, SOON = "coming", "past", "soon"
#: A deadline is soon when it is no further away.
NEAR = timedelta(days=7)


def condition(value: str) -> Q:
    """On events, as of now. What has no date yet is to come. Several rules of one event can make several rows."""
    now = timezone.now()
    if value == PAST:
        return Q(ends__lte=now)
    if value == COMING:
        return Q(ends__gt=now) | Q(ends=None)
    return Q(rules__closes__gt=now, rules__closes__lte=now + NEAR)
