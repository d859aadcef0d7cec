"""The one door for the verification of organizations: move(). Pages, the admin and claims call it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization, User, VerificationDecision
from accounts.organizations import reasons
from accounts.signals import organization_changed
from accounts.verification import VERIFICATION
from csonet.notifications.api import notify
from csonet.workflow import Transition, VersionConflict, WorkflowError


def move(
    organization: Organization,
    action: str,
    *,
    actor: Any,
    version: int | None = None,
    reason_code: str = "",
    text: str = "",
    target: Organization | None = None,
) -> VerificationDecision:
    """Carry out one transition of an organization's verification, and return its record.

    actor: the person. version: the organization's version that the person saw; None skips the comparison.
    reason_code: a code of OrganizationReason. text: own words to the owners. target: for a merger, the survivor.
    Raises VersionConflict, WrongState, NotAllowed, MissingReason or WorkflowError; then nothing was changed.
    """
    with transaction.atomic():
        row = Organization.objects.select_for_update().get(pk=organization.pk)
        _compare(row, version)
        if reason_code and not reasons.exists(reason_code):
            raise WorkflowError(_("Choose a reason from the list."))
        text = text.strip()
        given = {"reason": reason_code or text, "text": text, "target": target}
        transition = VERIFICATION.check(action, row, actor, frozenset(name for name, there in given.items() if there))
        before = row.verification
        _stamp(row, transition, target)
        decision = VerificationDecision.objects.create(
            organization=row,
            actor=actor,
            action=transition.name,
            from_state=before,
            to_state=row.verification,
            reason_code=reason_code,
            text=text,
            target=target,
            version=row.version,
        )
        if transition.tells:
            notify(
                people_to_tell(row),
                transition.tells,
                organization=target or row,
                reason_code=reason_code,
                text=text,
                name=row.name,
            )
        organization_changed.send(sender=Organization, organization=row)
    for name in ("verification", "verified_at", "submitted_at", "merged_into_id", "version"):
        setattr(organization, name, getattr(row, name))
    return decision


def people_to_tell(organization: Organization) -> Iterable[User]:
    """The owners, and who registered it; each once."""
    owners = User.objects.filter(memberships__organization=organization, memberships__role="owner")
    people = {person.pk: person for person in owners}
    if organization.applicant_id and organization.applicant_id not in people:
        people[organization.applicant_id] = User.objects.get(pk=organization.applicant_id)
    return people.values()


def _compare(row: Organization, version: int | None) -> None:
    if version is None or version == row.version:
        return
    raise VersionConflict(
        _("This was changed in the meantime; it is now “%(state)s”. Nothing of what you wrote is lost.")
        % {"state": VERIFICATION.state(row.verification).label},
        row.version,
    )


def _stamp(row: Organization, transition: Transition, target: Organization | None) -> None:
    """Write the new state, and the times and links that go with it."""
    now = timezone.now()
    row.verification = transition.target
    row.version += 1
    if transition.target == "verified" and row.verified_at is None:
        row.verified_at = now
    if transition.target == "registered":
        row.submitted_at = now
    if transition.target == "merged":
        row.merged_into = target
    row.save(update_fields=["verification", "verified_at", "submitted_at", "merged_into", "version", "updated"])
