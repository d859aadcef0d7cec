"""Reading an .ics that an organizer brings: each meeting becomes a draft, or a line that says why it can't.

The library is lenient and sometimes strict in odd places: whatever it raises becomes a message. Times with a zone of
the database keep it; UTC instants are read on the clock of the person's zone; times without a zone are taken on it.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from csonet.content import drafts
from csonet.content.models import Item
from csonet.libraries import lazily
from csonet.richtext import without_controls
from events.forms.events import EventForm
from events.models import Event

icalendar = lazily("icalendar")
MOST_BYTES = 1_000_000
MOST = 100
#: The rules of RFC 5545 that the portal can say too.
_REPEATS = {("WEEKLY", False): "weekly", ("MONTHLY", False): "monthly", ("MONTHLY", True): "weekday"}


@dataclass
class Found:
    """One meeting of the file, as the form's data."""

    title: str
    data: dict[str, Any]
    notes: list[str] = field(default_factory=list)


@dataclass
class Reading:
    """What a file says: meetings, and what could not be read."""

    found: list[Found] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read(content: bytes, zone: str) -> Reading:
    """Everything the file says; a file that is none is one fault. zone: the reader's own."""
    reading = Reading()
    if len(content) > MOST_BYTES:
        reading.faults.append(_("The file is larger than 1 MB."))
        return reading
    try:
        calendars = icalendar.Calendar.from_ical(content, multiple=True)
        meetings = [one for calendar in calendars for one in calendar.walk("VEVENT")]
    except Exception:  # the library raises what it likes on files of strangers; all of it means the same
        reading.faults.append(_("This is no calendar file, or it is broken."))
        return reading
    if not meetings:
        reading.faults.append(_("There is no meeting in this file."))
    for number, one in enumerate(meetings[:MOST], start=1):
        _read_one(reading, one, number, zone)
    if len(meetings) > MOST:
        reading.faults.append(_("Only the first %(limit)d meetings were read.") % {"limit": MOST})
    return reading


def _read_one(reading: Reading, one: Any, number: int, zone: str) -> None:
    try:
        found = _meeting(one, zone)
    except Fault as fault:
        reading.faults.append(_("Meeting %(number)d: %(fault)s") % {"number": number, "fault": fault})
    except Exception:  # see read()
        fault_words = _("it can’t be read")
        reading.faults.append(_("Meeting %(number)d: %(fault)s") % {"number": number, "fault": fault_words})
    else:
        reading.found.append(found)


class Fault(Exception):
    """Why a meeting can't be taken, in words."""


def _meeting(one: Any, zone: str) -> Found:
    title = plain(one.get("SUMMARY"))[:200]
    if not any(sign.isalnum() for sign in title):
        raise Fault(_("it has no title"))
    if one.get("RECURRENCE-ID") is not None:
        raise Fault(_("it is one changed meeting of a series; move that meeting on the page of the series"))
    starts, named = _moment(one.get("DTSTART"), zone)
    ends = _end(one, starts, named)
    notes: list[str] = []
    place = plain(one.get("LOCATION"))[:200]
    data = {
        "title": title,
        "summary": plain(one.get("DESCRIPTION"))[:500] or title,
        "zone": named,
        "first_day": starts.date().isoformat(),
        "starts_at": f"{starts:%H:%M}",
        "last_day": ends.date().isoformat(),
        "ends_at": f"{ends:%H:%M}",
        "venue": place,
        "mode": "in-person" if place else "online",
        "sort": "briefing",
        **_series(one, starts, notes),
    }
    return Found(title, data, notes)


def plain(value: Any) -> str:
    """A property's text on one line."""
    first = value[0] if isinstance(value, list) and value else value
    return " ".join(without_controls(str(first or "")).split())


def _moment(prop: Any, zone: str) -> tuple[datetime, str]:
    """(wall time, zone) of a property. Raises Fault where there is none."""
    value = getattr(prop[0] if isinstance(prop, list) else prop, "dt", None)
    if isinstance(value, datetime):
        if not 1990 <= value.year <= 2100:
            raise Fault(_("its date is out of reach"))
        name = str(getattr(value.tzinfo, "key", "")) if value.tzinfo else ""
        if value.tzinfo is None:
            return value, zone
        if name in zoneinfo.available_timezones() and name not in ("UTC", "Etc/UTC"):
            return value.replace(tzinfo=None), name
        return value.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None), zone
    if isinstance(value, date):
        if not 1990 <= value.year <= 2100:
            raise Fault(_("its date is out of reach"))
        return datetime.combine(value, time(0)), zone  # noqa: DTZ001  # wall time
    raise Fault(_("it has no beginning"))


def _end(one: Any, starts: datetime, named: str) -> datetime:
    all_day = not isinstance(getattr(one.get("DTSTART"), "dt", None), datetime)
    if one.get("DTEND") is not None:
        ends, _zone = _moment(one.get("DTEND"), named)
        ends = ends - timedelta(minutes=1) if all_day else ends  # the end of a day is not part of it
    elif one.get("DURATION") is not None:
        ends = starts + one.get("DURATION").dt
    else:
        ends = starts + (timedelta(hours=23, minutes=59) if all_day else timedelta(hours=1))
    if ends <= starts:
        raise Fault(_("it ends before it begins"))
    return ends


def _series(one: Any, starts: datetime, notes: list[str]) -> dict[str, Any]:
    """The rule of a series, if the portal can say it; otherwise its first meeting, with a note."""
    rule = one.get("RRULE")
    if rule is None:
        return {}
    if isinstance(rule, list):
        rule = rule[0]
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    by_day = bool(rule.get("BYDAY")) and frequency == "MONTHLY"
    repeats = _REPEATS.get((frequency, by_day))
    until = (rule.get("UNTIL") or [None])[0]
    if repeats is None or (frequency == "WEEKLY" and len(rule.get("BYDAY") or []) > 1):
        notes.append(_("Its rule of repetition is none that the portal has: only its first meeting was taken."))
        return {}
    every = int((rule.get("INTERVAL") or [1])[0])
    days = {"weekly": 7}.get(repeats, 31) * every
    count = int((rule.get("COUNT") or [0])[0])
    last = until.date() if isinstance(until, datetime) else until
    last = last or starts.date() + timedelta(days=days * (count - 1) if count else 365)
    return {"repeats": repeats, "repeat_every": str(min(every, 12)), "repeat_until": last.isoformat()}


def save(found: Found, *, organization: Any, author: Any, language: str) -> Event | None:
    """A draft of the meeting; None where not even a draft can be made of it."""
    data = QueryDict(mutable=True)
    given = {"organization": organization.pk, "language": language, "audience": "public", "repeat_every": "1"}
    for name, value in {**given, **found.data}.items():
        data[name] = str(value)
    form = EventForm(data, user=author, draft=True)
    if form.is_valid():
        item, _is_new = drafts.create(form, author, Item().key)
        return item.noun  # type: ignore[return-value]
    started = drafts.start(EventForm(data, user=author, draft=True), data, author, Item().key)
    return started.noun if started is not None else None  # type: ignore[return-value]


__all__ = ["MOST", "Found", "Reading", "read", "save"]
