"""What people hand in and other people mark: assignments, what learners sent for them, and marks with their reasons."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from training.models.course import Activity
from training.models.learning import Enrolment, Response


class Exercise(models.Model):
    """What is to be handed in. rubric: [{"id", "marks", "wording": {language: {"label"}}}], as a question's."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="exercise", primary_key=True)
    takes_text = models.BooleanField(_("a text is handed in"), default=True)
    takes_file = models.BooleanField(_("a file is handed in"), default=False)
    rubric = models.JSONField(_("what is looked at"), default=list)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(condition=Q(takes_text=True) | Q(takes_file=True), name="exercise_takes_something")
        ]

    def __str__(self) -> str:
        return str(self.activity)


class HandIn(Timestamped):
    """A learner's work for an assignment, as it was sent. Returned, it is followed by another one."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits to be marked")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="hand_ins")
    #: The activity's key: the same through all editions.
    activity_key = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    file = models.FileField(upload_to="hand-ins/", max_length=120, blank=True)
    name = models.CharField(_("file name"), max_length=150, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    handed_at = models.DateTimeField(_("handed in"))

    class Meta:
        verbose_name = _("work handed in")
        verbose_name_plural = _("works handed in")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity_key", "number"], name="hand_in_number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "activity_key"], condition=Q(state="waiting"), name="hand_in_one_waits"
            ),
        ]
        indexes = [models.Index(fields=["state", "handed_at"], name="hand_in_queue")]

    def __str__(self) -> str:
        return f"{self.activity_key} {self.number}"


class Marking(Timestamped):
    """What a person thinks of a work or of an essay: points by the rubric, and a comment. A draft until it is given."""

    hand_in = models.OneToOneField(HandIn, models.CASCADE, null=True, related_name="marking")
    response = models.OneToOneField(Response, models.CASCADE, null=True, related_name="marking")
    #: {criterion's id: points}; "" stands for the whole where there is no rubric.
    points = models.JSONField(_("points"), default=dict)
    comment = models.TextField(_("comment"), max_length=5000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(_("given"), null=True)

    class Meta:
        verbose_name = _("marking")
        verbose_name_plural = _("markings")
        constraints = [
            models.CheckConstraint(
                condition=Q(hand_in=None, response__isnull=False) | Q(hand_in__isnull=False, response=None),
                name="marking_of_one_thing",
            )
        ]
