"""What people are told of statements, requests for the floor and side events."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from csonet.notifications import kinds
from csonet.notifications.models import Notice
from events import telling
from events.models import CoSignature, CoSponsor, FloorRequest, SideEventRequest, Statement
from events.models.statement_choices import RequestReason, RequestState, StatementReason


def add_kinds() -> None:
    """The kinds of notices."""
    asked, asking = _("owners and editors of the organization that is asked"), _("who asked for it")
    kinds.add("tasks", asked, "statement_to_sign", "side_event_to_sponsor")
    kinds.add("replies", asking, "statement_signed", "side_event_sponsored")
    kinds.add("tasks", _("the organizers of the event"), "statement_received", "request_received", "request_withdrawn")
    kinds.add("decisions", _("the organization whose statement it is"), "statement_moved", context=words_of)
    kinds.add("decisions", _("the organization whose request it is"), "request_decided", context=words_of)


def people_of(*organizations: int) -> list[User]:
    """The owners and editors of organizations, each once. One query, however many."""
    rows = Membership.objects.filter(organization__in=organizations, role__in=["owner", "editor"], user__is_active=True)
    people = {membership.user_id: membership.user for membership in rows.select_related("user").order_by("pk")}
    return list(people.values())


def asked_to_sign(one: CoSignature, changed: bool = False) -> None:
    """To the organization that is asked. changed: it had signed, and the text is another now."""
    statement = one.statement
    words = {"name": one.organization.name, "asker": statement.organization.name, "changed": changed}
    _of(statement, people_of(one.organization_id), "statement_to_sign", **words)


def answered_to_sign(one: CoSignature) -> None:
    """To the organization whose statement it is."""
    words = {"name": one.organization.name, "confirmed": one.state == "confirmed"}
    _of(one.statement, people_of(one.statement.organization_id), "statement_signed", **words)


def moved(row: Statement, act: str) -> None:
    """The receipt, or what was decided, to the organization and its co-signers; what came in, to the organizers."""
    signers = row.co_signatures.filter(state="confirmed").values_list("organization", flat=True)
    people = people_of(row.organization_id, *signers)
    words = {
        "act": act,
        "number": row.number or "",
        "words": row.words,
        "checksum": row.checksum,
        "reason": row.reason,
        "text": row.decision_text,
    }
    if row.number:
        _of(row, people, "statement_moved", **words)
    if act == "submit":
        organizers = telling.organizers_of(row.call.event)
        _of(row, organizers, "statement_received", name=row.organization.name)


def _of(statement: Statement, people: list[User], kind: str, **words: Any) -> None:
    event = statement.call.event
    page = ["statement_detail", event.slug, str(statement.key)]
    telling.notice(people, kind, event, page, statement=statement.title, **words)


def asked_to_sponsor(one: CoSponsor) -> None:
    """To the organization that is asked."""
    request = one.request
    words = {"name": one.organization.name, "asker": request.organization.name}
    _request(request, people_of(one.organization_id), "side_event_to_sponsor", **words)


def answered_to_sponsor(one: CoSponsor) -> None:
    """To the sponsor."""
    words = {"name": one.organization.name, "confirmed": one.state == "confirmed"}
    _request(one.request, people_of(one.request.organization_id), "side_event_sponsored", **words)


def received(request: FloorRequest | SideEventRequest) -> None:
    """To the organizers: an organization asks for the floor or for a side event."""
    event = request.call_for_it.event
    _request(request, telling.organizers_of(event), "request_received", name=request.organization.name)


def withdrawn(request: FloorRequest | SideEventRequest) -> None:
    """To the organizers, before it leaves: a turn or a slot that they had given is free. Of what waited, nothing."""
    if request.state == RequestState.GRANTED:
        event = request.call_for_it.event
        _request(request, telling.organizers_of(event), "request_withdrawn", name=request.organization.name)


def decided(request: FloorRequest | SideEventRequest) -> None:
    """To the organization."""
    words = {
        "granted": request.state == "granted",
        "reason": request.reason,
        "text": request.decision_text,
    }
    _request(request, people_of(request.organization_id), "request_decided", **words)


def _request(request: FloorRequest | SideEventRequest, people: list[User], kind: str, **words: Any) -> None:
    telling.notice(people, kind, request.call_for_it.event, request.page, request=_name_of(request), **words)


def _name_of(request: FloorRequest | SideEventRequest) -> str:
    return request.topic if isinstance(request, FloorRequest) else request.title


def words_of(notice: Notice, language: str) -> dict[str, Any]:
    """The reason of a decision in the reader's language."""
    labels = {**dict(RequestReason.choices), **dict(StatementReason.choices)}
    return {"reason_words": str(labels.get(notice.context.get("reason", ""), ""))}
