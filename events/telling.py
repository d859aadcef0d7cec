"""What people are told of their registrations: notices, and mails with a calendar part where a calendar changes.

Somebody without an account gets the same words by mail, with a link that lets them see and answer. A mail carries the
meeting as it stands when it is written, with its SEQUENCE, and mails leave in their order: no cancellation overtakes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from csonet.content.models import Item
from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.models import Notice, OutboundMail
from csonet.notifications.outbox import queue_mail
from csonet.notifications.rendering import render
from events import ics, wording
from events.models import Delegation, Event, Occurrence, Registration
from events.models.choices import Decision, RegistrationState

#: States in which the meeting stands in the person's calendar.
_IN_CALENDAR = (RegistrationState.ADMITTED,)


def add_kinds() -> None:
    """The kinds of notices about events."""
    mine = ("registration_received", "registration_waiting", "registration_admitted", "registration_declined")
    ends = ("registration_lapsed", "registration_withdrawn", "registration_replaced")
    kinds.add("decisions", _("who is registered"), *mine, *ends, context=words_of, always=True)
    kinds.add("decisions", _("who waits for a seat"), "registration_offered", context=words_of, always=True)
    kinds.add("tasks", _("owners of the person's organization"), "registration_to_approve", context=words_of)
    kinds.add("tasks", _("the organizers of the event"), "seats_asked")
    kinds.add("decisions", _("owners of the organization that asked"), "seats_answered")
    kinds.add("decisions", _("who is registered"), "event_changed", context=words_of, always=True)
    kinds.add("tasks", _("who is registered"), "event_reminder", context=words_of)
    kinds.add("decisions", _("who is admitted and takes part online"), "event_link", context=words_of, always=True)
    kinds.add("tasks", _("owners with unfinished delegations"), "event_deadline", context=words_of)
    kinds.add("tasks", _("owners of the organization that is asked to host the event too"), "co_host_asked")
    kinds.add("replies", _("the host of the event"), "co_host_confirmed", "co_host_declined")


def words_of(notice: Notice, language: str) -> dict[str, Any]:
    """When and where the event meets next, in words; asked when the notice is read."""
    event = Event.objects.filter(pk=notice.item_id).first()
    if event is None or event.starts is None:
        return {"when": "", "place": event.place if event else ""}
    shown = event.shown_span
    when = f"{wording.span_words(shown.starts, shown.ends, event.zone)} {wording.zone_words(shown.starts, event.zone)}"
    return {"when": when, "place": event.place if event.takes_place_in_person else ""}


def registered(row: Registration) -> None:
    """To the person what became of it; to the owners if they have to decide."""
    kind = {
        RegistrationState.ADMITTED: "registration_admitted",
        RegistrationState.WAITING: "registration_waiting",
    }.get(RegistrationState(row.state), "registration_received")
    _tell(row, kind, into="REQUEST" if row.is_admitted else "")
    if row.org_decision == Decision.PENDING and row.delegation is not None:
        owners = owners_of(row.delegation.organization_id)
        people = [person for person in owners if person.pk != row.user_id]
        page = ["delegation", row.event.slug, row.delegation.organization.slug]
        notice(people, "registration_to_approve", row.event, page, name=row.name)


def settled(row: Registration, before: str) -> None:
    """After a decision: to the person, if the state is another now."""
    if row.state == before:
        return
    if row.state == RegistrationState.ADMITTED:
        _tell(row, "registration_admitted", into="REQUEST")
    elif row.state == RegistrationState.DECLINED:
        reason = (
            row.get_desk_reason_display() if row.desk_decision == Decision.DECLINED else row.get_org_reason_display()
        )
        text = row.desk_text if row.desk_decision == Decision.DECLINED else row.org_text
        code = row.desk_reason if row.desk_decision == Decision.DECLINED else row.org_reason
        into = "CANCEL" if before in _IN_CALENDAR else ""
        _tell(row, "registration_declined", into=into, reason=code, text=text, reason_words=str(reason))


def offered(row: Registration) -> None:
    """A seat is held for the person until a moment."""
    until = row.place.offered_until if row.place else None
    _tell(row, "registration_offered", until=until.isoformat() if until else "", zone=row.event.zone)


def lapsed(row: Registration) -> None:
    """The seat went to the next."""
    _tell(row, "registration_lapsed")


def withdrawn(row: Registration, actor: Any) -> None:
    """To the person if somebody else did it; the meeting leaves their calendar in any case."""
    _tell(row, "registration_withdrawn", into="CANCEL", own=bool(actor and actor.pk == row.user_id))


def replaced(row: Registration) -> None:
    """Somebody else comes; the meeting leaves the calendar."""
    _tell(row, "registration_replaced", into="CANCEL")


def seats_asked(delegation: Delegation, actor: Any) -> None:
    """To the organizers."""
    people = [person for person in organizers_of(delegation.event) if person.pk != actor.pk]
    page = ["event_people", delegation.event.slug]
    words = {"name": delegation.organization.name, "count": delegation.asked, "text": delegation.asked_reason}
    notice(people, "seats_asked", delegation.event, page, **words)


def seats_answered(delegation: Delegation) -> None:
    """To the owners."""
    page = ["delegation", delegation.event.slug, delegation.organization.slug]
    words = {"name": delegation.organization.name, "text": delegation.answer, "count": delegation.quota.cap}
    notice(owners_of(delegation.organization_id), "seats_answered", delegation.event, page, **words)


def owners_of(organization_id: int) -> list[User]:
    """The owners of an organization."""
    rows = Membership.objects.filter(organization=organization_id, role="owner", user__is_active=True)
    return [membership.user for membership in rows.select_related("user")]


def organizers_of(event: Event) -> list[User]:
    """Who acts for the host: its owners and editors, and the author."""
    rows = Membership.objects.filter(
        organization=event.organization_id, role__in=["owner", "editor"], user__is_active=True
    )
    return [membership.user for membership in rows.select_related("user")]


def notice(people: Iterable[Any], kind: str, event: Event, page: list[str], **words: Any) -> None:
    """A notice whose link leads to a page of the portal."""
    item = Item.objects.get(pk=event.pk)
    notify(people, kind, item=item, page=page[0], page_args=page[1:], title=event.title, **words)


def tell_people(rows: Iterable[Registration], kind: str, event: Event, *, into: str = "", **words: Any) -> int:
    """Everybody of these registrations, as they stand; how many."""
    count = 0
    for row in rows:
        _tell(row, kind, into=into, **words)
        count += 1
    return count


def _tell(row: Registration, kind: str, *, into: str = "", **words: Any) -> None:
    """A notice with its mail, or for somebody without an account the mail alone. into: the calendar part's METHOD."""
    part = _calendar(row, into, words.get("meeting")) if into else ""
    given = {"title": row.event.title, "person": row.name, **words}
    if row.user is not None:
        page = {"page": "registration", "page_args": [row.event.slug, str(row.key)]}
        made = notify([row.user], kind, item=Item.objects.get(pk=row.event_id), **page, **given)
        if part:
            OutboundMail.objects.filter(notice__in=made).update(calendar=part)
        return
    person = User(name=row.name, email=row.email, language=row.language)
    with translation.override(row.language):
        path = reverse("attend", args=[row.token])
    item = Item.objects.select_related("organization").get(pk=row.event_id)
    letter = Notice(recipient=person, kind=kind, item=item, context={**given, "path": path})
    subject, body = render(letter, row.language)
    mail = queue_mail(row.email, subject, body, row.language)
    if part:
        OutboundMail.objects.filter(pk=mail.pk).update(calendar=part)


def _calendar(row: Registration, method: str, meeting: Any) -> str:
    """The meeting as its calendar part; of a series all of them, published, as one message names one meeting alone."""
    rows = Occurrence.objects.filter(event=row.event_id).order_by("starts")
    found = list(ics.meetings(rows if meeting is None else rows.filter(pk=meeting)))
    if not found:
        return ""
    if len(found) > 1:
        if method == "CANCEL":
            found = [one._replace(is_cancelled=True) for one in found]
        method = "PUBLISH"
    with translation.override(row.language if row.user is None else row.user.language):
        return ics.calendar(found, method=method, attendee=(row.name, row.email)).decode()
