"""Offers on requests and interests in proposals: known to both sides alone until they are accepted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.models import Item
from projects.models.choices import UNDECIDED, Answer, DeclineReason
from projects.models.proposal import Proposal
from projects.models.request import SolutionRequest

#: What an offer can cost at most; more is a slip of the keyboard.
MOST_COST = 1_000_000_000


class ApproachQuerySet(models.QuerySet[Any]):
    """Shared by offers and interests."""

    def accepted(self) -> Any:
        """What everybody may know: accepted ones of organizations that are approved today."""
        return self.filter(state=Answer.ACCEPTED, organization__verification="verified")

    def with_parties(self) -> Any:
        return self.select_related("organization").order_by("decided_at", "pk")

    def visible_to(self, user: Any) -> Any:
        """Those of one's own organizations, and those made to them; accepted ones as far as the item is visible.

        The one rule for offers and interests: not even the Branch reads what was not accepted.
        """
        item = self.model.ITEM
        seen = Item.objects.visible_to(user).values("pk")
        public = Q(state=Answer.ACCEPTED, organization__verification="verified")
        if not user.is_authenticated or not user.standing.organizations:
            return self.filter(public, **{f"{item}__in": seen})
        own = user.standing.organizations
        sides = Q(organization__in=own) | Q(**{f"{item}__organization__in": own})
        return self.filter(public | sides, **{f"{item}__in": seen})


class Approach(Timestamped):
    """What offers and interests have in common: an organization comes forward, the other side answers."""

    #: The name of the foreign key to what is answered; set by each.
    ITEM = ""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    state = models.CharField(_("state"), max_length=10, choices=Answer.choices, default=Answer.WAITING, editable=False)
    #: The other side's words when it accepted or declined.
    thanks = models.TextField(_("a word of thanks"), max_length=1000, blank=True)
    reason = models.CharField(_("reason"), max_length=15, choices=DeclineReason.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    decided_at = models.DateTimeField(_("answered on"), null=True)

    objects = ApproachQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def item(self) -> Any:
        """The request or the proposal."""
        return getattr(self, self.ITEM)

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


class Offer(Approach):
    """What an approved organization can do about a request."""

    ITEM = "request"

    request = models.ForeignKey(
        SolutionRequest, models.CASCADE, related_name="offers", verbose_name=_("solution request")
    )
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="offers", verbose_name=_("organization")
    )
    text = models.TextField(_("what you can do"), max_length=5000)
    by_when = models.DateField(_("by when"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost to the asker"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_COST)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    #: Published practices of the offering organization.
    practices = models.ManyToManyField(Item, blank=True, related_name="+", verbose_name=_("practices that show it"))

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "organization"],
                condition=Q(state__in=["waiting", "asked", "accepted"]),
                name="offer_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="offer_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost=0) | ~Q(currency=""), name="offer_cost_has_a_currency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.request_id}"

    def get_absolute_url(self) -> str:
        return reverse("offer_detail", args=[self.pk])


class OfferMessage(Timestamped):
    """What both sides write to each other about an offer; seen by them alone, accepted or not."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="messages", verbose_name=_("offer"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="+", verbose_name=_("organization")
    )
    text = models.TextField(_("message"), max_length=3000)

    class Meta:
        verbose_name = _("message about an offer")
        verbose_name_plural = _("messages about offers")
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.organization}"


class Interest(Approach):
    """What an organization would bring to a proposal."""

    ITEM = "proposal"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="interests", verbose_name=_("project proposal"))
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="interests", verbose_name=_("organization")
    )
    text = models.TextField(_("what you would bring"), max_length=5000)
    role = models.CharField(_("the role you would take"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("interest in a proposal")
        verbose_name_plural = _("interests in proposals")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "organization"],
                condition=Q(state__in=["waiting", "asked", "accepted"]),
                name="interest_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.proposal_id}"

    def get_absolute_url(self) -> str:
        return reverse("interest_detail", args=[self.pk])
