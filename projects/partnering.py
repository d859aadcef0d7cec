"""Partnerships: ending one, and showing them on both organizations' profiles."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.prepared import prepared
from csonet.workflow import NotAllowed, WrongState
from projects.models import Matching, Partnership, PartnershipState
from projects.models.partnership import PartnershipQuerySet
from projects.people import acting_for, tell

#: Rows on a profile; the list has the rest.
SHOWN = 10


def own_side(partnership: Partnership, user: Any) -> int | None:
    """For which party this person may act (owner or editor), or None."""
    if not user.is_authenticated:
        return None
    own = {partnership.lead_id, partnership.partner_id} & user.standing.editing
    return min(own, default=None)


def end(partnership: Partnership, *, user: Any) -> None:
    """Either party ends it; the other is told. Raises NotAllowed, or WrongState where it has ended."""
    side = own_side(partnership, user)
    if side is None:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        rows = Partnership.objects.filter(pk=partnership.pk, state=PartnershipState.RUNNING)
        ended = {"state": PartnershipState.ENDED, "ended": timezone.localdate(), "ended_by": side}
        if not rows.update(**ended, ended_by_user=user):
            raise WrongState(_("This partnership has ended already."))
        other = partnership.partner_id if side == partnership.lead_id else partnership.lead_id
        name = partnership.lead.name if side == partnership.lead_id else partnership.partner.name
        tell(acting_for([other]), "partnership_ended", partnership.origin, leads_to=partnership.origin, name=name)
    partnership.refresh_from_db()


def profile_section(organization: Organization, user: Any) -> tuple[str, dict[str, Any]] | None:
    """The organization's partnerships, and for its own people the way to their wishes about suggestions."""
    rows = _of(organization.pk, user)
    own = user.is_authenticated and organization.pk in user.standing.editing
    if not rows and not own:
        return None
    for row in rows:
        row.other = row.partner if row.lead_id == organization.pk else row.lead  # type: ignore[attr-defined]
    context = {"organization": organization, "rows": rows[:SHOWN], "has_more": len(rows) > SHOWN, "is_own": own}
    return "projects/of_organization.html", context


@prepared
def _of(organization: int, user: Any) -> PartnershipQuerySet:
    return Partnership.objects.of(organization).visible_to(user).for_lists()[: SHOWN + 1]


def wishes_of(organization: Organization) -> Matching:
    """What the organization wants of the suggestions; unsaved defaults where it never said."""
    return Matching.objects.filter(pk=organization.pk).first() or Matching(organization=organization)
