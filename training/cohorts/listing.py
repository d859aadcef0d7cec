"""The cohorts that the page of a course shows."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.utils import timezone

from training.models import Cohort, Course, Participant

#: So many stand on the course's page, the first to begin first.
MOST_SHOWN = 20


def shown_on(course: Course, user: Any) -> list[Cohort]:
    """Those that are to come or under way, each with the reader's own `state` ("" for who is not in it). One query."""
    today = timezone.localdate()
    state: Any = Value("")
    if user.is_authenticated:
        own = Participant.objects.live().filter(cohort=OuterRef("pk"), user=user)
        state = Subquery(own.values("place__state")[:1])
    rows = Cohort.objects.current(today).filter(course=course).select_related("seats").annotate(own_state=state)
    found = list(rows[:MOST_SHOWN])
    for cohort in found:
        cohort.course = course
        cohort.can_be_joined = cohort.is_open(today)  # type: ignore[attr-defined]
    return found
