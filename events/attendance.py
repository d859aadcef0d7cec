"""What events tell other nouns of their meetings: when they are, and who was let in (csonet.content.meetings)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from csonet.content.meetings import Meeting, attendance_changed
from events.models import CheckIn, Occurrence, Registration


def meetings(items: Sequence[int]) -> list[Meeting]:
    """All meetings of these events, by their beginning."""
    rows = Occurrence.objects.filter(event__in=items).order_by("starts", "pk")
    columns = rows.values_list("event_id", "key", "starts", "ends", "is_cancelled")
    return [Meeting(*row) for row in columns]


def attended(user: int, items: Sequence[int]) -> list[tuple[int, UUID, datetime]]:
    """(event, meeting, when) for each time that this person was let in and it was not undone."""
    rows = CheckIn.objects.filter(registration__user=user, occurrence__event__in=items, undone_at=None)
    return list(rows.order_by("at").values_list("occurrence__event_id", "occurrence__key", "at"))


def tell(registration: Registration) -> None:
    """Say that somebody with an account was let in, or that it was undone. What others make of it stops no door."""
    if registration.user_id is not None:
        attendance_changed.send_robust(CheckIn, item=registration.event_id, user=registration.user_id)
