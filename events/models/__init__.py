"""Events, their rules, and the people who come."""

from events.models.event import Body, Event
from events.models.hosts import CoHost
from events.models.materials import Document, JoinLink, Recording
from events.models.meetings import Change, Occurrence
from events.models.people import (
    Answer,
    CalendarAddress,
    CheckIn,
    Delegation,
    Purge,
    Registration,
    Step,
    Told,
)
from events.models.rules import Question, Rule, Segment

__all__ = [
    "Answer",
    "Body",
    "CalendarAddress",
    "Change",
    "CheckIn",
    "CoHost",
    "Delegation",
    "Document",
    "Event",
    "JoinLink",
    "Occurrence",
    "Purge",
    "Question",
    "Recording",
    "Registration",
    "Rule",
    "Segment",
    "Step",
    "Told",
]
