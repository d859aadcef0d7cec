"""“We used this too”: another organization says that it repeated a practice, and with what result."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.content.models import Item
from csonet.workflow import WorkflowError
from practices.models import Practice, Use


def confirm(use: Use) -> None:
    """Record a use and count it on the card. Raises WorkflowError for one's own practice or a second time."""
    if use.organization_id == use.practice.organization_id:
        raise WorkflowError(_("This is your own practice."))
    try:
        with transaction.atomic():
            use.save()
            Item.objects.filter(pk=use.practice_id).update(responses=F("responses") + 1)
    except IntegrityError:
        raise WorkflowError(_("Your organization confirmed this practice already.")) from None


def withdraw(practice: Practice, organization: int) -> bool:
    """Take a use back. False if there was none on the page; the count never falls below what is there."""
    with transaction.atomic():
        deleted, _rows = practice.uses.filter(organization_id=organization, removed_at=None).delete()
        if deleted:
            Item.objects.filter(pk=practice.pk, responses__gt=0).update(responses=F("responses") - 1)
    return bool(deleted)


def recount(organization: Organization, **_signal: Any) -> None:
    """The cards say what the pages show: uses of approved organizations, and none of one's own practice.

    Heard when an organization is suspended, reinstated or merged.
    """
    Use.objects.filter(organization=organization, practice__organization=organization).delete()
    concerned = Practice.objects.filter(Q(uses__organization=organization) | Q(organization=organization))
    is_shown = Q(uses__organization__verification="verified", uses__removed_at=None)
    counts = concerned.annotate(shown=Count("uses", is_shown, distinct=True))
    for pk, shown, said in counts.values_list("pk", "shown", "responses"):
        if shown != said:
            Item.objects.filter(pk=pk).update(responses=shown)


def able_to_use(practice: Practice, user: Any) -> list[Organization]:
    """The person's organizations that can still confirm the practice: not its own, not those that did already."""
    if not user.is_authenticated or practice.status != "published":
        return []
    able = user.standing.editing - {practice.organization_id}
    if not able:
        return []
    return list(Organization.objects.filter(pk__in=able).exclude(uses__practice=practice).order_by("name"))
