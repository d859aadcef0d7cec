"""Project proposals, SMART as the UN's partnership platform asks, and the yearly reports of those that run."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Confirmation, Timestamped
from csonet.content.facets import Facet
from csonet.content.models import Item
from csonet.reference import vocabulary
from projects import rows_in_words
from projects.models.choices import Stage


class Proposal(Item):
    """A project that looks for partners or means, and reports once it runs."""

    KIND = "proposal"
    FORM = "projects.forms.proposals.ProposalForm"
    SEARCHED = ("specific", "partners_sought", "risks", "sustainability", "place")
    TRANSLATED = SEARCHED
    FACETS = ("stage",)
    LINKED_AS = "grew"
    OPEN_DATA = (
        "indicators",
        "deliverables",
        "resources",
        "starts",
        "ends",
        "deadline",
        "running_since",
        "ended_on",
    )

    specific = models.TextField(_("what it will change"), blank=True)
    targets = models.ManyToManyField(
        "reference.Target", blank=True, related_name="proposals", verbose_name=_("targets of the goals")
    )
    #: Rows as the form holds them: statement, baseline, aim, unit (projects.forms.rows.INDICATORS).
    indicators = models.JSONField(_("indicators"), default=list, blank=True)
    #: Rows: what, by when.
    deliverables = models.JSONField(_("deliverables"), default=list, blank=True)
    partners_sought = models.TextField(_("partners sought and their roles"), blank=True)
    #: Rows: means, there or missing, currency, amount band, words.
    resources = models.JSONField(_("resources"), default=list, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    deadline = models.DateField(_("partners can come in until"), null=True, blank=True)
    risks = models.TextField(_("risks"), blank=True)
    sustainability = models.TextField(_("sustainability"), blank=True)
    stage = models.CharField(
        _("how far it is"), max_length=10, choices=Stage.choices, default=Stage.LOOKING, editable=False
    )
    running_since = models.DateField(_("running since"), null=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)
    #: The due day and the distance of the last reminder that was sent, so that none is sent twice.
    reminded_due = models.DateField(null=True, editable=False)
    reminded_days = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("project proposal")
        verbose_name_plural = _("project proposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="proposal_ends_after_start",
                violation_error_message=_("It can't end before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="running") | Q(running_since__isnull=False), name="proposal_running_has_a_day"
            ),
        ]

    @property
    def looks_for_partners(self) -> bool:
        """Can an organization show interest today?"""
        return (
            self.status == "published"
            and self.stage in (Stage.LOOKING, Stage.RUNNING)
            and bool(self.partners_sought)
            and (self.deadline is None or self.deadline >= timezone.localdate())
        )

    @classmethod
    def looking(cls, today: date) -> Q:
        """The same as a filter on the table of items, for lists."""
        rows = cls._base_manager.filter(stage__in=[Stage.LOOKING, Stage.RUNNING]).exclude(partners_sought="")
        return Q(pk__in=rows.filter(Q(deadline=None) | Q(deadline__gte=today)).values("pk"))

    @classmethod
    def further_facets(cls) -> list[Any]:
        """Whether it looks for partners today, and its targets."""
        targets = [(key, name) for key, name in vocabulary.choices("targets")]
        through = cls.targets.through
        return [
            Facet(
                "looking",
                gettext("Partners"),
                [("yes", pgettext("facet", "Looking for partners"))],
                lambda _values, _asks: cls.looking(timezone.localdate()),
            ),
            Facet(
                "target",
                gettext("Target"),
                targets,
                lambda values, _asks: Q(pk__in=through.objects.filter(target_id__in=values).values("proposal_id")),
                rows=lambda keys: _targets(through, keys),
            ),
        ]

    @classmethod
    def say_responses(cls, count: int) -> str:
        """How many partners were accepted."""
        return ngettext("%(count)d partner", "%(count)d partners", count) % {"count": count}

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Propose a project")

    def own_context(self, user: Any, related: dict[str, Any] | None = None) -> dict[str, Any]:
        """Targets, co-proposers who confirmed, partners, and the reports of a project that runs."""
        known = vocabulary.targets()
        if related is not None:
            codes = [getattr(target, "pk", target) for target in related.get("targets") or []]
            return {"targets": [known[code] for code in codes if code in known], **rows_in_words.of_proposal(self)}
        codes = self.targets.through.objects.filter(proposal_id=self.pk).values_list("target_id", flat=True)
        reports = list(self.reports.all()) if self.running_since else []
        return {
            **rows_in_words.of_proposal(self),
            "targets": sorted((known[code] for code in codes if code in known), key=lambda target: target.position),
            "co_proposers": list(self.co_proposals.shown()),
            "partners": list(self.interests.accepted().with_parties()) if self.responses else [],
            "reports": reports,
            "told": [rows_in_words.of_report(report) for report in reports],
        }


def _targets(through: Any, keys: list[int] | None) -> Any:
    """(proposal, target) of these proposals, or of all."""
    rows = through.objects.all() if keys is None else through.objects.filter(proposal_id__in=keys)
    return rows.values_list("proposal_id", "target_id")


class CoProposalQuerySet(models.QuerySet["CoProposal"]):
    def shown(self) -> CoProposalQuerySet:
        """Those who confirmed and whose organization is approved today."""
        confirmed = self.filter(state=Confirmation.CONFIRMED, organization__verification="verified")
        return confirmed.select_related("organization").order_by("organization__name")


class CoProposal(Timestamped):
    """Another organization is asked to stand behind the proposal; its name is shown once it confirmed."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="co_proposals", verbose_name=_("project proposal")
    )
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="co_proposals", verbose_name=_("organization")
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=Confirmation.choices, default=Confirmation.INVITED, editable=False
    )
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = CoProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-proposer")
        verbose_name_plural = _("co-proposers")
        constraints = [models.UniqueConstraint(fields=["proposal", "organization"], name="co_proposer_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.organization}"

    def get_absolute_url(self) -> str:
        """Where who was asked answers."""
        return reverse("co_proposal", args=[self.pk])


class ProgressReport(Timestamped):
    """The yearly report of a running project: what each indicator and deliverable has come to."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="reports", verbose_name=_("project proposal"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reported_on = models.DateField(_("reported on"))
    summary = models.TextField(_("in short"), max_length=2000)
    #: The rows of the proposal as they stood, each with `now`: what it has come to.
    indicators = models.JSONField(default=list)
    deliverables = models.JSONField(default=list)
    #: The form's own, so that a report sent twice is one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-reported_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.reported_on}"
