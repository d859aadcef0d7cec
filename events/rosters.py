"""Nominating many from a CSV file: read whole, every fault by its line, nothing written before it is confirmed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import User
from events.forms.registering import one_line
from events.models import Delegation, Event, Registration
from events.models.choices import Mode
from events.registering import Candidate

COLUMNS = ("name", "email", "role", "mode", "language")
MOST_LINES = 5000
MOST_BYTES = 1_000_000
#: So many people are nominated by one file at most.
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which line of the file (the heading is line 1)."""

    line: int
    message: str


@dataclass
class Roster:
    """What a file says: people that can be nominated, and faults."""

    people: list[tuple[int, Candidate]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lines: int = 0


def text_of(content: bytes) -> str:
    """The file's text. Raises ValidationError for what is too large or no text."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 1 MB."))
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValidationError(_("This is no text in UTF-8. Save it as “CSV UTF-8”."))


def read(text: str, event: Event, delegation: Delegation | None, seats_left: int | None) -> Roster:
    """Everything the file says, with three queries for who is there already. Raises ValidationError for no CSV."""
    rows = _rows(text)
    roster = Roster(lines=len(rows))
    there = {email.lower() for email in Registration.objects.live().filter(event=event).values_list("email", flat=True)}
    users = _users({one.get("email", "").strip().lower() for _line, one in rows})
    seen: dict[str, int] = {}
    for line, row in rows:
        faults = _faults(row, event, there, seen, line)
        if faults:
            roster.faults += [Fault(line, message) for message in faults]
        else:
            roster.people.append((line, _candidate(row, event, users)))
    limit = MOST_PEOPLE if seats_left is None else min(seats_left, MOST_PEOPLE)
    for line, _person in roster.people[limit:]:
        roster.faults.append(Fault(line, _("There is no seat left in the delegation for this line.")))
    roster.people = roster.people[:limit]
    roster.faults.sort(key=lambda fault: fault.line)
    return roster


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    try:
        dialect: Any = csv.Sniffer().sniff(text[:2000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.DictReader(io.StringIO(text), dialect=dialect, restkey="_more", restval="")
    names = [str(name or "").strip().lower() for name in reader.fieldnames or []]
    if not {"name", "email"} <= set(names):
        raise ValidationError(_("The first line has to name the columns: name, email, role, mode, language."))
    reader.fieldnames = names
    found: list[tuple[int, dict[str, str]]] = []
    try:
        for row in reader:
            if any(isinstance(value, str) and value.strip() for value in row.values()):
                found.append((reader.line_num, {name: str(row.get(name) or "") for name in COLUMNS}))
            if len(found) > MOST_LINES:
                raise ValidationError(_("The file has more than %(limit)d lines.") % {"limit": MOST_LINES})
    except csv.Error as error:
        raise ValidationError(_("Line %(line)d can’t be read.") % {"line": reader.line_num}) from error
    return found


def _faults(row: dict[str, str], event: Event, there: set[str], seen: dict[str, int], line: int) -> list[str]:
    found = []
    name, email = one_line(row["name"]), row["email"].strip().lower()
    if not any(sign.isalpha() for sign in name) or len(name) > 150:
        found.append(_("The name is missing or too long."))
    try:
        validate_email(email)
    except ValidationError:
        found.append(_("“%(value)s” is no e-mail address.") % {"value": one_line(email)[:60]})
    else:
        if email in there:
            found.append(_("This person is registered for this event already."))
        if email in seen:
            found.append(_("The same address stands in line %(line)d.") % {"line": seen[email]})
        seen.setdefault(email, line)
    if row["mode"].strip() and _mode(row, event) is None:
        found.append(
            _("“%(value)s” is no way of taking part here: write in-person or online.") % {"value": row["mode"][:30]}
        )
    if row["language"].strip() and row["language"].strip().lower() not in dict(settings.LANGUAGES):
        found.append(_("“%(value)s” is none of the six languages.") % {"value": row["language"][:30]})
    if len(row["role"]) > 100:
        found.append(_("The function is too long."))
    return found


def _mode(row: dict[str, str], event: Event) -> str | None:
    wanted = row["mode"].strip().lower().replace(" ", "-")
    allowed = [mode for mode in (Mode.IN_PERSON.value, Mode.ONLINE.value) if event.mode in (mode, Mode.HYBRID)]
    if not wanted:
        return allowed[0]
    return wanted if wanted in allowed else None


def _users(emails: set[str]) -> dict[str, User]:
    found: dict[str, User] = {}
    keys = sorted(emails - {""})
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        for user in User.objects.filter(emailaddress__email__in=part, emailaddress__verified=True, is_active=True):
            found[user.email.lower()] = user
    return found


def _candidate(row: dict[str, str], event: Event, users: dict[str, User]) -> Candidate:
    email = row["email"].strip().lower()
    return Candidate(
        name=one_line(row["name"]),
        email=email,
        user=users.get(email),
        language=row["language"].strip().lower() or "en",
        role=one_line(row["role"]),
        mode=_mode(row, event) or Mode.IN_PERSON,
    )
