"""Co-proposers: asked by the lead, shown once they confirmed, free to say no or to leave again."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.abstract import Confirmation
from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from projects.models import CoProposal, Proposal
from projects.people import acting_for, approved_or_error, behind, tell

MOST = 20


def invite(proposal: Proposal, organization: Organization, *, user: Any) -> CoProposal:
    """Ask an approved organization to stand behind the proposal. Raises NotAllowed or WorkflowError."""
    if not is_author_side(user, proposal):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=proposal.pk)
        approved_or_error(organization.pk)
        if organization.pk == proposal.organization_id:
            raise WorkflowError(_("Your organization leads the project already."))
        if proposal.co_proposals.count() >= MOST:
            raise WorkflowError(_("A project has at most %(limit)d co-proposers.") % {"limit": MOST})
        try:
            with transaction.atomic():
                made = CoProposal.objects.create(proposal=proposal, organization=organization, invited_by=user)
        except IntegrityError:
            raise WorkflowError(_("This organization was asked already.")) from None
        if item.status != "draft":  # a draft is nobody else's yet: they are told when it is submitted
            _tell_invited(made, item)
    return made


def answer(co_proposal: CoProposal, *, user: Any, confirms: bool) -> None:
    """Confirm or decline for one's organization (owner or editor). Raises NotAllowed or WorkflowError.

    An organization that was suspended since it was asked can't confirm. Who confirmed may leave again.
    """
    if co_proposal.organization_id not in user.standing.editing:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        approved_or_error(co_proposal.organization_id)
        sources = (Confirmation.INVITED,) if confirms else (Confirmation.INVITED, Confirmation.CONFIRMED)
        target = Confirmation.CONFIRMED if confirms else Confirmation.DECLINED
        rows = CoProposal.objects.filter(pk=co_proposal.pk, state__in=sources)
        if not rows.update(state=target, answered_by=user, answered_at=timezone.now()):
            raise WrongState(_("It was answered already."))
        item = Item.objects.get(pk=co_proposal.proposal_id)
        kind = "co_proposer_confirmed" if confirms else "co_proposer_declined"
        tell(behind(item), kind, item, leads_to=item, name=co_proposal.organization.name)
    co_proposal.refresh_from_db()


def remove(co_proposal: CoProposal, *, user: Any) -> None:
    """The lead takes a co-proposer off the proposal. Raises NotAllowed."""
    if not is_author_side(user, co_proposal.proposal):
        raise NotAllowed(_("You may not do this."))
    co_proposal.delete()


def waiting_for(user: Any) -> list[CoProposal]:
    """What organizations of this person were asked and have not answered: proposals that are no draft."""
    if not user.is_authenticated or not user.standing.editing:
        return []
    asked = CoProposal.objects.filter(organization__in=user.standing.editing, state=Confirmation.INVITED)
    return list(asked.exclude(proposal__status="draft").select_related("proposal__organization", "organization"))


def follow_publication(sender: Any, item: Item, decision: Any, **_signal: Any) -> None:
    """Listens to content.signals.moved: whoever was asked while it was a draft hears of it when it is submitted."""
    if item.kind == Proposal.KIND and decision.action == "submit" and decision.from_status == "draft":
        for asked in CoProposal.objects.filter(proposal=item.pk, state=Confirmation.INVITED):
            _tell_invited(asked, item)


def _tell_invited(co_proposal: CoProposal, item: Item) -> None:
    people = acting_for([co_proposal.organization_id])
    # Without `item`: who is asked may not see it yet, and must be told all the same.
    from_words = {"title": item.title, "asker": item.organization.name, "name": co_proposal.organization.name}
    tell(people, "co_proposer_asked", None, leads_to=co_proposal, **from_words)
