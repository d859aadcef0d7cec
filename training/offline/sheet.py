"""The answer sheet of a pack: plain text that any editor and any telephone can fill in, written and read again.

    CSO Net answer sheet
    made: 2026-11-22T05:10:00+00:00

    [lesson 0b6f…]          what follows belongs to this part of a lesson
    done: 2026-11-20        the day on which it was read

    [quiz 5c1e… 2]          what follows belongs to the second attempt at this quiz
    1: a                    the answer to its first question
    2: my text
    goes on here

A line that begins with # is there for people and says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from csonet.richtext import without_controls

HEAD = "CSO Net answer sheet"
#: Longer sheets are refused, in characters.
MOST_TEXT = 300_000
_SECTION = re.compile(r"\[\s*(lesson|quiz)\s+([0-9a-f-]{32,36})(?:\s+(\d{1,4}))?\s*\]", re.IGNORECASE)
_FIELD = re.compile(r"\s*(done|made|\d{1,3})\s*[:：=]\s?(.*)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})")


@dataclass
class Sheet:
    """What somebody wrote: days by the key of a lesson's part, answers by a quiz's key and the number of an attempt."""

    made: datetime | None = None
    days: dict[UUID, str] = field(default_factory=dict)
    answers: dict[tuple[UUID, int], dict[int, str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nobody wrote anything."""
        return not self.days and not any(self.answers.values())


def read_sheet(text: str) -> Sheet:
    """Read a sheet. What is none of its lines is left out: what counts is shown before it counts."""
    sheet = Sheet()
    quiz: dict[int, str] | None = None
    lesson: UUID | None = None
    number = 0
    for line in without_controls(text).splitlines():
        section = _SECTION.search(line)
        if section:
            lesson, quiz, number = _begin(sheet, section)
            continue
        if line.lstrip().startswith("#"):
            continue
        row = _FIELD.fullmatch(line)
        name = row[1].casefold() if row else ""
        if row and name == "made":
            sheet.made = _moment(row[2].strip())
        elif row and name == "done" and lesson is not None:
            if row[2].strip():
                sheet.days[lesson] = row[2].strip()[:40]
        elif row and quiz is not None and name.isdecimal() and int(name) > number:
            number = int(name)
            quiz[number] = row[2]
        elif quiz is not None and number in quiz:
            quiz[number] += "\n" + line
    for key, answers in sheet.answers.items():
        sheet.answers[key] = {place: answer.strip() for place, answer in answers.items() if answer.strip()}
    return sheet


def _begin(sheet: Sheet, section: re.Match[str]) -> tuple[UUID | None, dict[int, str] | None, int]:
    """The part of the sheet that begins with a line in brackets; nothing for one that names no key."""
    try:
        key = UUID(section[2])
    except ValueError:
        return None, None, 0
    if section[1].casefold() == "lesson":
        return key, None, 0
    return None, sheet.answers.setdefault((key, int(section[3] or 0)), {}), 0


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and is_aware(found) else None


def day_in(text: str) -> date | None:
    """The day that was written, year first, in the digits of any script; None for what is none."""
    found = _DATE.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def write_sheet(sheet: Sheet, notes: dict[object, list[str]]) -> str:
    """A sheet to be filled in. notes: what people read above a section, by its key; under "" at the top."""
    made = sheet.made.isoformat(timespec="seconds") if sheet.made else ""
    lines = [HEAD, f"made: {made}", "", *_notes(notes.get("", []))]
    for key, day in sheet.days.items():
        lines += ["", f"[lesson {key}]", *_notes(notes.get(key, [])), f"done: {day}"]
    for (key, number), answers in sheet.answers.items():
        lines += ["", f"[quiz {key} {number}]", *_notes(notes.get(key, []))]
        for place, answer in answers.items():
            lines += [*_notes(notes.get((key, place), [])), f"{place}: {answer}", ""]
    return "\n".join(lines) + "\n"


def _notes(lines: list[str]) -> list[str]:
    return [f"# {line}" for text in lines for line in text.splitlines()]
