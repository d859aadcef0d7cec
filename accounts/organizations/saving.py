"""Registering an organization and editing its profile: one transaction each, with a record."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import FormerName, Membership, Organization, User, VerificationDecision
from accounts.names import name_key
from accounts.organizations.forms import OrganizationForm
from accounts.signals import organization_changed
from csonet.workflow import VersionConflict, WorkflowError

#: A person may have this many registrations that the Branch has not decided on.
MOST_WAITING = 3


CHANGED_MEANWHILE = gettext_lazy(
    "Somebody else changed this profile in the meantime. Nothing of what you wrote is lost."
)


class TooManyWaiting(WorkflowError):
    """The person's earlier registrations have to be decided first."""


class AlreadyRegistered(WorkflowError):
    """The person has sent this very registration before; `organization` is it."""

    def __init__(self, message: str, organization: Organization):
        super().__init__(message)
        self.organization = organization


def waiting_registrations(user: Any) -> int:
    """How many of the person's registrations wait for a decision or for their own correction."""
    return Organization.objects.filter(applicant=user, verification__in=["registered", "returned"]).count()


def register(form: OrganizationForm, user: Any) -> Organization:
    """A new organization in state "registered", of which the person is the owner.

    form: valid and unbound to a saved organization. Raises TooManyWaiting or AlreadyRegistered.
    """
    organization = form.instance
    organization.name_key = name_key(form.cleaned_data["name"])
    organization.slug = unused_slug(form.cleaned_data["name"])
    organization.applicant = user
    organization.submitted_at = timezone.now()
    organization.parent = form.parent
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)  # two forms of one person queue here
            if waiting_registrations(user) >= MOST_WAITING and not _same_registration(organization):
                raise TooManyWaiting(
                    _("You have %(count)s registrations waiting. A new one is possible when they are decided.")
                    % {"count": MOST_WAITING}
                )
            form.save()
            _save_former_names(form)
            Membership.objects.create(user=user, organization=organization, role="owner")
            _record(organization, user, "register", [])
    except IntegrityError:
        before = _same_registration(organization)
        if before is None:  # another person took the same address in this very moment
            raise WorkflowError(_("That did not work. Please send it once more.")) from None
        raise AlreadyRegistered(_("You have sent this registration already."), before) from None
    user.__dict__.pop("standing", None)
    return organization


def save_profile(form: OrganizationForm, actor: Any, version: int | None) -> Organization:
    """Keep what the form says. version: the one that the person saw.

    Raises VersionConflict if somebody else changed the profile since; then nothing was saved.
    """
    organization = form.instance
    with transaction.atomic():
        row = Organization.objects.select_for_update().get(pk=organization.pk)
        if version is None or row.version != version:
            raise VersionConflict(CHANGED_MEANWHILE, row.version)
        old_logo = row.logo.name
        organization.name_key = name_key(organization.name)
        organization.parent = form.parent
        organization.version = row.version + 1
        form.save()
        _save_former_names(form)
        _record(organization, actor, "edit", form.changed_names())
        organization_changed.send(sender=Organization, organization=organization)
        if old_logo and old_logo != organization.logo.name:
            transaction.on_commit(lambda: organization.logo.storage.delete(old_logo))
    return organization


def unused_slug(name: str) -> str:
    """An address made of the name that no organization has; a short random end where it is taken."""
    base = slugify(name, allow_unicode=True)[:100].strip("-") or "organization"
    slug = base
    while slug in RESERVED or Organization.objects.filter(slug=slug).exists():
        slug = f"{base}-{get_random_string(5, 'abcdefghjkmnpqrstuvwxyz23456789')}"
    return slug


#: Words that stand in the place of an organization's address.
RESERVED = frozenset({"new", "suggest", "feed"})


def _same_registration(organization: Organization) -> Organization | None:
    return Organization.objects.filter(
        applicant=organization.applicant,
        name_key=organization.name_key,
        verification__in=["registered", "returned"],
    ).first()


def _save_former_names(form: OrganizationForm) -> None:
    """The list as typed: names that were taken out go, new ones come, the others keep their dates."""
    wanted = dict(form.former_name_keys())
    kept = set()
    for former in form.instance.former_names.all():
        if former.name in wanted:
            kept.add(former.name)
        else:
            former.delete()
    FormerName.objects.bulk_create(
        FormerName(organization=form.instance, name=name, name_key=key)
        for name, key in wanted.items()
        if name not in kept
    )


def _record(organization: Organization, actor: Any, action: str, changed: list[str]) -> None:
    VerificationDecision.objects.create(
        organization=organization,
        actor=actor,
        action=action,
        from_state=organization.verification if action == "edit" else "",
        to_state=organization.verification,
        changed=changed,
        version=organization.version,
    )
