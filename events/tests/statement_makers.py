"""Calls and statements for the tests."""

from __future__ import annotations

from typing import Any

from csonet.abstract import Confirmation
from events.models import CoSignature, Event, Statement, StatementCall
from events.statements import acts, signing, writing


def make_call(event: Event, **kwargs: Any) -> StatementCall:
    """A call for everybody approved, open now: 20 words, 10 for a joint statement."""
    given = {"name": "Written statements", "for_approved": True, "zone": event.zone, "words": 20, "words_joint": 10}
    return StatementCall.objects.create(event=event, **{**given, "languages": ["en", "fr", "ar", "zh-hans"], **kwargs})


def write(call: StatementCall, organization: Any, user: Any, **kwargs: Any) -> Statement:
    """A draft."""
    values = {"title": "Water for all", "text": "Water is a right.", "language": "en", **kwargs}
    return writing.begin(call, organization, values, user=user)


def sign(statement: Statement, organization: Any, asker: Any, user: Any) -> CoSignature:
    """Ask an organization, and sign for it."""
    one = signing.ask(statement, organization, user=asker)
    signing.answer(one, user=user, confirms=True)
    assert one.state == Confirmation.CONFIRMED
    return one


def publish(statement: Statement, writer: Any, organizer: Any) -> Statement:
    """Handed in, accepted, published."""
    acts.move(statement, "submit", actor=writer)
    acts.move(statement, "accept", actor=organizer)
    return acts.move(statement, "publish", actor=organizer)
