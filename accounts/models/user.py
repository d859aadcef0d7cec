"""One account for each person; what they may do follows from their memberships."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def validate_time_zone(value: str) -> None:
    """Raises ValidationError unless `value` is a name of the IANA time zone database."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))


@dataclass(frozen=True)
class Standing:
    """What a person's memberships let them do; read once a request, used by every rule.

    organizations: ids of the approved organizations they belong to.
    editing: ids of those whose content they may edit and submit (owner or editor).
    owned: ids of those that they own.
    waiting: ids of organizations they belong to that are not approved (yet, or any more).
    """

    organizations: frozenset[int] = frozenset()
    editing: frozenset[int] = frozenset()
    owned: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()

    @property
    def is_member(self) -> bool:
        """Does the person act for at least one approved organization?"""
        return bool(self.organizations)


class User(AbstractUser):
    """A person. E-mail addresses are unique without regard to case."""

    first_name = None  # type: ignore[assignment]  # one field for the name: not everybody has two
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("full name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("preferred language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    data_saver = models.BooleanField(
        _("save data"), default=False, help_text=_("Pages show no pictures until you ask for one.")
    )
    terms_accepted_at = models.DateTimeField(_("accepted the Terms of Use on"), null=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_without_case",
                violation_error_message=_("There is an account with this e-mail address already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def clean(self) -> None:
        """Addresses are kept in small letters, so that they are found however they are typed."""
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        """The name, or the user name where none was given."""
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @cached_property
    def standing(self) -> Standing:
        """What the memberships let this person do: one query, then kept on the object."""
        from accounts.models.membership import Membership  # noqa: PLC0415  # the models refer to each other

        return Membership.objects.standing_of(self)

    @property
    def is_branch(self) -> bool:
        """An officer of the NGO Branch: staff with the right to decide on submissions."""
        return self.is_active and self.is_staff and self.has_perm("accounts.act_as_branch")
