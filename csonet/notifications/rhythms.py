"""When a notice is mailed: what each person chose, else the stream's default; and when their next summary leaves."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone

from csonet.notifications.kinds import KINDS, STREAMS, Kind, Stream
from csonet.notifications.models import MailSettings, Notice, Rhythm

#: Most people that one query names.
MANY = 5000


@dataclass(frozen=True)
class Plan:
    """How one person gets one notice by mail: at once, in the summary that leaves at `digest_at`, or not."""

    at_once: bool
    digest_at: datetime | None = None


def plans(people: Mapping[int, Any], kind: Kind, now: datetime) -> dict[int, Plan]:
    """The plan of each person (both by id) for a notice of this kind. One query for each 5,000 people."""
    if kind.always:
        return dict.fromkeys(people, Plan(at_once=True))
    chosen = settings_of(people.values()) if kind.stream.choices else {}
    return {pk: _plan(person, chosen.get(pk), kind.stream, now) for pk, person in people.items()}


def settings_of(people: Iterable[Any]) -> dict[int, MailSettings]:
    """The settings of those who have any, by the person's id."""
    found: dict[int, MailSettings] = {}
    ids = [person.pk for person in people]
    for start in range(0, len(ids), MANY):
        rows = MailSettings.objects.filter(pk__in=ids[start : start + MANY])  # in_bulk() would ask in small pieces
        found.update({row.pk: row for row in rows})
    return found


def rhythm_for(own: MailSettings | None, stream: Stream) -> Rhythm:
    """What the person chose for the stream, if that can be chosen (still), else the default."""
    chosen = own.rhythms.get(stream.name) if own else None
    return Rhythm(chosen) if chosen in stream.choices else stream.default


def _plan(person: Any, own: MailSettings | None, stream: Stream, now: datetime) -> Plan:
    rhythm = rhythm_for(own, stream)
    if rhythm in (Rhythm.AT_ONCE, Rhythm.OFF):
        return Plan(at_once=rhythm == Rhythm.AT_ONCE)
    hour, weekday = (own.hour, own.weekday) if own else (8, 0)
    return Plan(at_once=False, digest_at=next_time(rhythm, now, person.time_zone, hour, weekday))


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of this name; UTC for one that the time zone database no longer has."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")


def next_time(rhythm: Rhythm, now: datetime, zone: str, hour: int, weekday: int) -> datetime:
    """The next moment (UTC, later than `now`) at which a summary of this rhythm leaves.

    Daily at `hour` in `zone`; weekly on `weekday` (0 is Monday); monthly on the first such day of a month. An hour
    that a change of the clocks leaves out is taken as the one after it.
    """
    minute = now.replace(second=0, microsecond=0)
    return _next_time(rhythm, minute, zone, hour, weekday)


@lru_cache(maxsize=4096)
def _next_time(rhythm: Rhythm, now: datetime, zone: str, hour: int, weekday: int) -> datetime:
    place = zone_of(zone)
    day = now.astimezone(place).date()
    for offset in range(63):
        candidate = day + timedelta(days=offset)
        if _fits(rhythm, candidate, weekday):
            at = datetime(candidate.year, candidate.month, candidate.day, hour, tzinfo=place).astimezone(UTC)
            if at > now:
                return at
    raise AssertionError("there is such a day in every two months")


def _fits(rhythm: Rhythm, day: date, weekday: int) -> bool:
    if rhythm == Rhythm.DAILY:
        return True
    return day.weekday() == weekday and (rhythm == Rhythm.WEEKLY or day.day <= 7)


def choose(person: Any, *, rhythms: dict[str, str], hour: int, weekday: int) -> MailSettings:
    """Keep what a person chose; what already waits for a summary follows the new choice."""
    allowed = {name: rhythm for name, rhythm in rhythms.items() if name in STREAMS and rhythm in STREAMS[name].choices}
    own, _made = MailSettings.objects.update_or_create(
        user=person, defaults={"hour": hour, "weekday": weekday, "rhythms": allowed}
    )
    _move_waiting(person, own)
    return own


def switch_off(person: Any, streams: Iterable[str]) -> None:
    """No more mails of these streams, as far as they can be switched off."""
    own, _made = MailSettings.objects.get_or_create(user=person)
    off = {name: str(Rhythm.OFF) for name in streams if STREAMS[name].can_be_off}
    own.rhythms = {**own.rhythms, **off}
    own.save(update_fields=["rhythms"])
    _move_waiting(person, own)


def in_summaries(own: MailSettings | None) -> list[str]:
    """The streams that this person gets in summaries, and that can be switched off."""
    return [
        stream.name
        for stream in STREAMS.values()
        if stream.can_be_off and rhythm_for(own, stream) not in (Rhythm.AT_ONCE, Rhythm.OFF)
    ]


def _move_waiting(person: Any, own: MailSettings) -> None:
    """What waits for a summary leaves with the next one of its stream's rhythm, or not at all when that is off."""
    now = timezone.now()
    for stream in STREAMS.values():
        kinds = [kind.name for kind in KINDS.values() if kind.stream is stream]
        rhythm = rhythm_for(own, stream)
        at = None
        if rhythm == Rhythm.AT_ONCE:
            at = now
        elif rhythm != Rhythm.OFF:
            at = next_time(rhythm, now, person.time_zone, own.hour, own.weekday)
        Notice.objects.filter(recipient=person, kind__in=kinds, digest_at__isnull=False).update(digest_at=at)
