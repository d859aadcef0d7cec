"""Offers and interests: coming forward, accepting, declining, asking back, taking back. One transaction each.

Who decides locks the item's row first, then the state changes by a conditional UPDATE: of two who answer at once one
is told that it was answered already, and nothing is half done.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content import linking
from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.reference import tallies
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from projects.models import Interest, Offer, OfferMessage, Partnership, SolutionRequest
from projects.models.choices import ALIVE, UNDECIDED, Answer, Life, Stage
from projects.people import acting_for, approved_or_error, behind, own_organization, tell

LONGEST_PURPOSE = 300


def come_forward(form: Any, user: Any) -> Any:
    """Record an offer or an interest from a valid form and tell the other side.

    Raises WorkflowError for one's own item, for one that takes none (closed, past its deadline), for an organization
    that is not approved (any more), and where there is one already.
    """
    approach = form.instance
    with transaction.atomic():
        item = _locked(approach)
        own_organization(user, approach.organization_id)
        if approach.organization_id == item.organization_id:
            raise WorkflowError(_("This is your own organization’s."))
        _takes_answers(item)
        approach.user = user
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            raise WorkflowError(_("Your organization has come forward already.")) from None
        _tell(behind(item), f"{approach.ITEM}_answered", approach)
    return approach


def accept(approach: Offer | Interest, *, user: Any, thanks: str = "") -> Partnership:
    """Accept: everybody may know it now, and it is a partnership.

    Raises NotAllowed, or WorkflowError where it was answered already, where the item is closed, or where one of the
    two organizations is no longer approved.
    """
    with transaction.atomic():
        item = _deciding(approach, user)
        _is_alive(item)
        approved_or_error(approach.organization_id)
        approved_or_error(item.organization_id)
        _decide(approach, Answer.ACCEPTED, user, thanks=thanks)
        Item.objects.filter(pk=item.pk).update(responses=F("responses") + 1)
        if isinstance(item, SolutionRequest):
            taken_up = SolutionRequest.objects.filter(pk=item.pk, life=Life.OPEN)
            taken_up.update(life=Life.PROGRESS, updated=timezone.now())
            tallies.note("item", [item.pk])
            _link_practices(approach, item)
        partnership = Partnership.objects.create(
            origin_id=item.pk,
            lead_id=item.organization_id,
            partner_id=approach.organization_id,
            purpose=item.title[:LONGEST_PURPOSE],
            started=timezone.localdate(),
            **{"offer" if isinstance(approach, Offer) else "interest": approach},
        )
        _tell(_other_side(approach), f"{approach.ITEM}_answer_accepted", approach, text=thanks)
    approach.refresh_from_db()
    return partnership


def decline(approach: Offer | Interest, *, user: Any, thanks: str = "", reason: str = "") -> None:
    """Decline with a word of thanks; a reason is not asked for. Raises NotAllowed or WorkflowError."""
    with transaction.atomic():
        _deciding(approach, user)
        _decide(approach, Answer.DECLINED, user, thanks=thanks, reason=reason)
        _tell(_other_side(approach), f"{approach.ITEM}_answer_declined", approach, text=thanks)
    approach.refresh_from_db()


def withdraw(approach: Offer | Interest, *, user: Any) -> None:
    """The side that came forward takes it back while it is undecided. Raises NotAllowed or WorkflowError."""
    with transaction.atomic():
        item = _locked(approach)
        if approach.organization_id not in user.standing.organizations:
            raise NotAllowed(_("You may not do this."))
        _decide(approach, Answer.WITHDRAWN, user)
        _tell(behind(item), f"{approach.ITEM}_answer_withdrawn", approach)
    approach.refresh_from_db()


def write(offer: Offer, *, user: Any, text: str) -> OfferMessage:
    """The asker asks back, the offerer answers. Raises NotAllowed for strangers, WorkflowError after a decision."""
    with transaction.atomic():
        item = _locked(offer)
        asks = is_author_side(user, item)
        if not asks and offer.organization_id not in user.standing.organizations:
            raise NotAllowed(_("You may not do this."))
        if not asks:
            approved_or_error(offer.organization_id)
        target = Answer.ASKED if asks else Answer.WAITING
        if not Offer.objects.filter(pk=offer.pk, state__in=UNDECIDED).update(state=target):
            raise WrongState(_("It was answered already."))
        message = OfferMessage.objects.create(
            offer=offer, user=user, organization_id=item.organization_id if asks else offer.organization_id, text=text
        )
        _tell(_other_side(offer) if asks else behind(item), "offer_message", offer, text=text)
    offer.refresh_from_db()
    return message


def _locked(approach: Offer | Interest) -> Any:
    """The request or proposal, locked: whoever comes second sees what the first did."""
    Item.objects.select_for_update().get(pk=getattr(approach, f"{approach.ITEM}_id"))
    field = type(approach)._meta.get_field(approach.ITEM)
    return field.related_model._default_manager.get(pk=getattr(approach, f"{approach.ITEM}_id"))


def _deciding(approach: Offer | Interest, user: Any) -> Any:
    item = _locked(approach)
    if not is_author_side(user, item):
        raise NotAllowed(_("You may not do this."))
    return item


def _decide(approach: Offer | Interest, state: str, user: Any, thanks: str = "", reason: str = "") -> None:
    changed = (
        type(approach)
        .objects.filter(pk=approach.pk, state__in=UNDECIDED)
        .update(state=state, thanks=thanks, reason=reason, decided_by=user, decided_at=timezone.now())
    )
    if not changed:
        raise WrongState(_("It was answered already."))


def _takes_answers(item: Any) -> None:
    """Raises WorkflowError for a closed request, and for a proposal that no longer looks for partners."""
    if isinstance(item, SolutionRequest):
        if not item.is_open:
            raise WrongState(_("This request is closed: it takes no more offers."))
    elif not item.looks_for_partners:
        raise WrongState(_("This project no longer looks for partners."))


def _is_alive(item: Any) -> None:
    """A deadline is for those who come forward; what came in time can be accepted after it."""
    alive = item.life in ALIVE if isinstance(item, SolutionRequest) else item.stage in (Stage.LOOKING, Stage.RUNNING)
    if item.status != "published" or not alive:
        raise WrongState(_("This is closed: open it again before you accept."))


def _link_practices(offer: Any, request: Any) -> None:
    """The practices of an accepted offer answer the request: both pages say so."""
    for practice in offer.practices.filter(status="published"):
        try:
            linking.link(practice, request)
        except WorkflowError:
            continue  # somebody linked the two before


def _other_side(approach: Offer | Interest) -> list[Any]:
    people = {person.pk: person for person in acting_for([approach.organization_id])}
    if approach.user is not None and approach.user.is_active:
        people.setdefault(approach.user.pk, approach.user)
    return list(people.values())


def _tell(people: list[Any], kind: str, approach: Offer | Interest, text: str = "") -> None:
    item = Item.objects.get(pk=getattr(approach, f"{approach.ITEM}_id"))
    tell(people, kind, item, leads_to=approach, name=approach.organization.name, text=text)
