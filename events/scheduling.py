"""From what an event says of its times to its meetings: made when it is published, kept true when it is changed.

Each meeting keeps its name (key) for calendars as long as it can: by the day that the series gives, else by its place
in the order. A change that matters to those who come counts its SEQUENCE up and is written down with before and after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min, Q
from django.utils import timezone

from csonet.content import tallying
from events import recurring, zones
from events.models import Change, Event, Occurrence

_TIMES = ("day", "starts_at", "last_day", "ends_at", "starts_fold", "ends_fold", "starts", "ends")


@dataclass(frozen=True)
class Planned:
    """One meeting as the event's columns give it."""

    original_day: date
    values: dict[str, Any]


def planned(event: Event) -> list[Planned]:
    """The meetings that the event's own columns give; none while it has no times."""
    if not (event.first_day and event.starts_at and event.last_day and event.ends_at):
        return []
    span = event.last_day - event.first_day
    skipped = frozenset(date.fromisoformat(day) for day in event.skipped)
    days = recurring.days(event.first_day, event.repeats, event.repeat_every, event.repeat_until, skipped)
    return [Planned(day, _times(event, day, day + span)) for day in days]


def _times(event: Event, day: date, last_day: date) -> dict[str, Any]:
    is_first = day == event.first_day
    folds = (event.starts_fold or 0) if is_first else 0, (event.ends_fold or 0) if is_first else 0
    return times_of(day, event.starts_at, last_day, event.ends_at, event.zone, folds)


def times_of(
    day: Any, starts_at: Any, last_day: Any, ends_at: Any, zone: str, folds: tuple[int, int]
) -> dict[str, Any]:
    """The columns of a meeting for these wall times; an end never comes before its beginning."""
    starts = zones.moment(day, starts_at, zone, folds[0])
    return {
        "day": day,
        "starts_at": starts_at,
        "last_day": last_day,
        "ends_at": ends_at,
        "starts_fold": folds[0],
        "ends_fold": folds[1],
        "starts": starts,
        "ends": max(zones.moment(last_day, ends_at, zone, folds[1]), starts),
    }


def rebuild(event: Event, *, by: Any = None) -> list[Change]:
    """Bring the meetings in line with the event, inside the caller's transaction; the changes that matter.

    What was changed by itself stays as it is; past meetings stay as they were.
    """
    now = timezone.now()
    there = list(event.occurrences.all())
    wanted = {one.original_day: one for one in planned(event)}
    pairs = {row.original_day: row for row in there if row.original_day in wanted}
    loose = [row for row in there if row.original_day not in wanted and row.starts > now and not row.is_moved]
    changes: list[Change] = []
    for day, plan in wanted.items():
        row = pairs.get(day)
        if row is None and loose:
            row = loose.pop(0)
        if row is None:
            Occurrence.objects.create(event=event, original_day=day, **plan.values)
        elif not row.is_moved and not (event.repeats and row.ends <= now):
            changes += _change(event, row, plan, by)
    changes += [_drop(event, row, by) for row in loose]
    refresh(event)
    return changes


def _change(event: Event, row: Occurrence, plan: Planned, by: Any) -> list[Change]:
    """Give a meeting its planned times; a change that matters if they differ."""
    before = span_of(row, event.zone)
    is_same = all(getattr(row, name) == plan.values[name] for name in _TIMES) and not row.is_cancelled
    if is_same and row.original_day == plan.original_day:
        return []
    matters = row.starts != plan.values["starts"] or row.ends != plan.values["ends"] or row.is_cancelled
    for name, value in plan.values.items():
        setattr(row, name, value)
    row.original_day, row.is_cancelled = plan.original_day, False
    if matters:
        touch(row)
    row.save()
    if not matters:
        return []
    return [
        Change.objects.create(
            event=event, occurrence=row, what="time", before=before, after=span_of(row, event.zone), by=by
        )
    ]


def _drop(event: Event, row: Occurrence, by: Any) -> Change:
    """A meeting that the series no longer has: cancelled, so that calendars take it out."""
    before = span_of(row, event.zone)
    row.is_cancelled = True
    touch(row)
    row.save()
    return Change.objects.create(
        event=event, occurrence=row, what="status", before=before, after={"event_status": "cancelled"}, by=by
    )


def touch(row: Occurrence) -> None:
    """Count a material change."""
    row.sequence += 1
    row.changed_at = timezone.now()


def touch_all(event: Event) -> None:
    """Count a material change of all meetings that have not ended."""
    event.occurrences.filter(ends__gt=timezone.now()).update(sequence=F("sequence") + 1, changed_at=timezone.now())


def span_of(row: Occurrence, zone: str) -> dict[str, str]:
    """Beginning and end as plain values, for the record of a change."""
    return {"starts": row.starts.isoformat(), "ends": row.ends.isoformat(), "zone": zone}


def refresh(event: Event, now: datetime | None = None) -> None:
    """Write the derived columns of the event: first beginning, last end, next meeting."""
    now = now or timezone.now()
    standing = event.occurrences.filter(is_cancelled=False)
    rows = standing if standing.exists() else event.occurrences.all()
    figures = rows.aggregate(first=Min("starts"), last=Max("ends"), following=Min("starts", filter=Q(ends__gt=now)))
    found = {"starts": figures["first"], "ends": figures["last"], "next_starts": figures["following"]}
    Event.objects.filter(pk=event.pk).update(**found, tzdata=zones.tzdata_version() if found["starts"] else "")
    for name, value in found.items():
        setattr(event, name, value)
    tallying.row_changed(Event, event)  # an update sends no signal, and lists stand in the order of these moments


def move_on() -> int:
    """The job: series whose last meeting is over show the next one."""
    now = timezone.now()
    stale = Event.objects.filter(next_starts__lt=now).filter(
        ~Q(occurrences__starts=F("next_starts"), occurrences__ends__gt=now)
    )
    rows = list(stale.distinct()[:500])
    for event in rows:
        refresh(event, now)
    return len(rows)


def follow_zones() -> int:
    """The job: when the zones' rules changed, derive the moments of future meetings anew; how many moved.

    What the clock shows stays. Past meetings keep their moment.
    """
    current = zones.tzdata_version()
    moved = 0
    old = Event.objects.exclude(tzdata=current).filter(ends__gt=timezone.now())
    for event in old.order_by("pk")[:500]:
        with transaction.atomic():
            locked = Event.objects.select_for_update().get(pk=event.pk)
            moved += _derive_anew(locked)
            refresh(locked)
    return moved


def _derive_anew(event: Event) -> int:
    rows: Iterable[Occurrence] = event.occurrences.filter(starts__gt=timezone.now())
    moved = 0
    for row in rows:
        folds = (row.starts_fold, row.ends_fold)
        values = times_of(row.day, row.starts_at, row.last_day, row.ends_at, event.zone, folds)
        if (values["starts"], values["ends"]) != (row.starts, row.ends):
            row.starts, row.ends = values["starts"], values["ends"]
            touch(row)
            row.save()
            moved += 1
    return moved


__all__ = ["follow_zones", "move_on", "planned", "rebuild", "refresh", "touch", "touch_all"]
