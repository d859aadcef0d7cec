"""Who is what in an organization: changing a role, removing a member, leaving. The last owner stays."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organization, User
from accounts.models.membership import Role
from accounts.people.errors import AlreadyAnswered, LastOwner, MayNot
from csonet.notifications.api import notify


def owners_of(organization: Organization) -> list[User]:
    """The people who answer for the organization in the portal."""
    return list(User.objects.filter(memberships__organization=organization, memberships__role=Role.OWNER))


def require_owner(actor: Any, organization: Organization) -> None:
    """Raises MayNot unless `actor` is an owner of the organization now."""
    if not organization.memberships.filter(user=actor, role=Role.OWNER).exists():
        raise MayNot(_("Only an owner of the organization can do this."))


def forget_standing(*people: Any) -> None:
    """What the memberships let these people do has changed: read it anew when it is asked next."""
    for person in people:
        person.__dict__.pop("standing", None)


def locked(organization: Organization | int) -> Organization:
    """The organization's row, locked: whatever changes its members takes turns here."""
    key = organization if isinstance(organization, int) else organization.pk
    return Organization.objects.select_for_update().get(pk=key)


@transaction.atomic
def change_role(membership: Membership, actor: Any, role: str) -> Membership:
    """Give a member another role. Raises MayNot, LastOwner, or AlreadyAnswered if the member has gone."""
    if role not in Role.values:
        raise MayNot(_("Choose a role from the list."))
    organization, row = _lock(membership)
    require_owner(actor, organization)
    if row.role == role:
        return row
    if row.role == Role.OWNER:
        _require_another_owner(organization, row)
    row.role = role
    row.save(update_fields=["role", "updated"])
    forget_standing(row.user, actor, membership.user)
    if row.user_id != actor.pk:
        notify([row.user], "membership_role", organization=organization, role=role)
    return row


@transaction.atomic
def remove_member(membership: Membership, actor: Any) -> None:
    """End somebody's membership. Their content stays the organization's. Raises MayNot, LastOwner, AlreadyAnswered."""
    organization, row = _lock(membership)
    require_owner(actor, organization)
    _end(organization, row)
    forget_standing(actor, membership.user)
    if row.user_id != actor.pk:
        notify([row.user], "membership_ended", organization=organization)


@transaction.atomic
def leave(membership: Membership, actor: Any) -> None:
    """End one's own membership, and tell the owners. Raises MayNot, LastOwner, AlreadyAnswered."""
    organization, row = _lock(membership)
    if row.user_id != actor.pk:
        raise MayNot(_("You can leave only for yourself."))
    _end(organization, row)
    forget_standing(actor, membership.user)
    notify(owners_of(organization), "member_left", organization=organization, person=actor.get_full_name())


def _lock(membership: Membership) -> tuple[Organization, Membership]:
    """The organization, locked, and the membership as it stands now."""
    organization = locked(membership.organization_id)
    row = organization.memberships.select_related("user").filter(pk=membership.pk).first()
    if row is None:
        raise AlreadyAnswered(_("This person is not a member any more."))
    return organization, row


def _end(organization: Organization, row: Membership) -> None:
    if row.role == Role.OWNER:
        _require_another_owner(organization, row)
    Membership.objects.filter(pk=row.pk).delete()


def _require_another_owner(organization: Organization, row: Membership) -> None:
    """Called with the organization locked, so that two owners can't go at once."""
    if not organization.memberships.filter(role=Role.OWNER).exclude(pk=row.pk).exists():
        raise LastOwner(_("An organization needs at least one owner: make somebody else an owner first."))
