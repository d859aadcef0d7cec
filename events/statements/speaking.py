"""Speakers' lists: asking for the floor, the order that the organizers give, minutes, balance, who has spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ConsultativeStatus, Organization
from csonet.reference import vocabulary
from csonet.workflow import WorkflowError, WrongState
from events.models import FloorRequest, Purge, SpeakersList
from events.models.statement_choices import RequestState
from events.statements import requesting, telling

MOST_MINUTES = 120


def ask(floor: SpeakersList, organization: Organization, values: dict[str, Any], *, user: Any) -> FloorRequest:
    """Ask for the floor. values: speaker, topic, minutes_asked. Raises NotAllowed or WorkflowError: once each."""
    with transaction.atomic():
        requesting.check_ask(floor, organization, user)
        try:
            with transaction.atomic():
                made = FloorRequest.objects.create(list=floor, organization=organization, asked_by=user, **values)
        except IntegrityError:
            raise WrongState(_("Your organization has asked already: one request for each.")) from None
        telling.received(made)
    return made


def grant(request: FloorRequest, minutes: int, *, actor: Any) -> None:
    """Put it at the end of the list with so many minutes, or change its minutes. Raises NotAllowed or WorkflowError."""
    requesting.check_decide(actor, request)
    if not 1 <= minutes <= MOST_MINUTES:
        raise WorkflowError(_("Between one minute and %(limit)d.") % {"limit": MOST_MINUTES})
    with transaction.atomic():
        row = requesting.turn(request)
        requesting.check_state(row, RequestState.ASKED, RequestState.GRANTED)
        is_new, row.minutes = row.state == RequestState.ASKED, minutes
        if is_new:
            last = FloorRequest.objects.filter(list=row.list_id).aggregate(last=Max("position"))["last"]
            row.position, row.state = (last or 0) + 1, RequestState.GRANTED
            row.decided_by, row.decided_at = actor, timezone.now()
        row.save()
        if is_new:
            telling.decided(row)
    request.refresh_from_db()


def shift(request: FloorRequest, *, actor: Any, up: bool) -> None:
    """One place earlier or later; at the end of the list nothing happens. Raises NotAllowed or WrongState.

    Its neighbour moves too: who may not decide on that one does not move this one past it.
    """
    requesting.check_decide(actor, request)
    with transaction.atomic():
        row = requesting.turn(request)
        requesting.check_state(row, RequestState.GRANTED)
        target = row.position + (-1 if up else 1)
        rows = FloorRequest.objects.filter(list=row.list_id)
        other = rows.filter(position=target).select_related("list__event").first()
        if other is not None:
            requesting.check_decide(actor, other)  # moving one moves the other
            rows.filter(pk=other.pk).update(position=row.position)
            rows.filter(pk=row.pk).update(position=target)
    request.refresh_from_db()


def mark_spoken(request: FloorRequest, *, actor: Any, spoke: bool) -> None:
    """Somebody spoke, or did not after all. Raises NotAllowed or WrongState."""
    requesting.check_decide(actor, request)
    with transaction.atomic():
        row = requesting.turn(request)
        requesting.check_state(row, RequestState.GRANTED)
        row.spoken_at = timezone.now() if spoke else None
        row.save()
    request.refresh_from_db()


@dataclass(frozen=True)
class Balance:
    """Of the granted requests: minutes given, and (name, speakers, minutes) by region and by status."""

    minutes: int
    regions: list[tuple[str, int, int]]
    statuses: list[tuple[str, int, int]]


def balance(rows: Sequence[FloorRequest]) -> Balance:
    """How the floor is shared out among M49 regions and consultative statuses. One query."""
    ids = [row.organization_id for row in rows]
    found = ConsultativeStatus.objects.filter(organization__in=ids, is_current=True, state="in-force")
    status_of = {one.organization_id: str(one.get_kind_display()) for one in found}
    return Balance(
        sum(row.minutes or 0 for row in rows),
        _shares((_region(row.organization), row.minutes or 0) for row in rows),
        _shares((_standing(row.organization, status_of), row.minutes or 0) for row in rows),
    )


def _region(organization: Organization) -> str:
    country = vocabulary.countries().get(organization.country_id)
    region = vocabulary.regions().get(country.region_id) if country else None
    while region is not None and region.parent_id and region.parent_id != "001":
        region = vocabulary.regions()[region.parent_id]
    return region.name if region else _("not known")


def _standing(organization: Organization, status_of: dict[int, str]) -> str:
    if organization.is_un_entity:
        return _("UN entities")
    return status_of.get(organization.pk, _("without a consultative status in the register"))


def _shares(pairs: Any) -> list[tuple[str, int, int]]:
    speakers: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for name, given in pairs:
        speakers[name] += 1
        minutes[name] += given
    return [(name, speakers[name], minutes[name]) for name in sorted(speakers)]


def forget_names(now: datetime | None = None) -> str:
    """The job: names of speakers go with the other names of an event; what was said under which topic stays."""
    due = (now or timezone.now()) - timedelta(days=settings.EVENT_RETENTION_DAYS["email"])
    rows = FloorRequest.objects.exclude(speaker="").filter(list__event__ends__lt=due)
    total = 0
    for event in set(rows.order_by().values_list("list__event", flat=True)):
        with transaction.atomic():
            count = rows.filter(list__event=event).update(speaker="")
            Purge.objects.create(event_id=event, figures={"speaker": count})
            total += count
    return f"speaker: {total}"
