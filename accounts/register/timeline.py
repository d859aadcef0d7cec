"""What the register knows of one organization, newest first: decisions, votes, status, former names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Ballot, CommitteeDecision, CouncilDecision, Organization, RollCall
from accounts.models.register import DecisionKind, StatusState
from csonet.prepared import prepared


@dataclass
class Entry:
    """One thing that happened.

    kind: a code for the template ("decision", "council", "status", "former-name", "roll-call").
    date: the day; None where the source tells only the year, or nothing.
    name: the name as the register printed it, where it is not the organization's name of today.
    printed, new_name: for a change of name or a merger, what stood before and what came of it.
    state_label: for a status, whether it is in force.
    url: the page of the session or of the vote.
    votes: the recorded votes that belong to it, each with its tally.
    """

    kind: str
    label: str | Promise
    date: dt.date | None = None
    year: int | None = None
    name: str = ""
    printed: str = ""
    new_name: str = ""
    state_label: str | Promise = ""
    note: str = ""
    source: str = ""
    document: str = ""
    url: str = ""
    code: str = ""
    was_direct: bool = False
    votes: list[RollCall] = field(default_factory=list)

    @property
    def order(self) -> tuple[dt.date, bool]:
        """Its place in time; what tells no date comes first of all that happened."""
        if self.date:
            return self.date, True
        return (dt.date(self.year, 1, 1) if self.year else dt.date.min), False


def timeline_of(organization: Organization) -> list[Entry]:
    """All entries of `organization`, newest first, in five queries.

    Decisions on organizations that were merged into it are among them, under the names they had.
    """
    decisions = _decisions(organization)
    printed = {entry.name for entry in decisions if entry.code == DecisionKind.NAME_CHANGED}
    entries = [
        *decisions,
        *_council_decisions(organization),
        *_statuses(organization),
        *(former for former in _former_names(organization) if former.name not in printed),
    ]
    return sorted(entries, key=lambda entry: entry.order, reverse=True)


def tallied(roll_calls: QuerySet[RollCall]) -> QuerySet[RollCall]:
    """The roll calls, each with its tally: in_favour, against, abstaining, absent, unclear."""
    return roll_calls.annotate(
        **{ballot.name.lower(): Count("votes", filter=Q(votes__vote=ballot)) for ballot in Ballot}
    )


def _decisions(organization: Organization) -> list[Entry]:
    decisions = _decided_on(organization.pk)
    votes: dict[int, list[RollCall]] = defaultdict(list)
    for roll_call in _voted_on(organization.pk):
        votes[roll_call.session_id].append(roll_call)
    entries = [
        Entry(
            kind="decision",
            code=decision.kind,
            label=decision.get_kind_display(),
            date=decision.session.closed_on,
            name="" if decision.name_as_printed == organization.name else decision.name_as_printed,
            printed=decision.name_as_printed,
            new_name=decision.new_name,
            note=decision.note,
            url=decision.session.get_absolute_url(),
            was_direct=decision.was_direct,
            votes=votes.pop(decision.session_id, []),
        )
        for decision in decisions
    ]
    return entries + [
        Entry(
            kind="roll-call",
            label=_("Recorded vote of the Committee"),
            date=roll_calls[0].session.closed_on,
            url=roll_calls[0].session.get_absolute_url(),
            votes=roll_calls,
        )
        for roll_calls in votes.values()
    ]


def _with_merged(organization: int) -> QuerySet[Any]:
    """The organization and those that were merged into it: asked first, by two indexes."""
    return Organization.objects.filter(Q(pk=organization) | Q(merged_into=organization)).order_by().values("pk")


@prepared
def _decided_on(organization: int) -> QuerySet[CommitteeDecision]:
    return CommitteeDecision.objects.filter(organization__in=_with_merged(organization)).select_related("session")


@prepared
def _voted_on(organization: int) -> QuerySet[RollCall]:
    return tallied(RollCall.objects.filter(organization__in=_with_merged(organization)).select_related("session"))


@prepared
def _of_council(organization: int) -> QuerySet[CouncilDecision]:
    return CouncilDecision.objects.filter(organization=organization)


def _council_decisions(organization: Organization) -> list[Entry]:
    return [
        Entry(
            kind="council",
            code=decision.outcome,
            label=decision.get_outcome_display(),
            date=decision.decided_on,
            document=decision.document,
            source=decision.source,
        )
        for decision in _of_council(organization.pk)
    ]


def _statuses(organization: Organization) -> list[Entry]:
    return [
        Entry(
            kind="status",
            code=status.state,
            label=status.get_kind_display(),
            date=status.until if status.state == StatusState.WITHDRAWN else status.since,
            year=status.year_granted,
            state_label=status.get_state_display(),
            source=status.source,
        )
        for status in organization.statuses.all()
    ]


def _former_names(organization: Organization) -> list[Entry]:
    return [
        Entry(kind="former-name", label=_("Former name"), date=former.until, name=former.name)
        for former in organization.former_names.all()
    ]
