"""What people do with a course: enrolments, what is done, attempts at quizzes with every answer as it was saved."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from training.models.course import Activity, Course, Edition
from training.models.quiz import QuestionVersion, Quiz


class Enrolment(Timestamped):
    """A person takes a course. The organization is the one for which they act when they enrol."""

    class Source(models.TextChoices):
        """Who had the idea."""

        SELF = "self", _("of one's own accord")
        ASSIGNED = "assigned", _("assigned by the organization")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    course = models.ForeignKey(Course, models.CASCADE, related_name="enrolments")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="enrolments")
    organization = models.ForeignKey(
        "accounts.Organization", models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    source = models.CharField(_("source"), max_length=8, choices=Source.choices, default=Source.SELF)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    #: Where "go on" leads; nothing counts by it.
    last_lesson = models.UUIDField(null=True, editable=False)
    last_seen = models.DateTimeField(null=True, editable=False)
    completed_at = models.DateTimeField(_("completed"), null=True, editable=False)
    left_at = models.DateTimeField(_("left"), null=True, editable=False)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-created", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="enrolment_once")]
        indexes = [
            models.Index(fields=["course", "completed_at"], name="enrolment_report"),
            models.Index(fields=["organization", "course"], name="enrolment_of_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.course}"


class Done(Timestamped):
    """An activity that a learner has done: by saying so, by passing, by being there."""

    class Evidence(models.TextChoices):
        """How it is known."""

        SAID = "said", _("said by the learner")
        PASSED = "passed", _("quiz passed")
        MARKED = "marked", _("marked by a person")
        ATTENDED = "attended", _("attended")
        OFFLINE = "offline", _("sent in from an offline pack")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="done")
    #: The activity's key: the same through all editions.
    activity_key = models.UUIDField()
    at = models.DateTimeField(_("when"))
    evidence = models.CharField(_("how it is known"), max_length=8, choices=Evidence.choices, default=Evidence.SAID)

    class Meta:
        verbose_name = _("done activity")
        verbose_name_plural = _("done activities")
        constraints = [models.UniqueConstraint(fields=["enrolment", "activity_key"], name="done_once")]
        indexes = [models.Index(fields=["activity_key"], name="done_of_activity")]


def new_token() -> str:
    """A token that marks one attempt's submission."""
    return secrets.token_urlsafe(24)


class Attempt(Timestamped):
    """One try at a quiz: its questions, their order and the pass mark stay what they were when it began."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("open")
        MARKING = "marking", _("waits for a person's mark")
        CLOSED = "closed", _("closed")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="attempts_made")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)
    pass_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(_("begun"))
    deadline_at = models.DateTimeField(_("until"), null=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    late = models.BooleanField(_("submitted after its time"), default=False)
    percent = models.DecimalField(_("result in per cent"), max_digits=5, decimal_places=2, null=True)
    #: Raised by each regrading.
    grading = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiz", "number"], name="attempt_number_once"),
            models.UniqueConstraint(fields=["enrolment", "quiz"], condition=Q(state="open"), name="attempt_one_open"),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at=None) | (~Q(state="open") & Q(submitted_at__isnull=False)),
                name="attempt_submitted_when_closed",
            ),
        ]
        indexes = [models.Index(fields=["deadline_at"], condition=Q(state="open"), name="attempt_under_way_until")]

    @property
    def passed(self) -> bool | None:
        """None while a person still has to mark it."""
        return None if self.percent is None else self.percent >= self.pass_percent


class Response(models.Model):
    """One question of an attempt: the version asked, the order shown, what was answered and what it earned."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="responses")
    #: {what the page calls an option: the option's own id}, in the order shown; drawn anew for each attempt.
    shown = models.JSONField(default=dict)
    answer = models.JSONField(null=True)
    saved_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    marks = models.DecimalField(_("marks"), max_digits=6, decimal_places=2, null=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    comment = models.TextField(_("comment"), max_length=5000, blank=True)
    #: The regrading after which it is marked; None: by the key of its own version.
    regrading = models.ForeignKey("training.Regrading", models.PROTECT, null=True, related_name="responses")
    flagged = models.BooleanField(_("to come back to"), default=False)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="response_place_once")]

    def __str__(self) -> str:
        return str(self.position + 1)


class ExtraTime(Timestamped):
    """More time or further attempts for one person, with the reason, which nobody but the course's people reads."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="extra_times")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField(
        _("more time in per cent"), default=25, validators=[MaxValueValidator(400)]
    )
    attempts = models.PositiveSmallIntegerField(_("further attempts"), default=0, validators=[MaxValueValidator(20)])
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("extra time")
        verbose_name_plural = _("extra times")
        constraints = [models.UniqueConstraint(fields=["quiz", "user"], name="extra_time_once")]


__all__ = ["Activity", "Attempt", "Done", "Enrolment", "ExtraTime", "Response"]
