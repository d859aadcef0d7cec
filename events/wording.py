"""Spans of time in words: on the clock at the place, and on the reader's, both named."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from csonet.ui import languages
from csonet.ui.times import written
from events import zones
from events.models.choices import EventStatus, Mode
from events.models.statement_calls import Slot


@lru_cache(maxsize=4096)
def day_words(day: date, language: str) -> str:
    """ "Wednesday 3 March 2027" as the language writes it."""
    return _("%(weekday)s %(date)s") % {"weekday": formats.date_format(day, "l"), "date": written(day, language)}


def span_words(starts: datetime, ends: datetime, zone: str) -> str:
    """ "Wednesday 3 March 2027, 15:00–18:00", or from one day to another."""
    language = languages.current()
    here = zoneinfo.ZoneInfo(zone)
    begin, end = starts.astimezone(here), ends.astimezone(here)
    first = day_words(begin.date(), language)
    if begin.date() == end.date():
        return _("%(day)s, %(begin)s–%(end)s") % {"day": first, "begin": f"{begin:%H:%M}", "end": f"{end:%H:%M}"}
    return _("%(first)s, %(begin)s to %(last)s, %(end)s") % {
        "first": first,
        "begin": f"{begin:%H:%M}",
        "last": day_words(end.date(), language),
        "end": f"{end:%H:%M}",
    }


def slot_words(slot: Slot) -> str:
    """ "Room 2 · 22 December 2026, 08:15–09:30": the clock at the place; a narrow screen cuts the end, not the room."""
    day = written(slot.day, languages.current())
    begin, end = f"{slot.starts_at:%H:%M}", f"{slot.ends_at:%H:%M}"
    return f"\u2068{slot.room}\u2069 · {_('%(day)s, %(begin)s–%(end)s') % {'day': day, 'begin': begin, 'end': end}}"


def zone_words(moment: datetime, zone: str) -> str:
    """ "New York (UTC−05:00)"."""
    return _zone_words(zone, zones.offset(moment, zone), languages.current())


@lru_cache(maxsize=2048)
def _zone_words(zone: str, away: str, language: str) -> str:
    city = zones.city(zone, language)
    return city if city == "UTC" else _("%(city)s (%(offset)s)") % {"city": city, "offset": away}


def time_element(starts: datetime, ends: datetime, zone: str) -> SafeString:
    """The span with its zone, as a <time> element."""
    local = starts.astimezone(zoneinfo.ZoneInfo(zone)).isoformat("T", "minutes")
    return format_html(
        '<time datetime="{}">{}</time> <bdi class="zone">{}</bdi>',
        local,
        # No line ends between the two hours.
        span_words(starts, ends, zone).replace("–", "\u2060–\u2060"),
        zone_words(starts, zone),
    )


def reader_zone() -> str:
    """The zone that this request's reader has chosen; UTC for visitors."""
    return timezone.get_current_timezone_name()


def differs(starts: datetime, zone: str) -> bool:
    """Does the reader's clock show another time than the one at the place?"""
    there = starts.astimezone(zoneinfo.ZoneInfo(zone))
    here = starts.astimezone(zoneinfo.ZoneInfo(reader_zone()))
    return there.replace(tzinfo=None) != here.replace(tzinfo=None)


def minute_words(moment: datetime, zone: str) -> str:
    """ "Friday 6 June 2025, 23:59"."""
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    return _("%(day)s, %(time)s") % {"day": day_words(local.date(), languages.current()), "time": f"{local:%H:%M}"}


def deadline_element(moment: datetime, zone: str) -> SafeString:
    """A deadline's last minute in its zone, and for readers elsewhere in theirs."""
    last = moment - timedelta(minutes=1)
    there = format_html(
        '<time datetime="{}">{}</time> <bdi class="zone">{}</bdi>',
        last.isoformat("T", "minutes"),
        minute_words(last, zone),
        zone_words(last, zone),
    )
    if not differs(last, zone):
        return there
    here = reader_zone()
    return format_html(
        '{} <span class="own-time">{} {} <bdi class="zone">{}</bdi></span>',
        there,
        _("For you:"),
        minute_words(last, here),
        zone_words(last, here),
    )


def change_element(change: Any) -> SafeString:
    """The same for a page."""
    return format_html('<span dir="auto">{}</span>', change_text(change))


def _span_of(values: dict[str, str]) -> str:
    starts, ends = datetime.fromisoformat(values["starts"]), datetime.fromisoformat(values["ends"])
    return f"{span_words(starts, ends, values['zone'])} {zone_words(starts, values['zone'])}"


def change_text(change: Any) -> str:
    """A change in plain words, for a mail: "Time: … → …"."""
    before, after = change.before, change.after
    if change.what == "mode":
        names = {value: str(label) for value, label in Mode.choices}
        old, new, label = (
            names.get(before.get("mode", ""), ""),
            names.get(after.get("mode", ""), ""),
            _("How it takes place"),
        )
    elif change.what == "status":
        label = str(dict(EventStatus.choices).get(after.get("event_status", ""), ""))
        old, new = _span_of(before) if "starts" in before else "", ""
    elif change.what == "place":
        old, new, label = before.get("place") or "", after.get("place") or "", _("Place")
    else:
        old, new, label = _span_of(before) if before else "", _span_of(after) if after else "", _("Time")
    if old and new:
        return _("%(label)s: %(before)s → %(after)s") % {"label": label, "before": old, "after": new}
    return _("%(label)s: %(value)s") % {"label": label, "value": old or new} if old or new else str(label)
