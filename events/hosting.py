"""Co-hosts: asked by the host, shown once they confirmed, free to say no or to leave again."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Organization
from csonet.abstract import Confirmation
from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from events import telling
from events.models import CoHost, Event

MOST = 20


def invite(event: Event, organization: Organization, *, user: Any) -> CoHost:
    """Ask an approved organization. Raises NotAllowed or WorkflowError."""
    if not is_author_side(user, event):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=event.pk)
        if not organization.is_approved:
            raise WorkflowError(_("This organization is not approved at the moment, so nothing was changed."))
        if organization.pk == event.organization_id:
            raise WorkflowError(_("Your organization hosts the event already."))
        if event.co_hosts.count() >= MOST:
            raise WorkflowError(_("An event has at most %(limit)d co-hosts.") % {"limit": MOST})
        try:
            with transaction.atomic():
                made = CoHost.objects.create(event=event, organization=organization, invited_by=user)
        except IntegrityError:
            raise WorkflowError(_("This organization was asked already.")) from None
        if event.status == "published":
            _ask(made)
    return made


def follow_publication(sender: Any, item: Item, decision: Any, **_kwargs: Any) -> None:
    """Co-hosts that were named in a draft are asked when the event is published, once."""
    if (
        item.kind == Event.KIND
        and item.status == "published"
        and decision
        and decision.action in ("approve", "release")
    ):
        for one in CoHost.objects.filter(event=item.pk, state=Confirmation.INVITED, answered_at=None):
            if decision.revision_id is None:
                _ask(one)


def answer(one: CoHost, *, user: Any, confirms: bool) -> None:
    """Confirm or decline for one's organization (owner or editor). Raises NotAllowed or WrongState.

    Who confirmed may leave again.
    """
    if one.organization_id not in user.standing.editing:
        raise NotAllowed(_("You may not do this."))
    sources = (Confirmation.INVITED,) if confirms else (Confirmation.INVITED, Confirmation.CONFIRMED)
    target = Confirmation.CONFIRMED if confirms else Confirmation.DECLINED
    with transaction.atomic():
        rows = CoHost.objects.filter(pk=one.pk, state__in=sources)
        if not rows.update(state=target, answered_by=user, answered_at=timezone.now()):
            raise WrongState(_("It was answered already."))
        kind = "co_host_confirmed" if confirms else "co_host_declined"
        page = ["event_detail", one.event.slug]
        telling.notice(telling.organizers_of(one.event), kind, one.event, page, name=one.organization.name)
    one.refresh_from_db()


def _ask(one: CoHost) -> None:
    members = Membership.objects.filter(organization=one.organization_id, role__in=["owner", "editor"])
    people = [membership.user for membership in members.select_related("user")]
    event = Event.objects.select_related("organization").get(pk=one.event_id)
    words = {"name": one.organization.name, "asker": event.organization.name}
    telling.notice(people, "co_host_asked", event, ["event_detail", event.slug], **words)
