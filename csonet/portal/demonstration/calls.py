"""The calls of one event of the demonstration: statements in three languages, a speakers' list, side events."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from accounts.models import Organization, User
from events.models import Event, SideEventCall, SpeakersList, StatementCall
from events.samples.statements import DRAFT, INSTRUCTIONS, SIDE_EVENTS, STATEMENTS
from events.statements import acts, siding, signing, speaking, writing


def load(event: Event, organizations: list[Organization], owners: dict[str, User], closes: datetime) -> None:
    """All three calls, open until `closes`; the first organization is the author's. Others are none of the host's."""
    given: dict[str, Any] = {"event": event, "zone": event.zone, "closes": closes, "for_approved": True}
    _statements(
        StatementCall.objects.create(
            **given,
            name="Written statements",
            instructions=INSTRUCTIONS,
            body=event.body,
            session=event.session,
            words=500,
            words_general=2000,
            words_special=1500,
            words_joint=1000,
            counts_notes=False,
            languages=["en", "fr", "es", "ar", "ru", "zh-hans"],
        ),
        organizations,
        owners,
    )
    floor = SpeakersList.objects.create(**given, name="General debate", minutes_each=3, minutes=30)
    for number, organization in enumerate(organizations[:4]):
        owner = owners[organization.name]
        values = {"speaker": owner.get_full_name(), "topic": "Water and health", "minutes_asked": 3 + number % 2}
        row = speaking.ask(floor, organization, values, user=owner)
        if number < 3:
            speaking.grant(row, 3, actor=event.author)
    _side_events(SideEventCall.objects.create(**given, name="Side events"), organizations, owners)


def _statements(call: StatementCall, organizations: list[Organization], owners: dict[str, User]) -> None:
    for (title, language, text, fate), organization in zip(STATEMENTS, organizations, strict=False):
        owner = owners[organization.name]
        values = {"title": title, "language": language, "text": text.strip()}
        row = writing.begin(call, organization, values, user=owner)
        if fate == "joint":
            other = organizations[-1]
            one = signing.ask(row, other, user=owner)
            signing.answer(one, user=owners[other.name], confirms=True)
        acts.move(row, "submit", actor=owner)
        if fate != "submitted":
            acts.move(row, "accept", actor=call.event.author)
            acts.move(row, "publish", actor=call.event.author)
    first = organizations[0]
    draft = {"title": "Taps for every school", "language": "en", "text": DRAFT.strip()}
    writing.begin(call, first, draft, user=owners[first.name])


def _side_events(call: SideEventCall, organizations: list[Organization], owners: dict[str, User]) -> None:
    """Four slots; one is allocated, one request waits."""
    event = call.event
    assert event.first_day is not None  # noqa: S101  # samples of this story have a date
    for begins in (8, 13):
        for room in ("CR-1", "CR-2"):
            siding.add_slot(call, event.first_day, time(begins, 15), time(begins + 1, 30), room, 60)
    slots = list(call.slots.all())
    for number, (title, summary) in enumerate(SIDE_EVENTS):
        organization = organizations[number]
        values = {"title": title, "summary": summary, "language": "en"}
        row = siding.ask(call, organization, values, slots[number : number + 2], user=owners[organization.name])
        if number:
            siding.allocate(row, slots[number], actor=event.author)
        else:
            siding.invite(row, organizations[-1], user=owners[organization.name])
