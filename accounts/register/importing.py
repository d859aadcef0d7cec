"""Bringing the Committee's acts into the register, in one transaction; a second time changes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models, transaction

from accounts.models import CommitteeDecision, CommitteeSession, ConsultativeStatus, Organization, RollCall, Vote
from accounts.models.register import DecisionKind
from accounts.register.files import Act, Folder
from accounts.register.identity import Identities
from accounts.register.owners import Owners
from accounts.register.statuses import status_from
from accounts.register.subjects import subject_of
from accounts.register.successions import Successions
from accounts.signals import organizations_imported

BATCH = 1000
#: What tells two decisions apart: session, kind, name, new name, and which of equal rows it is.
Mark = tuple[dt.date, str, str, str, int]


@dataclass
class Outcome:
    """What an import found and made."""

    #: What was made now, by what it is called in the final table.
    made: Counter[str] = field(default_factory=Counter)
    #: Rows of the list of direct grants for which the list of grants has no row.
    direct_without_grant: list[tuple[str, dt.date]] = field(default_factory=list)
    #: Changes of name that could mean two organizations.
    changes_not_joined: list[Act] = field(default_factory=list)


@transaction.atomic
def import_folder(folder: Folder, progress: Callable[[str], object]) -> Outcome:
    """Write what `folder` says and the register does not have yet; all or nothing.

    `progress` is told in words what is being done. Nothing that stands is changed or deleted, except that a register
    entry which merged into another one is marked so. Sends organizations_imported within the transaction.
    """
    progress("Comparing names …")
    identities = Identities(folder.acts)
    outcome = Outcome(changes_not_joined=identities.not_joined)
    marks, standing = _marks(folder.acts), _standing()
    progress("Organizations …")
    owners = Owners(identities, folder.acts, [standing.get(mark) for mark in marks])
    outcome.made["organizations"] = owners.create()
    progress("Decisions …")
    sessions = _sessions(folder, outcome)
    direct = _direct(folder, identities, outcome)
    new = {mark: act for mark, act in zip(marks, folder.acts, strict=True) if mark not in standing}
    _bulk(_decision(mark, act, owners.of(act), sessions[act.session], act in direct) for mark, act in new.items())
    outcome.made.update(str(act.kind) for act in new.values())
    outcome.made["direct"] = sum(act in direct for act in new.values())
    progress("Former names and mergers …")
    outcome.made.update(Successions(identities, owners, folder.acts).write())
    progress("Consultative status …")
    outcome.made["statuses"] = _statuses(owners)
    progress("Recorded votes …")
    outcome.made.update(_roll_calls(folder, owners, sessions))
    if any(outcome.made.values()):
        progress("Search …")
        organizations_imported.send(sender=Organization, organizations=sorted(owners.acts()))
    return outcome


def _marks(acts: Sequence[Act]) -> list[Mark]:
    """One mark for each act; equal rows are counted."""
    seen: Counter[tuple[dt.date, str, str, str]] = Counter()
    marks = []
    for act in acts:
        row = (act.session, str(act.kind), act.name, act.new_name)
        seen[row] += 1
        marks.append((*row, seen[row]))
    return marks


def _standing() -> dict[Mark, int]:
    """The decisions that the register has, and whose they are."""
    rows = CommitteeDecision.objects.order_by().values_list(
        "session__closed_on", "kind", "name_as_printed", "new_name", "occurrence", "organization"
    )
    return {row[:5]: row[5] for row in rows.iterator()}


def _sessions(folder: Folder, outcome: Outcome) -> dict[dt.date, CommitteeSession]:
    known = set(CommitteeSession.objects.order_by().values_list("closed_on", flat=True))
    new = sorted(folder.sessions - known)
    _bulk(CommitteeSession(closed_on=day) for day in new)
    granting = {act.session for act in folder.acts if act.kind == DecisionKind.GRANTED}
    outcome.made.update("sessions" if day in granting else "dates" for day in new)
    return {session.closed_on: session for session in CommitteeSession.objects.all()}


def _direct(folder: Folder, identities: Identities, outcome: Outcome) -> set[Act]:
    """The grants that the list of direct grants names, in any spelling; what it names beyond them is reported."""
    named = {(identities.of(name), session) for name, session in folder.direct}
    grants = {(identities.of(act.name), act.session): act for act in folder.acts if act.kind == DecisionKind.GRANTED}
    outcome.direct_without_grant = [
        (name, session) for name, session in folder.direct if (identities.of(name), session) not in grants
    ]
    return {
        act
        for act in folder.acts
        if act.kind == DecisionKind.GRANTED and (identities.of(act.name), act.session) in named
    }


def _decision(
    mark: Mark, act: Act, organization: int, session: CommitteeSession, was_direct: bool
) -> CommitteeDecision:
    return CommitteeDecision(
        session=session,
        kind=act.kind,
        organization_id=organization,
        name_as_printed=act.name,
        new_name=act.new_name,
        was_direct=was_direct,
        note=act.note,
        occurrence=mark[-1],
    )


def _statuses(owners: Owners) -> int:
    """A status for each organization whose status nobody has recorded yet."""
    recorded = set(ConsultativeStatus.objects.order_by().values_list("organization", flat=True))
    rows = []
    for organization, acts in owners.acts().items():
        if organization not in recorded and (status := status_from(acts)):
            status.organization_id = organization
            rows.append(status)
    return _bulk(rows)


def _roll_calls(folder: Folder, owners: Owners, sessions: dict[dt.date, CommitteeSession]) -> Counter[str]:
    known = set(RollCall.objects.order_by().values_list("number", flat=True))
    new = [ballots for ballots in folder.roll_calls.values() if ballots.number not in known]
    keys = owners.keys() if new else {}
    roll_calls = [
        RollCall(
            number=ballots.number,
            session=sessions[ballots.session],
            topic=ballots.topic,
            outcome=ballots.outcome,
            organization_id=subject_of(ballots.topic, keys),
        )
        for ballots in new
    ]
    made = Counter({"roll calls": _bulk(roll_calls)})
    made["votes"] = _bulk(
        Vote(roll_call=roll_call, state=state, vote=vote)
        for roll_call, ballots in zip(roll_calls, new, strict=True)
        for state, vote in sorted(ballots.votes)
    )
    return made


def _bulk(rows: Iterable[models.Model]) -> int:
    """Create the rows, some thousand at a time; returns how many."""
    rows = list(rows)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
    return len(rows)
