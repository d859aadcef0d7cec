"""Invitations: an owner invites an address; the link in the mail lives two weeks and works once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Invitation, Membership, Organization
from accounts.models.membership import Role
from accounts.people.adapter import language_of
from accounts.people.errors import AlreadyMember, InvitationGone, JoiningError, MayNot, TooMany, WrongAddress
from accounts.people.roles import forget_standing, locked, owners_of, require_owner
from csonet.notifications.api import notify
from csonet.notifications.outbox import queue_mail

LIFETIME = timedelta(days=14)
MOST_AN_HOUR = 30


@transaction.atomic
def invite(organization: Organization, actor: Any, email: str, role: str) -> Invitation:
    """Invite an address to act for the organization. An open invitation of the same address is replaced: its link dies.

    Raises MayNot, AlreadyMember, TooMany, or JoiningError while the organization is not approved.
    """
    organization = locked(organization)
    require_owner(actor, organization)
    if role not in Role.values:
        raise MayNot(_("Choose a role from the list."))
    if not organization.is_approved:
        raise JoiningError(_("You can invite others as soon as the organization is approved."))
    email = email.strip().lower()
    if organization.memberships.filter(user__email=email).exists():
        raise AlreadyMember(_("This person is a member already."))
    since = timezone.now() - timedelta(hours=1)
    if organization.invitations.filter(created__gte=since).count() >= MOST_AN_HOUR:
        raise TooMany(_("You have invited many people in the last hour. Please go on later."))
    organization.invitations.filter(email=email, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        token_hash=hash_of(token),
        invited_by=actor,
        expires_at=timezone.now() + LIFETIME,
    )
    _mail(invitation, token)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, actor: Any) -> None:
    """Take an invitation back; its link dies. Raises MayNot, or InvitationGone if it isn't open."""
    organization = locked(invitation.organization_id)
    require_owner(actor, organization)
    open_one = Q(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not Invitation.objects.filter(open_one).update(revoked_at=timezone.now()):
        raise InvitationGone(_("This invitation is not open any more."))


def hash_of(token: str) -> str:
    """What is stored of a link's secret: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation:
    """The open invitation of this link. Raises InvitationGone with the reason, or the same for a link that is none."""
    found = Invitation.objects.select_related("organization", "invited_by").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise InvitationGone(_("This link is not valid. Please ask for a new invitation."))
    _require_open(found)
    return found


def addressed_to(invitation: Invitation, person: Any) -> bool:
    """Is this the person's own, confirmed address?"""
    own = person.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    return invitation.email in {email.lower() for email in own}


@transaction.atomic
def accept_invitation(token: str, actor: Any) -> Membership:
    """Join by the link of an invitation. Raises InvitationGone, WrongAddress or AlreadyMember (the link is used up)."""
    found = find_invitation(token)
    organization = locked(found.organization_id)
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    _require_open(invitation)
    if not organization.is_approved:
        raise InvitationGone(_("This organization takes no new members at the moment."))
    if not addressed_to(invitation, actor):
        raise WrongAddress(_("This invitation was sent to another e-mail address than yours."))
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=actor, organization=organization, role=invitation.role)
    except IntegrityError:
        raise AlreadyMember(_("You are a member of this organization already.")) from None
    invitation.accepted_at, invitation.accepted_by = timezone.now(), actor
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated"])
    forget_standing(actor)
    notify(
        [owner for owner in owners_of(organization) if owner.pk != actor.pk],
        "invitation_accepted",
        organization=organization,
        person=actor.get_full_name(),
    )
    return membership


def _require_open(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise InvitationGone(_("This invitation has been used already."))
    if invitation.revoked_at:
        raise InvitationGone(_("This invitation was taken back. Please ask for a new one."))
    if invitation.expires_at <= timezone.now():
        raise InvitationGone(_("This invitation is too old. Please ask for a new one."))


def _mail(invitation: Invitation, token: str) -> None:
    """The mail with the link, in the language of the address's owner, else in the inviter's."""
    language = language_of(invitation.email)
    with override(language):
        words = render_to_string(
            "emails/invitation.txt",
            {
                "invitation": invitation,
                "organization": invitation.organization,
                "person": invitation.invited_by.get_full_name() if invitation.invited_by else "",
                "url": settings.SITE_URL + reverse("invitation_accept", args=[token]),
                "site_url": settings.SITE_URL,
            },
        )
    subject, _blank, body = words.lstrip().partition("\n")
    queue_mail(invitation.email, subject, body.strip() + "\n", language)
