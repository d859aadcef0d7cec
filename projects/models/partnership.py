"""Partnerships: what an accepted offer or interest becomes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from csonet.abstract import Timestamped
from csonet.content.models import Item
from projects.models.answers import Interest, Offer


class PartnershipState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("state of a partnership", "Running")
    ENDED = "ended", pgettext_lazy("state of a partnership", "Ended")


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, user: Any) -> PartnershipQuerySet:
        """Those of two approved organizations that came from what this person may see; one's own in any case."""
        seen = Q(Exists(Item.objects.filter(pk=OuterRef("origin")).visible_to(user)))
        public = seen & Q(lead__verification="verified", partner__verification="verified")
        if user.is_authenticated and user.standing.organizations:
            own = user.standing.organizations
            public |= Q(lead__in=own) | Q(partner__in=own)
        return self.filter(public)

    def of(self, organization: Any) -> PartnershipQuerySet:
        """Those in which the organization is a party."""
        return self.filter(Q(lead=organization) | Q(partner=organization))

    def for_lists(self) -> PartnershipQuerySet:
        """With its parties and its origin, the latest first."""
        return self.select_related("lead", "partner", "origin").order_by("-started", "-pk")


class Partnership(Timestamped):
    """Two organizations work together on what a request asked or a proposal planned."""

    origin = models.ForeignKey(Item, models.CASCADE, related_name="partnerships", verbose_name=_("came from"))
    offer = models.OneToOneField(Offer, models.CASCADE, null=True, related_name="partnership", verbose_name=_("offer"))
    interest = models.OneToOneField(
        Interest, models.CASCADE, null=True, related_name="partnership", verbose_name=_("interest in a proposal")
    )
    lead = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="partnerships_led", verbose_name=_("lead organization")
    )
    partner = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="partnerships_joined", verbose_name=_("partner")
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    started = models.DateField(_("started"))
    state = models.CharField(
        _("state"), max_length=10, choices=PartnershipState.choices, default=PartnershipState.RUNNING
    )
    ended = models.DateField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        "accounts.Organization", models.SET_NULL, null=True, related_name="+", verbose_name=_("ended by")
    )
    ended_by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["-started", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(lead=F("partner")), name="partnership_of_two"),
            models.CheckConstraint(
                condition=Q(offer__isnull=False, interest__isnull=True) | Q(offer__isnull=True, interest__isnull=False),
                name="partnership_has_one_beginning",
            ),
            models.CheckConstraint(condition=Q(state="running") | Q(ended__isnull=False), name="partnership_end_day"),
        ]

    def __str__(self) -> str:
        return f"{self.lead} · {self.partner}"

    @property
    def is_running(self) -> bool:
        return self.state == PartnershipState.RUNNING
