"""Calendars out: one event, a selection, one's own; with 304 for what has not changed."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.models import Item
from csonet.content.views.common import item_or_404
from csonet.ui import languages
from events import calendar, ics
from events.models import CalendarAddress, Event, Occurrence
from events.models.choices import LIVE
from events.models.people import make_token
from events.views.lists import circumstances, selection_of

#: What is over, and what was cancelled, stays in feeds for so long.
KEPT = timedelta(days=30)
MOST = 2000


def answer(request: HttpRequest, rows: Any, *, name: str, method: str = "", filename: str = "") -> HttpResponse:
    """The meetings as a calendar, or 304 where the reader has them; two queries, or one."""
    facts = rows.aggregate(
        count=Count("pk"), changed=Max("changed_at"), edited=Max("event__updated"), last=Max("pk"), first=Max("starts")
    )
    words = f"{name}|{method}|{translation.get_language()}|{sorted(facts.items())}"
    etag = f'"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        found = ics.meetings(rows.order_by("starts", "pk")[:MOST])
        body = ics.calendar(found, method=method, name=name)
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        if method:
            response["Content-Type"] = f"text/calendar; charset=utf-8; method={method}"
    response["ETag"] = etag
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


class EventIcsView(View):
    """One event with all of its meetings."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for who may not see the event, and for one without a date."""
        event = item_or_404(Event, request.user, slug)
        rows = event.occurrences.all()
        if not rows.exists():
            get_object_or_404(Occurrence, pk=0)
        return answer(request, rows, name="", method="PUBLISH", filename="event.ics")


class CalendarFeedView(View):
    """The events of a selection, as a calendar program subscribes to them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Coming events and those of the last month, as filtered."""
        selection = selection_of(request)
        items = calendar.visible(request.user, selection, circumstances(selection, request.user))
        return answer(request, recent(items), name=_("CSO Net: events"))


def recent(items: Any) -> Any:
    """The meetings of these items that are to come or lately over."""
    return Occurrence.objects.filter(event__in=items.order_by().values("pk"), ends__gt=timezone.now() - KEPT)


class OwnCalendarView(View):
    """A person's events at a secret address, without signing in; 404 once it was revoked."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """What the person is registered for and may see, in their language."""
        address = get_object_or_404(CalendarAddress.objects.select_related("user"), token=token, user__is_active=True)
        person: Any = address.user
        language = person.language if person.language in languages.CODES else "en"
        with translation.override(language):
            items = Item.objects.of_kind(Event.KIND).visible_to(person)
            mine = Q(event__registrations__user=person, event__registrations__state__in=LIVE)
            rows = recent(items).filter(pk__in=Occurrence.objects.filter(mine).values("pk"))
            response = answer(request, rows, name=_("CSO Net: my events"))
        patch_cache_control(response, private=True, no_cache=True)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response


class CalendarAddressView(SignInRequired, View):
    """Make the secret address, make a new one, or take it away."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the person's events."""
        user: Any = request.user
        if request.POST.get("do") == "revoke":
            CalendarAddress.objects.filter(user=user).delete()
            messages.success(request, _("The address is gone. Calendars that used it get nothing any more."))
        else:
            CalendarAddress.objects.update_or_create(user=user, defaults={"token": make_token()})
            messages.success(request, _("Here is your address. An older one no longer works."))
        return redirect("event_mine")
