"""Who may do what with an event's people."""

from __future__ import annotations

from typing import Any

from csonet.abstract import Confirmation
from csonet.content.rights import is_author_side
from events.models import Event


def is_organizer(user: Any, event: Event) -> bool:
    """The secretariat of the event: who acts for its host or for a confirmed co-host, and the NGO Branch."""
    if not user.is_authenticated or not user.is_active:
        return False
    if is_author_side(user, event) or user.is_branch:
        return True
    hosts = event.co_hosts.filter(state=Confirmation.CONFIRMED, organization__in=user.standing.editing)
    return bool(user.standing.editing) and hosts.exists()


def is_focal_point(user: Any, organization_id: int | None) -> bool:
    """An owner of the organization: nominates, approves and withdraws for it."""
    return user.is_authenticated and user.is_active and organization_id in user.standing.owned


def may_see(user: Any, registration: Any) -> bool:
    """The person, an owner of their organization, or an organizer."""
    if not user.is_authenticated:
        return False
    own = registration.user_id == user.pk
    delegation = registration.delegation
    return (
        own
        or is_focal_point(user, delegation.organization_id if delegation else None)
        or is_organizer(user, registration.event)
    )
