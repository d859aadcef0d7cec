"""The window of a rule or a call as people type it: on the clock of its zone, to the end of the last minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms.clock import ClockField, DayField, ZoneField, check_wall, end_of_minute, to_wall
from events.models import Event


class WindowForm(forms.Form):
    """Zone, opening and deadline; a subclass has `event` and calls `clean_window`."""

    event: Event
    zone = ZoneField(label=gettext_lazy("Time zone of the deadline"))
    opens_day = DayField(label=gettext_lazy("It opens on"), required=False)
    opens_at = ClockField(label=gettext_lazy("at"), required=False)
    closes_day = DayField(label=gettext_lazy("It closes on"), required=False)
    closes_at = ClockField(
        label=gettext_lazy("at the end of"),
        required=False,
        help_text=gettext_lazy("24 hours; the minute itself still counts. For example: 23:59"),
    )

    def clean_window(self) -> dict[str, Any]:
        """The moments `opens` and `closes`; faults are put at their fields."""
        opens, closes = self._moment("opens"), end_of_minute(self._moment("closes"))
        if opens and closes and closes <= opens:
            self.add_error("closes_day", _("It closes before it opens."))
            closes = None
        if closes and self.event.ends and closes > self.event.ends and "closes_day" not in self.errors:
            self.add_error("closes_day", _("It closes after the event has ended."))
        return {"opens": opens, "closes": closes}

    def _moment(self, name: str) -> Any:
        day, at = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_at")
        if (day is None) != (at is None) and f"{name}_at" not in self.errors and f"{name}_day" not in self.errors:
            self.add_error(f"{name}_at" if at is None else f"{name}_day", _("Give the day and the time."))
        if day is None or at is None:
            return None
        # Which of two equal times is never asked of a deadline: the later one is kinder, the earlier opens sooner.
        self.cleaned_data["_fold"] = 1 if name == "closes" else 0
        return check_wall(self, f"{name}_day", f"{name}_at", "_fold")


def of_window(row: Any) -> dict[str, Any]:
    """What the form shows of a window that stands."""
    found: dict[str, Any] = {"zone": row.zone}
    opens, closes = to_wall(row.opens, row.zone), to_wall(row.closes, row.zone)
    if opens:
        found |= {"opens_day": opens.date(), "opens_at": opens.time()}
    if closes:
        last = closes - timedelta(minutes=1)
        found |= {"closes_day": last.date(), "closes_at": last.time()}
    return found
