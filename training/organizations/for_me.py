"""For the dashboard: the courses that somebody is asked to take, and has not done."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from csonet.prepared import prepared
from training.models import Assignment
from training.models.assignment import by_due_date

MOST_SHOWN = 5


def section(user: Any) -> tuple[str, dict[str, Any]] | None:
    """What is due first comes first. One query; none for who belongs to no approved organization."""
    if not user.standing.is_member:
        return None
    found = _asked(user.pk, sorted(user.standing.organizations))
    return ("training/asked_of_me.html", {"rows": found, "today": timezone.localdate()}) if found else None


@prepared
def _asked(user: int, organizations: list[int]) -> QuerySet[Any, Any]:
    rows = Assignment.objects.open().filter(user=user, organization__in=organizations)
    rows = rows.filter(course__status="published").order_by(*by_due_date())
    return rows.values("course__title", "course__slug", "course__language", "due_on", "organization__name")[:MOST_SHOWN]
