"""Quizzes: questions in versions that never change, banks from which some are drawn, and the rules of an attempt."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from training.models.course import Activity, Course
from training.quizzes.grading import Kind
from training.wording import said


class Bank(Timestamped):
    """Questions of a course from which quizzes draw."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="banks", verbose_name=_("course"))
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Question(Timestamped):
    """A question through all its versions."""

    bank = models.ForeignKey(Bank, models.CASCADE, related_name="questions", verbose_name=_("question bank"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    retired = models.BooleanField(_("no longer asked"), default=False)
    #: Since when: editions that were published before go on asking it.
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retired=False, retired_at=None) | Q(retired=True, retired_at__isnull=False),
                name="question_retired_since",
            )
        ]


class QuestionVersion(Timestamped):
    """A question as it was asked. Attempts keep the version that they began with; an edit makes the next one.

    wording: {language: {stem, explanation}}. options: [{"id", "wording": {language: {label, feedback}}}] in the
    author's order; targets, of matching alone, likewise. key: see training.quizzes.grading; it never leaves the server.
    rubric, of essays: [{"id", "marks", "wording": {language: {label}}}].
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    marks = models.PositiveSmallIntegerField(_("marks"), default=1, validators=[MinValueValidator(1)])
    wording = models.JSONField(_("texts"), default=dict)
    options = models.JSONField(_("options"), default=list)
    targets = models.JSONField(_("what they are matched with"), default=list)
    key = models.JSONField(_("key"), default=dict)
    rubric = models.JSONField(_("rubric"), default=list)

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once"),
            models.CheckConstraint(condition=Q(marks__gte=1), name="question_gives_marks"),
        ]

    def __str__(self) -> str:
        return said(self.wording, "stem", ()).text


class Review(models.TextChoices):
    """When a learner sees what was right, with the feedback of each option."""

    NEVER = "never", _("never")
    SUBMITTED = "submitted", _("after each attempt")
    PASSED = "passed", _("after passing, or after the last attempt")


class Quiz(models.Model):
    """The rules of the attempts at a quiz; all of them are said before one begins."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="quiz", primary_key=True)
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), null=True, blank=True)
    delay_minutes = models.PositiveIntegerField(_("minutes between attempts"), default=0)
    limit_minutes = models.PositiveSmallIntegerField(_("time limit in minutes"), null=True, blank=True)
    grace_seconds = models.PositiveSmallIntegerField(_("grace in seconds"), default=60)
    shuffles = models.BooleanField(_("in a new order each time"), default=True)
    per_page = models.PositiveSmallIntegerField(_("questions on a page"), default=5, validators=[MinValueValidator(1)])
    review = models.CharField(_("what was right is shown"), max_length=10, choices=Review.choices, default="submitted")

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="quiz_pass_mark"),
            models.CheckConstraint(condition=Q(per_page__gte=1), name="quiz_has_pages"),
        ]

    def __str__(self) -> str:
        return str(self.activity)


class Draw(models.Model):
    """What a quiz takes from a bank: so many of its questions, or all of them."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="draws")
    bank = models.ForeignKey(Bank, models.PROTECT, related_name="draws")
    position = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)

    class Meta:
        verbose_name = _("draw from a bank")
        verbose_name_plural = _("draws from banks")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["quiz", "bank"], name="draw_once")]

    def __str__(self) -> str:
        return str(self.bank)
