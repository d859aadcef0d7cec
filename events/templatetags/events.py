"""Times of events in templates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from csonet.ui import languages
from events import scheduling, wording
from events.cards import card
from events.models import Event
from events.statements import history

register = template.Library()

#: The steps of a registration (events.models.Step) in words.
STEP_WORDS = {
    "register": _lazy("Registered"),
    "org-approve": _lazy("Approved by the organization"),
    "org-decline": _lazy("Declined by the organization"),
    "desk-approve": _lazy("Approved by the organizers"),
    "desk-decline": _lazy("Declined by the organizers"),
    "withdraw": _lazy("Withdrawn"),
    "replace": _lazy("Replaced by"),
    "offer": _lazy("A seat was offered"),
    "accept": _lazy("The offer was accepted"),
    "decline-offer": _lazy("The offer was left to the next"),
    "lapse": _lazy("The offer ended without an answer"),
    "give-seat": _lazy("A seat was given out of turn"),
    "mode": _lazy("Takes part in another way"),
    "confirm": _lazy("Confirmed again after the postponement"),
}


@register.simple_tag(takes_context=True)
def event_card(context: Context, event: Event) -> SafeString:
    """The inside of an event's card."""
    return card(event, saves_data=getattr(context.get("user"), "data_saver", False))


@register.simple_tag
def span(one: Any, zone: str) -> SafeString:
    """When a meeting is, on the clock at the place: `one` has `starts` and `ends`."""
    if not one.starts or not one.ends:
        return mark_safe("")
    return wording.time_element(one.starts, one.ends, zone)


@register.simple_tag
def own_span(one: Any, zone: str) -> SafeString:
    """The same on the reader's clock, named as such; nothing where both clocks show the same."""
    if not one.starts or not one.ends or not wording.differs(one.starts, zone):
        return mark_safe("")
    words = wording.time_element(one.starts, one.ends, wording.reader_zone())
    return format_html('<span class="own-time">{} {}</span>', _("For you:"), words)


@register.simple_tag
def deadline(moment: datetime | None, zone: str) -> SafeString:
    """The last minute of a deadline, in its zone and in the reader's."""
    if moment is None:
        return mark_safe("")
    return wording.deadline_element(moment, zone)


@register.simple_tag
def entry_span(entry: Any, mine: bool) -> SafeString:
    """A calendar entry's time, on the clock of the calendar."""
    return wording.time_element(entry.starts, entry.ends, wording.reader_zone() if mine else entry.zone)


@register.simple_tag
def draft_span(event: Any) -> SafeString:
    """The first meeting of an event that is not published yet."""
    plans = scheduling.planned(event)
    if not plans:
        return mark_safe("")
    return wording.time_element(plans[0].values["starts"], plans[0].values["ends"], event.zone)


@register.simple_tag
def change_words(change: Any) -> SafeString:
    """A change with before and after, in the reader's language."""
    return wording.change_element(change)


@register.simple_tag
def offer_end(moment: str, zone: str) -> str:
    """When an offer ends, for a mail."""
    at = datetime.fromisoformat(moment)
    return f"{wording.minute_words(at, zone)} {wording.zone_words(at, zone)}"


@register.simple_tag
def opening(moment: datetime | None, zone: str) -> SafeString:
    """A moment in its zone and in the reader's."""
    return wording.deadline_element(moment + timedelta(minutes=1), zone) if moment else mark_safe("")


@register.simple_tag
def zone_of(event: Any) -> str:
    """The zone in which the event's times are typed."""
    return wording.zone_words(event.starts or timezone.now(), event.zone)


@register.simple_tag
def step_words(step: Any) -> str:
    """What happened to a registration."""
    return str(STEP_WORDS.get(step.act, step.act))


@register.filter
def own_name(code: str) -> str:
    """A language's name in itself."""
    return languages.own_name(code)


@register.simple_tag
def statement_step(step: Any) -> str:
    """What happened to a statement; of signatures with the organization, of decisions with the reason."""
    return history.step_words(step)
