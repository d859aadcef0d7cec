"""Surveys: what learners say of a course, kept so that nobody can find out who said what.

An answer to a scale or a choice is no row: it is one more on a count. A written answer is a row without a person, a
time or a number that grows, apart from the other answers of its writer. That somebody has answered is a row of its own,
without a time. What authors read moves in steps of five answers, so that the difference between two looks tells
nothing about one person.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from training.models.course import Course
from training.wording import said


class Survey(Timestamped):
    """The questions of an activity, or those asked after the course."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="surveys", verbose_name=_("course"))
    #: The key of the activity that it is, the same through all editions; None for the one after the course.
    activity_key = models.UUIDField(null=True, editable=False)
    answered = models.PositiveIntegerField(_("answers"), default=0, editable=False)
    #: So many of the answers are in what authors read: a multiple of training.surveys.answering.STEP.
    shown = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.UniqueConstraint(fields=["course", "activity_key"], name="survey_of_an_activity_once"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(activity_key=None), name="survey_after_the_course_once"
            ),
            models.CheckConstraint(condition=Q(shown__lte=F("answered")), name="survey_shows_what_was_answered"),
        ]

    def __str__(self) -> str:
        return str(self.course)


class SurveyQuestion(Timestamped):
    """A question of a survey. Texts: text; of a scale also low and high. Options as a quiz question's."""

    class Kind(models.TextChoices):
        """What kind of answer it takes."""

        SCALE = "scale", _("a scale from 1 to 5")
        CHOICE = "choice", _("one of several answers")
        TEXT = "text", _("words of one's own")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SCALE)
    wording = models.JSONField(_("texts"), default=dict)
    options = models.JSONField(_("answers"), default=list)
    retired = models.BooleanField(_("no longer asked"), default=False)

    class Meta:
        verbose_name = _("question of a survey")
        verbose_name_plural = _("questions of surveys")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return said(self.wording, "text", ()).text


class Tally(models.Model):
    """How often an answer was given."""

    question = models.ForeignKey(SurveyQuestion, models.CASCADE, related_name="tallies")
    #: "1" to "5", or the id of an option.
    value = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of an answer")
        verbose_name_plural = _("counts of answers")
        constraints = [models.UniqueConstraint(fields=["question", "value"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.value}: {self.count}"


class Remark(models.Model):
    """What somebody wrote, without who and when; the key is random, so that no order tells either."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(SurveyQuestion, models.CASCADE, related_name="remarks")
    text = models.TextField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    is_shown = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:50]


class Answered(models.Model):
    """Somebody has answered a survey: that, and nothing of what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answered_by")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("who answered a survey")
        verbose_name_plural = _("who answered surveys")
        constraints = [models.UniqueConstraint(fields=["survey", "user"], name="survey_answered_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.user_id}"
