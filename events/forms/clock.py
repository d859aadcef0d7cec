"""Times as people type them, in the zone of the event: 24 hours, never "12 am"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.people import time_zones
from csonet.ui.forms import DateInput
from events import zones

_CLOCK = re.compile(r"^(\d{1,2})(?:[:.hH](\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?$", re.IGNORECASE)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
FOLDS = [("", "—"), ("0", _("The first time, before the clocks go back")), ("1", _("The second time, after it"))]


class ClockField(forms.Field):
    """A time of day. 9:30, 09.30, 9h30 and 3 pm are understood; 12 am and 12 pm, which nobody reads alike, are not."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 8, "dir": "ltr", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, time) else value

    def to_python(self, value: Any) -> Any:
        """The time, or None. Raises ValidationError in words."""
        if isinstance(value, time):
            return value
        text = str(value or "").translate(_DIGITS).strip()
        if not text:
            return None
        found = _CLOCK.match(text) if len(text) <= 20 else None
        if not found:
            raise ValidationError(_("Write the time with 24 hours, for example 09:30 or 15:00."), "clock")
        return _time(int(found[1]), int(found[2] or 0), (found[3] or "").lower())

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data or "") != initial
        except ValidationError:
            return True


def _time(hour: int, minute: int, half: str) -> time:
    if half and hour == 12:
        raise ValidationError(
            _("“12 am” and “12 pm” are read as midnight by some and as noon by others. Write 00:00, 12:00 or 23:59."),
            "twelve",
        )
    if half and not 1 <= hour <= 11:
        raise ValidationError(_("Write the time with 24 hours, for example 09:30 or 15:00."), "clock")
    if hour == 24 and minute == 0:
        raise ValidationError(
            _("24:00 is the beginning of the next day to some. Write 23:59, or 00:00 of the next day."), "midnight"
        )
    if hour > 23 or minute > 59:
        raise ValidationError(_("There is no such time of day. Write for example 09:30 or 15:00."), "clock")
    return time(hour + 12 if half == "p" else hour, minute)


class ZoneField(forms.ChoiceField):
    """A zone of the IANA database, by its distance from UTC and its city."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", _("Time zone"))
        super().__init__(choices=lambda: time_zones.choices(get_language() or "en"), **kwargs)

    def valid_value(self, value: Any) -> bool:
        """Any name of the database, also one that the list names by another."""
        return str(value) in zones.zoneinfo.available_timezones()


class DayField(forms.DateField):
    """A day within the century."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", DateInput)
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise ValidationError(_("Choose a day between 1990 and 2100."))


def check_wall(form: Any, day: str, at: str, fold: str) -> datetime | None:
    """The moment that day, time and zone of the form name; a fault is put at its field.

    A time that the clocks leave out is refused; for one that comes twice the field `fold` has to say which.
    """
    cleaned = form.cleaned_data
    the_day, the_time, zone = cleaned.get(day), cleaned.get(at), cleaned.get("zone")
    if the_day is None or the_time is None or not zone:
        return None
    often = zones.how_often(the_day, the_time, zone)
    if often is zones.Wall.NEVER:
        form.add_error(at, _("There is no such time on that day in this zone: the clocks are put forward over it."))
        return None
    chosen = cleaned.get(fold)
    if often is zones.Wall.TWICE and chosen in (None, ""):
        form.add_error(fold, _("The clocks go back on that day, and this time comes twice: say which is meant."))
        return None
    return zones.moment(the_day, the_time, zone, int(chosen or 0) if often is zones.Wall.TWICE else 0)


def end_of_minute(moment: datetime | None) -> datetime | None:
    """A deadline of 23:59 lasts to the end of that minute."""
    return moment + timedelta(minutes=1) if moment else None


def to_wall(moment: datetime | None, zone: str) -> datetime | None:
    """A moment on the clock of a zone, for a form."""
    return moment.astimezone(zones.zoneinfo.ZoneInfo(zone)) if moment else None


__all__ = ["FOLDS", "UTC", "ClockField", "DayField", "ZoneField", "check_wall", "end_of_minute", "to_wall"]
