"""The vocabularies that every noun uses: countries and regions (UN M49), goals, topics, fields of activity.

Keys are the facts' own codes, so that a filter on a code needs no join.
"""

from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Named, words_in

#: So many characters of a target's title tell it from the others.
NAMED = 90


class Region(Named):
    """A region or sub-region of UN M49, keyed by its three-digit code."""

    code = models.CharField(_("M49 code"), max_length=3, primary_key=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("within the region")
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name_en"]


class Country(Named):
    """A country or area of UN M49, keyed by its ISO 3166-1 alpha-2 code."""

    code = models.CharField(_("ISO code"), max_length=2, primary_key=True)
    iso3 = models.CharField(_("ISO alpha-3 code"), max_length=3, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="countries", verbose_name=_("region")
    )
    is_ldc = models.BooleanField(_("least developed country"), default=False)
    is_lldc = models.BooleanField(_("landlocked developing country"), default=False)
    is_sids = models.BooleanField(_("small island developing State"), default=False)

    class Meta:
        verbose_name = _("country or area")
        verbose_name_plural = _("countries and areas")
        ordering = ["name_en"]


class Goal(Named):
    """A Sustainable Development Goal, keyed by its number (1-17). `name` is the short title."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    title_en = models.CharField(_("full title in English"), max_length=300)
    title_fr = models.CharField(_("full title in French"), max_length=300)
    title_es = models.CharField(_("full title in Spanish"), max_length=300)
    title_ar = models.CharField(_("full title in Arabic"), max_length=300)
    title_zh = models.CharField(_("full title in Chinese"), max_length=300)
    title_ru = models.CharField(_("full title in Russian"), max_length=300)

    class Meta:
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")
        ordering = ["number"]

    @property
    def title(self) -> str:
        """The full title in the active language, or in English."""
        return self.title_in(get_language() or "en")

    def title_in(self, language: str) -> str:
        """The full title in `language` (a Django language code), or in English."""
        return words_in(self, "title", language)


class Target(models.Model):
    """One of the 169 targets of the Sustainable Development Goals, keyed by its code ("6.1", "6.a")."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField(_("position"))
    title_en = models.TextField(_("title in English"))
    title_fr = models.TextField(_("title in French"))
    title_es = models.TextField(_("title in Spanish"))
    title_ar = models.TextField(_("title in Arabic"))
    title_zh = models.TextField(_("title in Chinese"))
    title_ru = models.TextField(_("title in Russian"))

    class Meta:
        verbose_name = _("target of a goal")
        verbose_name_plural = _("targets of the goals")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The title in the active language, or in English."""
        return words_in(self, "title", get_language() or "en")

    @property
    def name(self) -> str:
        """The code with the beginning of the title, for lists in which one chooses."""
        return Truncator(f"{self.code} {self.title}").chars(NAMED)


class Topic(Named):
    """A theme of the portal, chosen by the Branch, keyed by its slug; what people add freely are tags."""

    slug = models.SlugField(_("address"), max_length=60, primary_key=True)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name_en"]


class ExpertiseArea(Named):
    """One of the 11 areas of expertise of iCSO, keyed by its number."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)

    class Meta:
        verbose_name = _("area of expertise")
        verbose_name_plural = _("areas of expertise")
        ordering = ["number"]


class ActivityField(Named):
    """One of the 209 fields of activity of iCSO. The same name stands in several areas: the key is "area-number"."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    area = models.ForeignKey(ExpertiseArea, models.PROTECT, related_name="fields", verbose_name=_("area of expertise"))
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("field of activity")
        verbose_name_plural = _("fields of activity")
        ordering = ["area", "number"]
        constraints = [models.UniqueConstraint(fields=["area", "number"], name="activity_field_area_number")]


class OrganizationReason(Named):
    """Why a registration is returned or refused, with the words that the applicant reads. Kept by the Branch."""

    code = models.SlugField(_("code"), max_length=30, primary_key=True)
    text_en = models.TextField(_("words to the applicant, English"))
    text_fr = models.TextField(_("words to the applicant, French"), blank=True)
    text_es = models.TextField(_("words to the applicant, Spanish"), blank=True)
    text_ar = models.TextField(_("words to the applicant, Arabic"), blank=True)
    text_zh = models.TextField(_("words to the applicant, Chinese"), blank=True)
    text_ru = models.TextField(_("words to the applicant, Russian"), blank=True)
    is_active = models.BooleanField(_("can be chosen"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reason about a registration")
        verbose_name_plural = _("reasons about registrations")
        ordering = ["position", "code"]

    def text_in(self, language: str) -> str:
        """What the applicant reads, in `language` (a Django language code), or in English."""
        return words_in(self, "text", language)


class Change(models.Model):
    """A row of another table changed in what lists are counted by: every process reads it again within a second."""

    kind = models.CharField(max_length=20)
    #: The row's key; 0 for all of that kind.
    key = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
