"""Coming to act for an organization: by invitation, by a request that an owner answers, by claiming a register entry.

Each function is one transaction and raises an exception of accounts.people.errors whose text is for the person.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from accounts.models import Claim, JoinRequest, Membership, Organization
from accounts.models.membership import RequestState, Role
from accounts.organizations.verifying import move
from accounts.people.errors import AlreadyAnswered, AlreadyAsked, AlreadyMember, JoiningError, MayNot, TooMany
from accounts.people.inviting import accept_invitation, find_invitation, invite, revoke
from accounts.people.roles import (
    change_role,
    forget_standing,
    leave,
    locked,
    owners_of,
    remove_member,
    require_owner,
)
from csonet.notifications.api import notify
from csonet.workflow import MissingReason

__all__ = [
    "accept_invitation",
    "answer_request",
    "ask_to_join",
    "can_be_claimed",
    "change_role",
    "claim",
    "decide_claim",
    "find_invitation",
    "invite",
    "leave",
    "remove_member",
    "revoke",
    "withdraw",
]

#: How many requests and claims of one person may wait at once.
MOST_WAITING = 10


@transaction.atomic
def ask_to_join(organization: Organization, actor: Any, message: str = "") -> JoinRequest:
    """Ask the owners of an approved organization to be let in. Raises AlreadyMember, AlreadyAsked, TooMany."""
    if not organization.is_approved:
        raise JoiningError(_("This organization takes no new members at the moment."))
    _require_outside(organization, actor)
    _require_few(actor.join_requests.filter(state=RequestState.WAITING))
    try:
        with transaction.atomic():
            asked = JoinRequest.objects.create(user=actor, organization=organization, message=message.strip())
    except IntegrityError:
        raise AlreadyAsked(_("Your request is waiting for an answer already.")) from None
    notify(owners_of(organization), "join_request", organization=organization, person=actor.get_full_name())
    return asked


@transaction.atomic
def answer_request(asked: JoinRequest, actor: Any, accept: bool, role: str = Role.MEMBER) -> JoinRequest:
    """An owner lets the person in, in the given role, or declines. Raises MayNot, AlreadyAnswered."""
    organization = locked(asked.organization_id)
    require_owner(actor, organization)
    if role not in Role.values:
        raise MayNot(_("Choose a role from the list."))
    row = JoinRequest.objects.select_for_update().get(pk=asked.pk)
    _decide(row, actor, accept)
    row.save(update_fields=["state", "decided_by", "decided_at", "updated"])
    if accept:
        Membership.objects.get_or_create(user_id=row.user_id, organization=organization, defaults={"role": role})
        forget_standing(asked.user)
    notify([asked.user], "join_accepted" if accept else "join_declined", organization=organization)
    return row


@transaction.atomic
def withdraw(asked: JoinRequest | Claim, actor: Any) -> None:
    """Take back one's own request or claim. Raises MayNot, AlreadyAnswered."""
    if asked.user_id != actor.pk:
        raise MayNot(_("You can take back only what you asked for yourself."))
    waiting = type(asked).objects.filter(pk=asked.pk, state=RequestState.WAITING)
    if not waiting.update(state=RequestState.WITHDRAWN, decided_at=timezone.now()):
        raise AlreadyAnswered(_("This has been answered already."))


def can_be_claimed(organization: Organization) -> bool:
    """Known from the register alone, or approved; and nobody owns it in the portal."""
    if organization.verification not in ("listed", "verified"):
        return False
    return not organization.memberships.filter(role=Role.OWNER).exists()


@transaction.atomic
def claim(organization: Organization, actor: Any, **given: str) -> Claim:
    """Say that a register entry is one's own organization; the Branch answers.

    given: position, email, website, message. Raises AlreadyMember, AlreadyAsked, TooMany, JoiningError.
    """
    if not can_be_claimed(organization):
        raise JoiningError(_("This organization has an owner in the portal: ask to join it."))
    _require_outside(organization, actor)
    _require_few(actor.claims.filter(state=RequestState.WAITING))
    try:
        with transaction.atomic():
            return Claim.objects.create(user=actor, organization=organization, **given)
    except IntegrityError:
        raise AlreadyAsked(_("Your claim is waiting for an answer already.")) from None


@transaction.atomic
def decide_claim(claimed: Claim, actor: Any, accept: bool, reason_code: str = "", text: str = "") -> Claim:
    """The Branch answers a claim: the claimant becomes an owner of an approved organization, or hears why not.

    Raises MayNot (also for one's own claim), AlreadyAnswered, MissingReason, or what verifying.move() raises.
    """
    if not actor.is_branch or claimed.user_id == actor.pk:
        raise MayNot(_("You may not do this."))
    organization = locked(claimed.organization_id)
    row = Claim.objects.select_for_update().get(pk=claimed.pk)
    _decide(row, actor, accept)
    if not accept and not (reason_code or text.strip()):
        raise MissingReason(_("Say why: choose a reason, or write it in your own words."))
    row.reason_code, row.answer = reason_code, text.strip()
    row.save(update_fields=["state", "decided_by", "decided_at", "reason_code", "answer", "updated"])
    if accept:
        if organization.verification == "listed":
            move(organization, "approve", actor=actor)
        elif not organization.is_approved:
            raise JoiningError(_("This organization can't be claimed any more."))
        Membership.objects.update_or_create(user=claimed.user, organization=organization, defaults={"role": Role.OWNER})
        forget_standing(claimed.user)
        _answer_other_claims(row, actor)
    notify(
        [claimed.user],
        "claim_accepted" if accept else "claim_declined",
        organization=organization,
        reason_code=reason_code,
        text=text.strip(),
    )
    return row


def _answer_other_claims(accepted: Claim, actor: Any) -> None:
    """The entry has an owner now: the others who claimed it hear so, and can ask that owner to let them in."""
    others = Claim.objects.select_for_update().filter(organization=accepted.organization_id, state=RequestState.WAITING)
    for other in others.select_related("user", "organization").exclude(pk=accepted.pk):
        with override(other.user.language):
            other.answer = gettext("This organization has an owner in the portal: ask to join it.")
        _decide(other, actor, accept=False)
        other.save(update_fields=["state", "decided_by", "decided_at", "answer", "updated"])
        notify([other.user], "claim_declined", organization=other.organization, reason_code="", text=other.answer)


def _decide(row: JoinRequest | Claim, actor: Any, accept: bool) -> None:
    """Write the answer into the (locked) row. Raises AlreadyAnswered."""
    if row.state != RequestState.WAITING:
        raise AlreadyAnswered(_("This has been answered already."))
    row.state = RequestState.ACCEPTED if accept else RequestState.DECLINED
    row.decided_by, row.decided_at = actor, timezone.now()


def _require_outside(organization: Organization, actor: Any) -> None:
    if organization.memberships.filter(user=actor).exists():
        raise AlreadyMember(_("You are a member of this organization already."))


def _require_few(waiting: Any) -> None:
    if waiting.count() >= MOST_WAITING:
        raise TooMany(_("Many of your requests are still waiting. Please wait for the answers first."))
