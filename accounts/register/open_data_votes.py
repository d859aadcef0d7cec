"""Recorded votes of the Committee and of each State, as open data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import RollCall, Vote
from accounts.models.register import Ballot
from accounts.register.decisions import link_organizations
from accounts.register.open_data_fields import (
    ID,
    PROFILE,
    SESSION,
    URL_NAMES,
    VISITOR,
    codes,
    in_order,
    profile_of,
    url_of,
)
from accounts.register.timeline import tallied
from csonet.opendata.datasets import Dataset, Field, Record

#: What is counted of a recorded vote, as tallied() calls it.
_TALLY = {ballot.name.lower(): ballot for ballot in Ballot}


def roll_calls() -> Dataset:
    """Recorded votes, each with its tally."""
    return Dataset(
        name="roll-calls",
        title=pgettext_lazy("data set", "Recorded votes of the Committee on NGOs"),
        about=_("Each recorded vote with its subject, its outcome in the source’s own words, and its tally."),
        fields=(
            Field("id", _("number in the source"), "number"),
            Field("url", _("address of the page"), "address"),
            SESSION,
            Field("topic", _("subject")),
            Field("outcome", _("outcome")),
            *(Field(name, ballot.label, "number") for name, ballot in _TALLY.items()),
            PROFILE,
        ),
        rows=lambda user: tallied(RollCall.objects.all()).order_by("-session__closed_on", "number"),
        read=_read_roll_calls,
        page="committee_sessions",
        export=URL_NAMES["roll-calls"],
        marks=("topic", "outcome", "organization__updated", *_TALLY),
        group="register",
    )


def _read_roll_calls(keys: list[int], user: Any) -> Iterator[Record]:
    rows = tallied(RollCall.objects.select_related("session")).in_bulk(keys)
    link_organizations(rows.values(), VISITOR)
    for row in in_order(keys, rows):
        yield {
            "id": row.number,
            "url": url_of(row),
            "session": row.session.closed_on.isoformat(),
            "topic": row.topic,
            "outcome": row.outcome,
            **{name: getattr(row, name) for name in _TALLY},
            "organization_url": profile_of(row),
        }


def votes() -> Dataset:
    """How each State voted."""
    return Dataset(
        name="votes",
        title=pgettext_lazy("data set", "Votes of States"),
        about=_("How each State voted in each recorded vote. States stand as the source names them."),
        fields=(
            ID,
            Field("roll_call", _("number of the recorded vote"), "number"),
            SESSION,
            Field("state", _("State")),
            Field("vote", _("vote"), "code", codes(Ballot)),
        ),
        rows=lambda user: Vote.objects.order_by("roll_call__number", "state", "pk"),
        read=_read_votes,
        page="committee_sessions",
        export=URL_NAMES["votes"],
        marks=("state", "vote"),
        group="register",
    )


def _read_votes(keys: list[int], user: Any) -> Iterator[Record]:
    rows = Vote.objects.select_related("roll_call__session").in_bulk(keys)
    for row in in_order(keys, rows):
        yield {
            "id": row.pk,
            "roll_call": row.roll_call.number,
            "session": row.roll_call.session.closed_on.isoformat(),
            "state": row.state,
            "vote": row.vote,
        }
