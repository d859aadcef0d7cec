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
from events.models.statement_calls import SideEventCall, Slot, SpeakersList, StatementCall
from events.models.statement_requests import CoSponsor, FloorRequest, SideEventRequest, SlotWish
from events.models.statements import CoSignature, Statement, StatementStep

__all__ = [
    "Answer",
    "Body",
    "CalendarAddress",
    "Change",
    "CheckIn",
    "CoHost",
    "CoSignature",
    "CoSponsor",
    "Delegation",
    "Document",
    "Event",
    "FloorRequest",
    "JoinLink",
    "Occurrence",
    "Purge",
    "Question",
    "Recording",
    "Registration",
    "Rule",
    "Segment",
    "SideEventCall",
    "SideEventRequest",
    "Slot",
    "SlotWish",
    "SpeakersList",
    "Statement",
    "StatementCall",
    "StatementStep",
    "Step",
    "Told",
]
