"""The door: a code is scanned or typed, and the answer says what is the matter."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.workflow import NotAllowed, WrongState
from events import rights
from events.attendance import tell
from events.models import CheckIn, Event, Occurrence, Registration
from events.models.choices import RegistrationState


@dataclass(frozen=True)
class Answer:
    """What the door says. result: "in", "already", "wrong-event", "not-admitted", "unknown"."""

    result: str
    words: str
    registration: Registration | None = None
    check_in: CheckIn | None = None

    @property
    def tone(self) -> str:
        return {"in": "good", "already": "warn"}.get(self.result, "bad")


def meeting_now(event: Event, now: datetime | None = None) -> Occurrence | None:
    """The meeting that is on or comes next; the last one if all are over."""
    now = now or timezone.now()
    rows = event.occurrences.filter(is_cancelled=False)
    coming = rows.filter(ends__gt=now - timedelta(hours=6)).order_by("starts").first()
    return coming or rows.order_by("-starts").first()


def code_of(text: str) -> str:
    """The code in what was scanned (an address that ends in it) or typed."""
    return text.strip().rstrip("/").rpartition("/")[2].upper().replace("-", "").replace(" ", "")[:40]


def check_in(event: Event, meeting: Occurrence, text: str, *, actor: Any, now: datetime | None = None) -> Answer:
    """Let somebody in, or say why not. Raises NotAllowed."""
    if not rights.is_organizer(actor, event):
        raise NotAllowed(_("You may not do this."))
    now = now or timezone.now()
    code = code_of(text)
    rows = Registration.objects.select_related("event", "delegation__organization")
    row = rows.filter(code=code).first() if code and "\0" not in code else None
    if row is None:
        return Answer("unknown", _("There is no such code. Type it again, or look for the name."))
    if row.event_id != event.pk:
        return Answer("wrong-event", _("This code is for another event: %(title)s.") % {"title": row.event.title})
    if row.state != RegistrationState.ADMITTED:
        words = _("%(name)s is not admitted: “%(state)s”.")
        return Answer("not-admitted", words % {"name": row.name, "state": row.get_state_display()}, row)
    return _let_in(row, meeting, actor, now)


def _let_in(row: Registration, meeting: Occurrence, actor: Any, now: datetime) -> Answer:
    try:
        with transaction.atomic():
            made = CheckIn.objects.create(registration=row, occurrence=meeting, by=actor, at=now)
    except IntegrityError:
        before = CheckIn.objects.filter(registration=row, occurrence=meeting, undone_at=None).first()
        if before is None:  # undone at this very moment
            return Answer("unknown", _("Please try again."), row)
        clock = f"{before.at.astimezone(zoneinfo.ZoneInfo(row.event.zone)):%H:%M}"
        words = _("%(name)s is already in since %(time)s.") % {"name": row.name, "time": clock}
        return Answer("already", words, row, before)
    tell(row)
    return Answer("in", _("%(name)s is admitted.") % {"name": row.name}, row, made)


def undo(one: CheckIn, *, actor: Any) -> None:
    """Take a check-in back; it stays in the record. Raises NotAllowed, WrongState."""
    if not rights.is_organizer(actor, one.registration.event):
        raise NotAllowed(_("You may not do this."))
    if not CheckIn.objects.filter(pk=one.pk, undone_at=None).update(undone_at=timezone.now()):
        raise WrongState(_("It was undone already."))
    tell(one.registration)


def attendance(meeting: Occurrence) -> Any:
    """Who came, in the order of coming."""
    rows = CheckIn.objects.filter(occurrence=meeting, undone_at=None)
    return rows.select_related("registration__delegation__organization").order_by("-at", "-pk")
