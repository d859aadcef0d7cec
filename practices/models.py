"""Best practices: what was done, where, for whom, with what result, and how to repeat it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from csonet import richtext
from csonet.abstract import AppendOnly, Timestamped
from csonet.content.licences import Licence
from csonet.content.models import Item
from csonet.prepared import prepared
from csonet.reference import vocabulary


class CostBand(models.TextChoices):
    """Bands in US dollars, so that practices can be compared without an exchange rate of the day."""

    UNDER_1K = "under-1k", _("under 1,000 US dollars")
    UNDER_10K = "under-10k", _("1,000 to 10,000 US dollars")
    UNDER_100K = "under-100k", _("10,000 to 100,000 US dollars")
    UNDER_1M = "under-1m", _("100,000 to 1 million US dollars")
    OVER_1M = "over-1m", _("over 1 million US dollars")


class Practice(Item):
    """An implemented best practice."""

    KIND = "practice"
    FORM = "practices.forms.PracticeForm"
    SEARCHED = (
        "problem",
        "action",
        "objectives",
        "reached",
        "results",
        "factors",
        "repeating",
        "resources",
        "partners",
        "place",
    )
    TRANSLATED = SEARCHED
    FACETS = ("cost",)
    LINKED_AS = "repeats"
    OPEN_DATA = ("started", "ended", "links", "licence")

    problem = models.TextField(_("the problem and its context"), blank=True)
    action = models.TextField(_("what was done"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    reached = models.TextField(_("who was reached"), blank=True)
    results = models.TextField(_("results and evidence"), blank=True)
    factors = models.TextField(_("what helped and what hindered"), blank=True)
    repeating = models.TextField(_("how to sustain and repeat it"), blank=True)
    resources = models.TextField(_("resources used"), blank=True)
    cost = models.CharField(_("cost"), max_length=12, choices=CostBand.choices, blank=True)
    partner_organizations = models.ManyToManyField(
        "accounts.Organization", blank=True, related_name="partnered_practices", verbose_name=_("partners on CSO Net")
    )
    partners = models.TextField(_("other partners"), max_length=2000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    started = models.DateField(_("started"), null=True, blank=True)
    ended = models.DateField(_("ended"), null=True, blank=True)
    links = models.TextField(_("links"), max_length=2000, blank=True)
    licence = models.CharField(_("licence for reuse"), max_length=15, choices=Licence.choices, default=Licence.CC_BY)

    class Meta:
        verbose_name = _("best practice")
        verbose_name_plural = _("best practices")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started=None) | models.Q(ended=None) | models.Q(ended__gte=models.F("started")),
                name="practice_ended_after_started",
                violation_error_message=_("It can't end before it starts."),
            )
        ]

    @classmethod
    def say_responses(cls, count: int) -> str:
        """How many other organizations repeated it."""
        return ngettext("Used by %(count)d other organization", "Used by %(count)d other organizations", count) % {
            "count": count
        }

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Share a best practice")

    def own_json_ld(self) -> dict[str, Any]:
        """Where it says how to repeat it, the article is about a HowTo: a paragraph a step."""
        steps = [line.strip() for line in richtext.to_text(self.repeating).splitlines() if line.strip()]
        if not steps:
            return {}
        told = [{"@type": "HowToStep", "position": n, "text": text} for n, text in enumerate(steps, start=1)]
        return {"mainEntity": {"@type": "HowTo", "name": self.title, "step": told}}

    def own_context(self, user, related=None) -> dict[str, Any]:
        """Partners on CSO Net, and the organizations that used it too."""
        if related is not None:
            return {"partner_organizations": list(related.get("partner_organizations") or []), "uses": []}
        uses = list(_uses(self.pk))
        own = user.standing.editing - {self.organization_id} if user.is_authenticated else set()
        confirmed = own & {use.organization_id for use in uses}
        return {
            "partner_organizations": _partners(self.pk, user),
            "uses": uses,
            "has_confirmed": bool(confirmed),
            "may_confirm": own != confirmed or user.is_anonymous,  # a visitor is asked to sign in
        }


@prepared
def _partners(practice: int, user: Any) -> models.QuerySet[Organization]:
    partners = Organization.objects.visible_to(user).filter(partnered_practices=practice)
    return partners.order_by("name").only("name", "acronym", "slug")


@prepared
def _uses(practice: int) -> models.QuerySet[Use]:
    return Use.objects.filter(practice=practice).shown()


class UseQuerySet(models.QuerySet["Use"]):
    def shown(self) -> UseQuerySet:
        """Those of organizations that are approved and that the Branch did not remove, with what the page prints."""
        return self.filter(organization__verification="verified", removed_at=None).select_related("organization")


class Use(Timestamped):
    """Another organization repeated the practice and says with what result."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="uses", verbose_name=_("best practice"))
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="uses", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    result = models.TextField(_("with what result"), max_length=2000)
    country = models.ForeignKey("reference.Country", models.PROTECT, null=True, blank=True, verbose_name=_("where"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    #: When the Branch took it off the page; UseDecision says who did and why.
    removed_at = models.DateTimeField(_("taken off the page"), null=True, editable=False)

    objects = UseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a practice")
        verbose_name_plural = _("uses of practices")
        ordering = ["-created"]
        constraints = [models.UniqueConstraint(fields=["practice", "organization"], name="use_once")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.practice}"

    @property
    def place(self) -> str:
        """The country's name in the reader's language, from memory."""
        return vocabulary.countries()[self.country_id].name if self.country_id else ""


class UseDecision(AppendOnly):
    """The Branch took the words of a use off the page, or put them back: who, when, why, and the words."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="use_decisions", verbose_name=_("best practice")
    )
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="+", verbose_name=_("organization")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(
        _("what"), max_length=10, choices=[("remove", _("Taken off the page")), ("put-back", _("Put back"))]
    )
    reason = models.ForeignKey("content.Reason", models.PROTECT, null=True, related_name="+", verbose_name=_("reason"))
    text = models.TextField(_("words to the organization"), blank=True)
    #: What it was about, kept when the organization takes it back itself.
    result = models.TextField(_("with what result"))
    created = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on a use")
        verbose_name_plural = _("decisions on uses")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.practice}: {self.action}"
