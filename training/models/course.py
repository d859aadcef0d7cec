"""Courses: what the catalogue says of them, and their editions, which never change once they are published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from csonet import richtext
from csonet.abstract import Timestamped
from csonet.content.licences import Licence
from csonet.content.models import Item
from csonet.ui.languages import own_name
from training.wording import said


class Level(models.TextChoices):
    """What somebody should bring along."""

    FIRST = "first", _("for beginners")
    SOME = "some", _("some experience")
    DEEP = "deep", _("for the experienced")


class Award(models.TextChoices):
    """What a course ends with: effort and mastery are both recognized, and are not the same."""

    NONE = "none", _("no certificate")
    PARTICIPATION = "participation", _("certificate of participation")
    ACHIEVEMENT = "achievement", _("certificate of achievement")


class Course(Item):
    """Capacity building at one's own pace. Its summary is what the catalogue shows."""

    KIND = "course"
    FORM = "training.forms.CourseForm"
    SEARCHED = ("objectives", "for_whom")
    TRANSLATED = SEARCHED
    FACETS = ("level", "award")
    OPEN_DATA = ("valid_months", "licence")
    SCHEMA_TYPE = "Course"

    objectives = models.TextField(_("what you will be able to do"), blank=True)
    for_whom = models.TextField(_("for whom"), max_length=1000, blank=True)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.FIRST)
    award = models.CharField(_("certificate"), max_length=15, choices=Award.choices, default=Award.PARTICIPATION)
    valid_months = models.PositiveSmallIntegerField(
        _("certificates are valid for so many months"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    prerequisites = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="prepares_for", verbose_name=_("take these first")
    )
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    licence = models.CharField(_("licence for reuse"), max_length=15, choices=Licence.choices, default=Licence.CC_BY)
    #: What learners take; set when an edition is published, with the course or later.
    edition = models.ForeignKey(
        "training.Edition", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("edition")
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def own_context(self, user: Any, related: dict[str, Any] | None = None) -> dict[str, Any]:
        """What to take first, and whether somebody should have looked it through by now."""
        if related is not None:
            before = list(related.get("prerequisites") or [])
        else:
            before = list(
                self.prerequisites.visible_to(user).order_by("title").only("title", "slug", "kind", "language")
            )
        due = self.review_on is not None and self.review_on < timezone.localdate()
        return {"prerequisites": before, "review_is_due": due}

    def own_json_ld(self) -> dict[str, Any]:
        """Whose course it is, and what it teaches whom."""
        provider = {"name": self.organization.name, "url": settings.SITE_URL + self.organization.get_absolute_url()}
        return {
            "provider": {"@type": "Organization", **provider},
            "educationalLevel": str(self.get_level_display()),
            "teaches": richtext.to_text(self.objectives),
            "isAccessibleForFree": True,
        }

    @classmethod
    def say_responses(cls, count: int) -> str:
        """How many people took it to its end."""
        return ngettext("%(count)d person completed it", "%(count)d people completed it", count) % {"count": count}

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Write a course")


class Edition(Timestamped):
    """One state of a course's modules, lessons and quizzes. Published, it stays as it is: certificates rest on it."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="editions", verbose_name=_("course"))
    number = models.PositiveSmallIntegerField(_("number"))
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    notes = models.TextField(_("what changed"), max_length=2000, blank=True)
    #: Are those who already learn taken along when it is published? They are told either way.
    moves_learners = models.BooleanField(_("learners move to it"), default=False)

    class Meta:
        verbose_name = _("edition of a course")
        verbose_name_plural = _("editions of courses")
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(published_at=None), name="edition_one_draft_of_a_course"
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(course)s, edition %(number)d") % {"course": self.course, "number": self.number}

    @property
    def is_frozen(self) -> bool:
        """Published: nothing of it changes any more."""
        return self.published_at is not None


class Prepared(models.Model):
    """A row of an edition: its place among its neighbours, and its texts in several languages."""

    position = models.PositiveSmallIntegerField(_("place"))
    wording = models.JSONField(_("texts"), default=dict)

    class Meta:
        abstract = True
        ordering = ["position"]


class Module(Prepared):
    """A part of a course. Texts: title, summary."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="modules")
    #: The module that has to be done before this one opens.
    opens_after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="opens")

    class Meta(Prepared.Meta):
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="module_place_once")]

    def __str__(self) -> str:
        return said(self.wording, "title", ()).text


class Lesson(Prepared):
    """A page of a module. Texts: title, body (rich text)."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="lessons")
    #: The same lesson in every edition: progress is taken along by it.
    key = models.UUIDField(editable=False)

    class Meta(Prepared.Meta):
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [models.UniqueConstraint(fields=["module", "position"], name="lesson_place_once")]
        indexes = [models.Index(fields=["key"], name="lesson_key")]

    def __str__(self) -> str:
        return said(self.wording, "title", ()).text


class ActivityKind(models.TextChoices):
    """What a learner does."""

    READ = "read", _("reading")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")
    PDF = "pdf", _("document")
    PICTURE = "picture", _("picture")
    LINK = "link", _("web page")
    QUIZ = "quiz", _("quiz")
    ASSIGNMENT = "assignment", _("assignment")
    LIVE = "live", _("live session")
    SURVEY = "survey", _("survey")


class Activity(Prepared):
    """What is to be done in a lesson, and what counts as having done it.

    Texts: title, task (rich text), transcript (rich text), alt (of a picture).
    """

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="activities")
    key = models.UUIDField(editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ActivityKind.choices, default=ActivityKind.READ)
    required = models.BooleanField(_("counts for completion"), default=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    address = models.URLField(_("web address"), max_length=500, blank=True)
    #: A live session is an event; who was there has done it.
    event = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="+")
    #: The one meeting of a series that counts; without it any of its meetings does.
    meeting = models.UUIDField(_("meeting"), null=True, blank=True)

    class Meta(Prepared.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [models.UniqueConstraint(fields=["lesson", "position"], name="activity_place_once")]
        indexes = [models.Index(fields=["key"], name="activity_key")]

    def __str__(self) -> str:
        return said(self.wording, "title", ()).text or self.get_kind_display()


#: What formats are called, by what they are served as.
FORMATS = {
    "video/mp4": "MP4",
    "video/webm": "WebM",
    "audio/mpeg": "MP3",
    "audio/mp4": "M4A",
    "audio/ogg": "Ogg",
    "audio/webm": "WebM",
    "application/pdf": "PDF",
    "image/webp": "WebP",
    "text/vtt; charset=utf-8": "WebVTT",
}


class Medium(Timestamped):
    """A file of an activity in one language: the video, its sound alone, its captions, a document."""

    class Role(models.TextChoices):
        """What it is for."""

        MAIN = "main", _("the file itself")
        SOUND = "sound", _("the sound alone")
        CAPTIONS = "captions", _("captions")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="media")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    role = models.CharField(_("what it is"), max_length=8, choices=Role.choices, default=Role.MAIN)
    file = models.FileField(upload_to="training/", max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    #: Of a picture, in pixels: its place on the page is kept free.
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("file of an activity")
        verbose_name_plural = _("files of activities")
        ordering = ["language", "role"]
        constraints = [models.UniqueConstraint(fields=["activity", "language", "role"], name="medium_once")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.get_language_display()}"

    @property
    def format(self) -> str:
        """The name of its format, as people say it."""
        return FORMATS.get(self.media_type, "")

    @property
    def language_name(self) -> str:
        """The name of its language, in itself."""
        return own_name(self.language)
