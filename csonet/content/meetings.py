"""Meetings of events, as far as other nouns ask for them: when they are, and who was there.

Nouns never import each other. The one that knows of meetings registers itself here; the others ask here, and listen to
`attendance_changed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.dispatch import Signal

#: Sent when it becomes known that somebody was at a meeting, or is taken back. Arguments: item, user (primary keys).
attendance_changed = Signal()


@dataclass(frozen=True)
class Meeting:
    """One meeting of an event."""

    item: int
    key: UUID
    starts: datetime
    ends: datetime
    is_cancelled: bool


class Calendar(Protocol):
    """What a noun with meetings answers."""

    def meetings(self, items: Sequence[int]) -> list[Meeting]:
        """All meetings of these events, by their beginning."""

    def attended(self, user: int, items: Sequence[int]) -> list[tuple[int, UUID, datetime]]:
        """(event, meeting, when) for each time that this person was there."""


_calendars: list[Calendar] = []


def register(calendar: Calendar) -> None:
    """Called in ready() by the noun that knows; a second time changes nothing."""
    if calendar not in _calendars:
        _calendars.append(calendar)


def meetings_of(items: Sequence[int]) -> list[Meeting]:
    """All meetings of these events (by their primary keys), by their beginning. One query, and none for no events."""
    return [meeting for calendar in _calendars for meeting in calendar.meetings(items)] if items else []


def attended_by(user: int, items: Sequence[int]) -> list[tuple[int, UUID, datetime]]:
    """(event, meeting, when) for each time that a person was there. One query, and none for no events."""
    return [one for calendar in _calendars for one in calendar.attended(user, items)] if items else []
