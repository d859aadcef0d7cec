"""What happens to an announced event: cancelled, postponed, held after all, moved online, a meeting moved.

The organizers do it at once, with a reason; the page stays and says what happened. Whoever is registered is told what
it was and what it is now, and the mail changes the meeting in their calendars.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from csonet.capacity import seats
from csonet.content.models import Item
from csonet.workflow import MissingReason, NotAllowed, WrongState
from events import rights, scheduling, seating, steps, telling, wording
from events.models import Change, Event, Occurrence, Registration
from events.models.choices import EventStatus, Mode, RegistrationState

#: What leads from which state of the event to which.
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "cancel": ((EventStatus.PLANNED, EventStatus.MOVED_ONLINE, EventStatus.POSTPONED), EventStatus.CANCELLED),
    "postpone": ((EventStatus.PLANNED, EventStatus.MOVED_ONLINE), EventStatus.POSTPONED),
    "move-online": ((EventStatus.PLANNED,), EventStatus.MOVED_ONLINE),
}
#: Those who had to wait or were admitted hear of changes.
_CONCERNED = (
    RegistrationState.ADMITTED,
    RegistrationState.SUBMITTED,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
)


def step(event: Event, act: str, reason: str, *, actor: Any) -> Change:
    """Cancel, postpone or move online. Raises NotAllowed, MissingReason, WrongState."""
    _may(event, actor, reason)
    if act not in STEPS:
        raise WrongState(_("This is not possible."))
    sources, target = STEPS[act]
    with transaction.atomic():
        row = _locked(event)
        if row.event_status not in sources or row.is_over:
            raise WrongState(
                _("This is not possible while the event is “%(state)s”.") % {"state": row.get_event_status_display()}
            )
        before = {"event_status": row.event_status, "mode": row.mode}
        row.event_status, row.event_status_reason, row.event_status_at = target, reason.strip(), timezone.now()
        if target == EventStatus.MOVED_ONLINE:
            row.mode = Mode.ONLINE
            steps.tell_offered(seating.move_online(row))
        row.save(update_fields=["event_status", "event_status_reason", "event_status_at", "mode", "updated"])
        scheduling.touch_all(row)
        after = {"event_status": row.event_status, "mode": row.mode}
        change = Change.objects.create(
            event=row, what="status", before=before, after=after, reason=reason.strip(), by=actor
        )
        _announce(row)
        tell(row, [change])
    event.refresh_from_db()
    return change


def hold_again(event: Event, times: dict[str, Any], reason: str, *, actor: Any) -> Change:
    """A postponed (or cancelled) event has a new date; who was registered is asked whether they still come.

    times: what scheduling.times_of() gives for it; a series begins then, and ends as much later as it begins later.
    """
    _may(event, actor, reason)
    with transaction.atomic():
        row = _locked(event)
        if row.event_status not in (EventStatus.POSTPONED, EventStatus.CANCELLED):
            raise WrongState(_("The event is not postponed."))
        before = _span(row)
        if row.repeat_until and row.first_day:
            row.repeat_until += times["day"] - row.first_day
        row.first_day, row.starts_at, row.last_day, row.ends_at, row.starts_fold, row.ends_fold = (
            times[name] for name in ("day", "starts_at", "last_day", "ends_at", "starts_fold", "ends_fold")
        )
        row.event_status, row.event_status_reason, row.event_status_at = (
            EventStatus.PLANNED,
            reason.strip(),
            timezone.now(),
        )
        row.rounds += 1
        row.save()
        scheduling.rebuild(row, by=actor)
        scheduling.touch_all(row)
        row.refresh_from_db()
        Change.objects.filter(event=row, told_at=None).delete()
        seating.follow_end(row)
        change = Change.objects.create(
            event=row, what="time", before=before, after=_span(row), reason=reason.strip(), by=actor
        )
        _announce(row)
        tell(row, [change], again=True)
    event.refresh_from_db()
    return change


def move_meeting(
    one: Occurrence, values: dict[str, Any], room: str, reason: str, *, actor: Any, following: bool = False
) -> list[Change]:
    """Another time or room for one meeting, or for this and the following ones of the series.

    values: what scheduling.times_of() gives for this one; those that follow move by as many days and to the same hours.
    Raises NotAllowed, MissingReason, WrongState.
    """
    event = Event.objects.get(pk=one.event_id)
    _may(event, actor, reason)
    with transaction.atomic():
        row = _locked(event)
        rows = _these(row, one, following)
        shift = values["day"] - one.day
        changes = [_move(row, meeting, values, shift, room, reason, actor) for meeting in rows]
        scheduling.refresh(row)
        found = [change for change in changes if change is not None]
        tell(row, found)
    return found


def cancel_meeting(one: Occurrence, reason: str, *, actor: Any, following: bool = False) -> list[Change]:
    """One meeting of a series does not take place, or none from it on. Raises as move_meeting()."""
    event = Event.objects.get(pk=one.event_id)
    _may(event, actor, reason)
    with transaction.atomic():
        row = _locked(event)
        changes = []
        for meeting in _these(row, one, following):
            if meeting.is_cancelled:
                continue
            meeting.is_cancelled, meeting.is_moved, meeting.reason = True, True, reason.strip()
            scheduling.touch(meeting)
            meeting.save()
            before, after = scheduling.span_of(meeting, row.zone), {"event_status": EventStatus.CANCELLED}
            changes.append(
                Change.objects.create(
                    event=row,
                    occurrence=meeting,
                    what="status",
                    before=before,
                    after=after,
                    reason=reason.strip(),
                    by=actor,
                )
            )
        scheduling.refresh(row)
        tell(row, changes)
    return changes


def _these(event: Event, one: Occurrence, following: bool) -> list[Occurrence]:
    rows = event.occurrences.filter(ends__gt=timezone.now())
    rows = rows.filter(original_day__gte=one.original_day) if following else rows.filter(pk=one.pk)
    found = list(rows.order_by("original_day"))
    if not found:
        raise WrongState(_("This meeting is over."))
    return found


def _move(
    event: Event, meeting: Occurrence, values: dict[str, Any], shift: timedelta, room: str, reason: str, actor: Any
) -> Change | None:
    before = {**scheduling.span_of(meeting, event.zone), "place": meeting.room or event.room}
    day = meeting.day + shift
    span = values["last_day"] - values["day"]
    folds = (values["starts_fold"], values["ends_fold"])
    given = scheduling.times_of(day, values["starts_at"], day + span, values["ends_at"], event.zone, folds)
    is_same = (given["starts"], given["ends"]) == (meeting.starts, meeting.ends)
    if is_same and room == meeting.room and not meeting.is_cancelled:
        return None
    for name, value in given.items():
        setattr(meeting, name, value)
    meeting.room, meeting.reason, meeting.is_moved, meeting.is_cancelled = room, reason.strip(), True, False
    scheduling.touch(meeting)
    meeting.save()
    after = {**scheduling.span_of(meeting, event.zone), "place": room or event.room}
    what = "place" if is_same else "time"
    return Change.objects.create(
        event=event, occurrence=meeting, what=what, before=before, after=after, reason=reason.strip(), by=actor
    )


def follow_edit(event: Event, *, by: Any) -> list[Change]:
    """After an approved edit: what it changed of the place and of the way, since it was last announced."""
    changes = []
    before = event.announced
    now = announced(event)
    if before:
        if before.get("place") != now["place"]:
            changes.append(_record(event, "place", {"place": before.get("place")}, {"place": now["place"]}, by))
        if before.get("mode") != now["mode"]:
            changes.append(_record(event, "mode", {"mode": before.get("mode")}, {"mode": now["mode"]}, by))
            if event.mode == Mode.ONLINE:
                steps.tell_offered(seating.move_online(event))
    if changes:
        scheduling.touch_all(event)
    if before != now:
        Event.objects.filter(pk=event.pk).update(announced=now)
    return changes


def _record(event: Event, what: str, before: dict[str, Any], after: dict[str, Any], by: Any) -> Change:
    return Change.objects.create(event=event, what=what, before=before, after=after, by=by)


def announced(event: Event) -> dict[str, str]:
    """What of the event is compared when an edit is approved, beside its times."""
    return {"place": event.place, "mode": event.mode}


def _announce(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(announced=announced(event))


def follow_publication(sender: Any, item: Item, decision: Any, **_kwargs: Any) -> None:
    """An event is published, or an edit of it approved: its meetings follow, and what matters is told."""
    if item.kind != Event.KIND or item.status not in ("published", "scheduled"):
        return
    event = Event.objects.get(pk=item.pk)
    actor = decision.actor if decision else None
    changes = scheduling.rebuild(event, by=actor)
    changes += follow_edit(event, by=actor)
    seating.follow_end(event)
    tell(event, changes)


def tell(event: Event, changes: list[Change], *, again: bool = False) -> int:
    """Tell everybody registered, once for all of the changes, each in their language; how many."""
    if not changes:
        return 0
    rows = Registration.objects.filter(event=event, state__in=_CONCERNED).select_related("user", "place")
    one = changes[0].occurrence_id if len(changes) == 1 else None
    count = 0
    for row in rows:
        row.event = event
        into = "" if row.state != RegistrationState.ADMITTED else _method(event, changes)
        language = row.user.language if row.user else row.language
        with translation.override(language):
            lines = [wording.change_text(change) for change in changes[:10]]
        words = {"lines": lines, "text": changes[0].reason, "again": again}
        telling.tell_people([row], "event_changed", event, into=into, meeting=one, **words)
        count += 1
    Change.objects.filter(pk__in=[change.pk for change in changes]).update(told_at=timezone.now())
    return count


def _method(event: Event, changes: list[Change]) -> str:
    if event.is_cancelled:
        return "CANCEL"
    gone = [
        change
        for change in changes
        if change.what == "status" and change.after.get("event_status") == EventStatus.CANCELLED
    ]
    return "CANCEL" if len(changes) == 1 and gone else "REQUEST"


def _span(event: Event) -> dict[str, str]:
    if event.starts is None or event.ends is None:
        return {}
    return {"starts": event.starts.isoformat(), "ends": event.ends.isoformat(), "zone": event.zone}


def _locked(event: Event) -> Event:
    if event.pool_id:  # whoever registers takes the pool first, and then the item
        seats.lock(event.pool_id)
    Item.objects.select_for_update().get(pk=event.pk)
    Item.objects.filter(pk=event.pk).update(version=F("version") + 1)
    return Event.objects.get(pk=event.pk)


def _may(event: Event, actor: Any, reason: str) -> None:
    if not rights.is_organizer(actor, event):
        raise NotAllowed(_("You may not do this."))
    if not reason.strip():
        raise MissingReason(_("Give a reason: it stands on the page."))
    if event.status != "published":
        raise WrongState(_("This event is not announced."))
