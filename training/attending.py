"""Live sessions: a part of a course that is a meeting of an event. Who was there has done it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from csonet.content.meetings import Meeting, attended_by, meetings_of
from csonet.content.models import Item
from training.models import Activity, ActivityKind, Enrolment


def attended_parts(enrolment: Enrolment) -> dict[UUID, datetime | None]:
    """{activity's key: when the learner was there, None if they weren't} of an edition's live sessions. Two queries."""
    rows = Activity.objects.filter(lesson__module__edition=enrolment.edition_id, kind=ActivityKind.LIVE)
    parts = list(rows.exclude(event=None).values_list("key", "event_id", "meeting"))
    seen = attended_by(enrolment.user_id, sorted({event for _key, event, _meeting in parts}))
    return {
        key: next((at for item, met, at in seen if item == event and meeting in (None, met)), None)
        for key, event, meeting in parts
    }


@dataclass(frozen=True)
class Session:
    """A live session as a lesson shows it: the event, if the reader may know of it, and when it meets."""

    event: Item
    meeting: Meeting | None

    @property
    def is_over(self) -> bool:
        """Can nobody come any more?"""
        return self.meeting is not None and self.meeting.ends < timezone.now()


def sessions_of(activities: Iterable[Activity], user: Any) -> dict[int, Session]:
    """The sessions of a lesson's live activities, by the activity, as far as this reader may see them. Two queries."""
    live = [activity for activity in activities if activity.kind == ActivityKind.LIVE and activity.event_id]
    if not live:
        return {}
    events = Item.objects.visible_to(user).in_bulk([activity.event_id for activity in live])
    meetings = meetings_of(list(events))
    return {
        activity.pk: Session(events[activity.event_id], _next(activity, meetings))
        for activity in live
        if activity.event_id in events
    }


def _next(activity: Activity, meetings: list[Meeting]) -> Meeting | None:
    """The meeting that counts; of several the one that is on or comes next, else the last one."""
    own = [
        meeting
        for meeting in meetings
        if meeting.item == activity.event_id and not meeting.is_cancelled and activity.meeting in (None, meeting.key)
    ]
    now = timezone.now()
    return next((meeting for meeting in own if meeting.ends >= now), own[-1] if own else None)
