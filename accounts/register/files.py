"""The files of a Committee import and what their rows say. docs/import.md tells the format to those who prepare them.

A folder holds twelve CSV files in UTF-8, each with a first line of column names (dates as 2024-06-14):

    status_granted.csv                      ngo_name, session_date
    new_applications_granted_directly.csv   ngo_name, session_date     marks grants of the file above, adds none
    new_applications_deferred.csv           ngo_name, session_date
    applications_deferred.csv               ngo_name, session_date, info
    applications_closed_no_response.csv     ngo_name, session_date
    applications_withdrawn.csv              ngo_name, session_date
    applications_declined.csv               ngo_name, session_date
    status_withdrawn_own_request.csv        ngo_name, session_date, info
    reclassification_deferred.csv           ngo_name, session_date, info
    name_changes.csv                        old_name, old_status, old_status_year, new_name, session_date, old_name_raw
    mergers.csv                             old_name_1, old_name_2, new_name, session_date, additional_mention_1, …_2
    roll_call_votes.csv                     vote_id, vote_topic, session_date, country, country_vote, vote_outcome
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.utils import timezone

from accounts.models import Ballot
from accounts.models.register import FIRST_YEAR, DecisionKind, StatusKind
from accounts.register.faults import Fault, RowFault
from accounts.register.tables import Row, read_table

LONGEST_NAME = 300
LONGEST_NOTE = 500
LONGEST_TOPIC = 5000
LONGEST_OUTCOME = 200
LONGEST_STATE = 120
EARLIEST = dt.date(FIRST_YEAR, 1, 1)

NAMED = ("ngo_name", "session_date")
#: The files with one organization a row, and what they say of it.
LISTS: dict[str, tuple[DecisionKind, tuple[str, ...]]] = {
    "status_granted.csv": (DecisionKind.GRANTED, NAMED),
    "new_applications_deferred.csv": (DecisionKind.DEFERRED_FIRST, NAMED),
    "applications_deferred.csv": (DecisionKind.DEFERRED_AGAIN, (*NAMED, "info")),
    "applications_closed_no_response.csv": (DecisionKind.CLOSED, NAMED),
    "applications_withdrawn.csv": (DecisionKind.WITHDRAWN_BY_APPLICANT, NAMED),
    "applications_declined.csv": (DecisionKind.NOT_RECOMMENDED, NAMED),
    "status_withdrawn_own_request.csv": (DecisionKind.STATUS_WITHDRAWN, (*NAMED, "info")),
    "reclassification_deferred.csv": (DecisionKind.RECLASSIFICATION_DEFERRED, (*NAMED, "info")),
}
DIRECT = "new_applications_granted_directly.csv"
CHANGES = "name_changes.csv"
MERGERS = "mergers.csv"
VOTES = "roll_call_votes.csv"

#: Dates that the source prints wrongly: no session closed then, the session named here has no such list otherwise.
MISPRINTED_DATES = {
    (CHANGES, dt.date(2023, 9, 16)): dt.date(2022, 9, 16),
    ("applications_declined.csv", dt.date(2006, 2, 14)): dt.date(2006, 2, 24),
}


CHANGE_COLUMNS = ("old_name", "old_status", "old_status_year", "new_name", "session_date", "old_name_raw")
MERGER_COLUMNS = (
    *("old_name_1", "old_name_2", "new_name", "session_date"),
    *("additional_mention_1", "additional_mention_2"),
)
VOTE_COLUMNS = ("vote_id", "vote_topic", "session_date", "country", "country_vote", "vote_outcome")

#: "(special, 2021)", "(Roster 1978)", "(roster; 1978)", "(2018)" after a name, as printed.
_STATUS_IN_PRINT = re.compile(r"\(((?P<kind>general|special|roster)[,;]? ?)?(?P<year>(19|20)\d\d)?\)$", re.IGNORECASE)
_ONLY_A_YEAR = re.compile(r"\s*\((19|20)\d\d\)$")
#: Words about its status that the source prints behind the name of an organization that merged.
_WORDS_ON_STATUS = re.compile(r"(\s*\((an |in )?[^()]*\bstatus\b[^()]*\)|,\s*(not )?in [^,]*\bstatus\b.*)$")

Said = TypeVar("Said")


@dataclass(frozen=True)
class Act:
    """One act of the Committee, as a row of a file says it."""

    kind: DecisionKind
    session: dt.date
    #: As printed; for a merger the former organizations, joined by "; ".
    name: str
    new_name: str = ""
    note: str = ""
    #: For a merger: the organizations that became one, without the words about their status.
    parties: tuple[str, ...] = ()
    status: str = ""
    status_year: int | None = None


@dataclass
class Ballots:
    """One roll call: how each State voted."""

    number: int
    session: dt.date
    topic: str
    outcome: str
    #: (State, vote); the source contradicts itself once, and both votes are kept.
    votes: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Folder:
    """What the files of one folder say."""

    acts: list[Act] = field(default_factory=list)
    direct: list[tuple[str, dt.date]] = field(default_factory=list)
    roll_calls: dict[int, Ballots] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def sessions(self) -> set[dt.date]:
        """The days of all acts and votes."""
        return {act.session for act in self.acts} | {ballots.session for ballots in self.roll_calls.values()}


def read_folder(directory: Path) -> Folder:
    """Everything that the files in `directory` say, and every fault in them; nothing is written."""
    folder = Folder()
    if not directory.is_dir():
        folder.faults.append(Fault(str(directory), 0, "there is no such folder"))
        return folder
    for file, (kind, columns) in LISTS.items():
        folder.acts += _read(directory / file, columns, folder.faults, partial(_listed, kind))
    folder.direct += _read(directory / DIRECT, NAMED, folder.faults, lambda row: (_name(row, "ngo_name"), _date(row)))
    folder.acts += _read(directory / CHANGES, CHANGE_COLUMNS, folder.faults, _changed)
    folder.acts += _read(directory / MERGERS, MERGER_COLUMNS, folder.faults, _merged)
    list(_read(directory / VOTES, VOTE_COLUMNS, folder.faults, partial(_counted, folder.roll_calls)))
    folder.faults.sort()
    return folder


def _read(path: Path, columns: tuple[str, ...], faults: list[Fault], parse: Callable[[Row], Said]) -> Iterator[Said]:
    for row in read_table(path, columns, faults):
        try:
            yield parse(row)
        except RowFault as fault:
            faults.append(Fault(row.file, row.line, str(fault)))


def _listed(kind: DecisionKind, row: Row) -> Act:
    session, note = _session(row)
    return Act(kind, session, _name(row, "ngo_name"), note=_note(row.cells.get("info", ""), note))


def _changed(row: Row) -> Act:
    session, note = _session(row)
    printed = row.cells["old_name_raw"]
    told = _STATUS_IN_PRINT.search(printed)
    status = row.cells["old_status"] or (told["kind"].lower() if told and told["kind"] else "")
    if status and status not in (StatusKind.GENERAL, StatusKind.SPECIAL, StatusKind.ROSTER):
        raise RowFault(f"the status “{status}” is not known")
    year = row.cells["old_status_year"] or (told["year"] if told else "")
    return Act(
        DecisionKind.NAME_CHANGED,
        session,
        name=_ONLY_A_YEAR.sub("", _name(row, "old_name")),
        new_name=_name(row, "new_name"),
        note=_note(told[0].strip() if told else "", note),
        status=status,
        status_year=_year(year) if year else None,
    )


def _merged(row: Row) -> Act:
    session, note = _session(row)
    printed = (_name(row, "old_name_1"), _name(row, "old_name_2"))
    also = [row.cells[f"additional_mention_{number}"] for number in (1, 2)]
    for mention in filter(None, also):
        _parse_date(mention)
    return Act(
        DecisionKind.MERGED,
        session,
        name="; ".join(printed),
        new_name=_name(row, "new_name"),
        note=_note(f"Also mentioned: {', '.join(filter(None, also))}" if any(also) else "", note),
        parties=tuple(_WORDS_ON_STATUS.sub("", name).strip(" ,") for name in printed),
    )


def _counted(roll_calls: dict[int, Ballots], row: Row) -> None:
    number, state, vote = _number(row), _state(row), row.cells["country_vote"]
    if vote not in Ballot.values:
        raise RowFault(f"the vote “{vote}” is not known (one of: {', '.join(Ballot.values)})")
    topic = _text(row, "vote_topic", LONGEST_TOPIC)
    said = Ballots(number, _session(row)[0], topic, _text(row, "vote_outcome", LONGEST_OUTCOME))
    ballots = roll_calls.setdefault(number, said)
    if (ballots.session, ballots.topic, ballots.outcome) != (said.session, said.topic, said.outcome):
        raise RowFault(f"vote {number} has another date, subject or outcome in an earlier line")
    if (state, vote) in ballots.votes:
        raise RowFault(f"{state} stands twice in vote {number}")
    ballots.votes.add((state, vote))


def _state(row: Row) -> str:
    """The State's name without a full stop or an article that slipped into the cell."""
    return _text(row, "country", LONGEST_STATE).rstrip(". ").removeprefix("the ")


def _number(row: Row) -> int:
    text = row.cells["vote_id"]
    if not (text.isascii() and text.isdigit() and 0 < int(text[:12]) < 2**31 and len(text) < 11):
        raise RowFault(f"“{text[:40]}” is not the number of a vote")
    return int(text)


def _name(row: Row, column: str) -> str:
    return _text(row, column, LONGEST_NAME)


def _text(row: Row, column: str, longest: int) -> str:
    text = row.cells[column]
    if not text:
        raise RowFault(f"the column “{column}” is empty")
    if len(text) > longest:
        raise RowFault(f"the column “{column}” is too long ({len(text)} characters, at most {longest})")
    return text


def _note(*parts: str) -> str:
    note = "; ".join(filter(None, parts))
    if len(note) > LONGEST_NOTE:
        raise RowFault(f"the note is too long ({len(note)} characters, at most {LONGEST_NOTE})")
    return note


def _session(row: Row) -> tuple[dt.date, str]:
    """The session's day, and a note where the source misprints it."""
    printed = _date(row)
    session = MISPRINTED_DATES.get((row.file, printed), printed)
    return session, "" if session == printed else f"The source prints the date {printed.isoformat()}."


def _date(row: Row) -> dt.date:
    return _parse_date(row.cells["session_date"])


def _parse_date(text: str) -> dt.date:
    try:
        date = dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        date = None
    if date is None or len(text) != 10 or not text.isascii():
        raise RowFault(f"“{text[:40]}” is not a date (it must look like 2024-06-14)")
    if date < EARLIEST:
        raise RowFault(f"{text} is before the Committee's first year, {EARLIEST.year}")
    if date > timezone.localdate():
        raise RowFault(f"{text} is in the future")
    return date


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        raise RowFault(f"“{text[:40]}” is not a year")
    return int(text)
