"""Solution requests: a need, told so that others can help; and the public questions about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.facets import Facet
from csonet.content.models import Item
from projects.models.choices import ALIVE, Help, Life


class SolutionRequest(Item):
    """A need of an organization or a UN entity."""

    KIND = "request"
    FORM = "projects.forms.requests.RequestForm"
    SEARCHED = ("problem", "tried", "beneficiaries", "place")
    TRANSLATED = SEARCHED
    FACETS = ("life",)
    LINKED_AS = "answers"
    OPEN_DATA = (
        *(f"seeks_{kind.value}" for kind in Help),
        "needed_by",
        "help_languages",
        "other_languages",
        "closed_on",
    )

    problem = models.TextField(_("the problem"), blank=True)
    tried = models.TextField(_("what was tried"), blank=True)
    beneficiaries = models.TextField(_("who benefits"), max_length=5000, blank=True)
    seeks_knowhow = models.BooleanField(_("know-how"), default=False)
    seeks_technology = models.BooleanField(_("technology"), default=False)
    seeks_training = models.BooleanField(_("training"), default=False)
    seeks_expert = models.BooleanField(_("an expert"), default=False)
    seeks_funds = models.BooleanField(_("funds"), default=False)
    seeks_equipment = models.BooleanField(_("equipment"), default=False)
    seeks_partner = models.BooleanField(_("a partner on the ground"), default=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    #: Django language codes of the six official languages; others stand as words in other_languages.
    help_languages = models.JSONField(_("languages in which help can be given"), default=list, blank=True)
    other_languages = models.CharField(_("other languages"), max_length=200, blank=True)
    activity_fields = models.ManyToManyField(
        "reference.ActivityField", blank=True, related_name="requests", verbose_name=_("fields of activity")
    )
    life = models.CharField(_("how far it is"), max_length=10, choices=Life.choices, default=Life.OPEN, editable=False)
    #: When somebody last said that it is needed: at publication, by an answer to a reminder, by renewing it.
    alive_at = models.DateTimeField(null=True, editable=False)
    #: When it was last asked whether it is still needed; empty again after an answer.
    asked_at = models.DateTimeField(null=True, editable=False)
    #: When the fitting organizations were told of it.
    told_at = models.DateTimeField(null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)

    class Meta:
        verbose_name = _("solution request")
        verbose_name_plural = _("solution requests")

    @property
    def is_open(self) -> bool:
        """Can it be answered now?"""
        return self.status == "published" and self.life in ALIVE

    @property
    def kinds_of_help(self) -> list[Any]:
        """The names of what is sought, in the order of the form."""
        return [kind.label for kind in Help if getattr(self, f"seeks_{kind.value}")]

    @property
    def language_names(self) -> list[str]:
        """In which languages help can be given, each named in itself, and the others as they were written."""
        names = [name for code, name in settings.LANGUAGES if code in self.help_languages]
        return [*names, *(word.strip() for word in self.other_languages.split(",") if word.strip())]

    @classmethod
    def further_facets(cls) -> list[Any]:
        """What kind of help is sought: any of the chosen."""

        def query(values: list[str], _asks: bool) -> Q:
            wanted = Q()
            for value in values:
                wanted |= Q(**{f"seeks_{value}": True})
            return Q(pk__in=cls._base_manager.filter(wanted).values("pk"))

        return [Facet("help", gettext("Help sought"), [(kind.value, str(kind.label)) for kind in Help], query)]

    @classmethod
    def say_responses(cls, count: int) -> str:
        """How many offers were accepted; the others are nobody's business."""
        return ngettext("%(count)d accepted offer", "%(count)d accepted offers", count) % {"count": count}

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Ask for a solution")

    def own_context(self, user: Any, related: dict[str, Any] | None = None) -> dict[str, Any]:
        """Questions, accepted offers and fields of activity; what concerns this person is added by the page."""
        if related is not None:
            return {"activity_fields": list(related.get("activity_fields") or []), "questions": []}
        return {
            "questions": list(self.questions.shown_to(user, self)),
            "accepted": list(self.offers.accepted().with_parties()) if self.responses else [],
            "activity_fields": list(
                self.activity_fields.through.objects.filter(solutionrequest_id=self.pk).values_list(
                    "activityfield_id", flat=True
                )
            ),
            "outcomes": list(self.outcomes.select_related("organization")) if self.life == Life.SOLVED else [],
        }


class QuestionQuerySet(models.QuerySet["Question"]):
    def shown_to(self, user: Any, request: SolutionRequest) -> QuestionQuerySet:
        """All but those that the moderators hid, the oldest first."""
        return self.filter(is_hidden=False).select_related("organization").order_by("created", "pk")


class Question(Timestamped):
    """A public question about a request, and its public answer."""

    request = models.ForeignKey(SolutionRequest, models.CASCADE, related_name="questions")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="questions_asked")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("question"), max_length=2000)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_hidden = models.BooleanField(_("hidden by the moderators"), default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a request")
        verbose_name_plural = _("questions about requests")
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.text[:60]}"


class Outcome(Timestamped):
    """What came of a solved request, in the words of one side: the asker's, or that of an accepted offer."""

    request = models.ForeignKey(SolutionRequest, models.CASCADE, related_name="outcomes")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="outcomes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("what came of it"), max_length=5000)

    class Meta:
        verbose_name = _("outcome of a request")
        verbose_name_plural = _("outcomes of requests")
        ordering = ["created", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "organization"], name="outcome_once_a_side")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.text[:60]}"


class Matching(Timestamped):
    """What an organization wants of the suggestions: to be among them, and to be told of requests that fit."""

    organization = models.OneToOneField(
        "accounts.Organization", models.CASCADE, primary_key=True, related_name="matching"
    )
    is_suggested = models.BooleanField(_("suggest us to those who ask for a solution"), default=True)
    is_told = models.BooleanField(_("tell us of requests that fit our profile"), default=False)

    class Meta:
        verbose_name = _("wishes about suggestions")
        verbose_name_plural = _("wishes about suggestions")

    def __str__(self) -> str:
        return str(self.organization)
