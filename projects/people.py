"""Whom of an organization the portal tells of offers, interests and projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from csonet.content.models import Item
from csonet.notifications.api import notify
from csonet.workflow import WorkflowError


def acting_for(organizations: Iterable[int]) -> list[User]:
    """The owners and editors of these organizations, each once."""
    people = User.objects.filter(
        memberships__organization__in=list(organizations), memberships__role__in=["owner", "editor"], is_active=True
    )
    return list(people.distinct())


def behind(item: Item) -> list[User]:
    """The author of an item while a member there, and who else acts for its organization."""
    people = {person.pk: person for person in acting_for([item.organization_id])}
    if item.author is not None and item.author.memberships.filter(organization=item.organization_id).exists():
        people.setdefault(item.author_id, item.author)
    return list(people.values())


def approved_or_error(organization_id: int) -> None:
    """Raises WorkflowError for an organization that is not approved now, whatever it was when the page was made."""
    if not Organization.objects.approved().filter(pk=organization_id).exists():
        raise WorkflowError(_("This organization is not approved at the moment, so nothing was changed."))


def own_organization(user: Any, organization_id: int) -> None:
    """Raises WorkflowError unless the person belongs to this organization and it is approved."""
    if organization_id not in user.standing.organizations:
        raise WorkflowError(_("You may act for your own approved organizations alone."))
    approved_or_error(organization_id)


def tell(people: Iterable[Any], kind: str, item: Item | None, *, leads_to: Any, **words: Any) -> None:
    """A notice to each, whose link leads to the page of `leads_to` in the language of the one who reads it."""
    for person in people:
        with translation.override(person.language):
            path = leads_to.get_absolute_url()
        notify([person], kind, item=item, path=path, **words)
