"""The calendar's page: month, week, list and agenda, as plain HTML."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from csonet.content.counting import count
from csonet.content.facets import Selection
from csonet.ui import languages
from events import calendar, wording, zones
from events.models import Event
from events.views.lists import circumstances, selection_of

VIEWS = ("month", "week", "list", "agenda")
AGENDA = timedelta(days=27)
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


class CalendarView(View):
    """What meets when. Filters are those of the list; the clock is the place's or the reader's."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The span that was asked for; nonsense shows this month."""
        view = request.GET.get("view", "month")
        view = view if view in VIEWS else "month"
        mine = request.GET.get("clock") == "mine"
        day = _day(request.GET.get("day", ""))
        selection = selection_of(request, view=view, day=day.isoformat(), clock="mine" if mine else "")
        first, last = span(view, day)
        reader = wording.reader_zone() if mine else ""
        found = calendar.slots(
            calendar.visible(request.user, selection, circumstances(selection, request.user)), first, last, reader
        )
        return render(
            request,
            "events/calendar.html",
            {
                "view": view,
                "day": day,
                "first": first,
                "last": last,
                "today": timezone.localdate(),
                "mine": mine,
                "own_city": zones.city(wording.reader_zone(), languages.current()),
                "selection": selection,
                "chips": selection.chips(),
                "panels": selection.panels(count(selection, request.user, [Event.KIND]).options, dated=False),
                "closing": bool(selection.kept["closing"]),
                "fits": bool(selection.kept["fits"]),
                "tabs": _tabs(selection, view, day, mine),
                "clocks": _clocks(selection, view, day, mine),
                **_steps(selection, view, day, mine),
                **_body(request, view, found, day, first, last),
                "feed_url": reverse("event_calendar_feed") + selection.query(view="", day="", clock="").rstrip("?"),
                "calendar_url": reverse("event_calendar"),
                "agenda_url": selection.query(view="agenda", day=""),
            },
        )


def _body(request: HttpRequest, view: str, found: list[Any], day: date, first: date, last: date) -> dict[str, Any]:
    if view == "month":
        return {"weeks": calendar.weeks(found, day), "weekdays": _weekdays()}
    if view == "list":
        page = Paginator(found, calendar.IN_A_DAY).get_page(request.GET.get("page"))
        return {"entries": calendar.entries(page.object_list), "page_obj": page}
    cells = calendar.agenda(found, first, last, with_empty=view == "week")
    rest = cells[-1].day + timedelta(days=1) if cells and view == "agenda" and len(cells[-1].slots) else None
    known = sum(len(cell.slots) for cell in cells)
    return {"days": cells, "rest": rest if known < len(found) else None}


def _weekdays() -> list[date]:
    """Seven days of which the template prints the names, Monday first."""
    return [date(2024, 1, number) for number in range(1, 8)]


def _day(text: str) -> date:
    try:
        day = parse_date(text[:10])
    except ValueError:
        day = None
    return day if day is not None and EARLIEST <= day <= LATEST else timezone.localdate()


def span(view: str, day: date) -> tuple[date, date]:
    """First and last day that a view shows."""
    if view == "month":
        return calendar.month_span(day)
    if view == "week":
        return calendar.week_span(day)
    if view == "list":
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return day, day + AGENDA


def _address(selection: Selection, view: str, day: date, mine: bool) -> str:
    return selection.query(view=view, day=day.isoformat(), clock="mine" if mine else "")


def _tabs(selection: Selection, view: str, day: date, mine: bool) -> list[tuple[str, str, bool]]:
    names = {
        "month": pgettext("calendar", "Month"),
        "week": pgettext("calendar", "Week"),
        "list": pgettext("calendar", "List"),
        "agenda": pgettext("calendar", "Agenda"),
    }
    return [(_address(selection, one, day, mine), names[one], one == view) for one in VIEWS]


def _clocks(selection: Selection, view: str, day: date, mine: bool) -> list[tuple[str, str, bool]]:
    city = zones.city(wording.reader_zone(), languages.current())
    return [
        (_address(selection, view, day, False), _("Time at the place"), not mine),
        (_address(selection, view, day, True), _("My time (%(city)s)") % {"city": city}, mine),
    ]


def _steps(selection: Selection, view: str, day: date, mine: bool) -> dict[str, str]:
    """The addresses of the spans before and after."""
    if view in ("month", "list"):
        first = day.replace(day=1)
        before, after = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
    else:
        step = timedelta(days=7) if view == "week" else AGENDA + timedelta(days=1)
        before, after = max(day, EARLIEST + step) - step, min(day, LATEST - step) + step
    return {
        "before_url": _address(selection, view, max(before, EARLIEST), mine),
        "after_url": _address(selection, view, min(after, LATEST), mine),
        "today_url": _address(selection, view, timezone.localdate(), mine),
    }
