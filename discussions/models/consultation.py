"""Consultations: the questions that are asked, and what was taken up of the answers and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from csonet.abstract import Timestamped
from discussions.models.topic import Topic


class Question(models.Model):
    """A guiding question; posts answer it by its number."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="questions", verbose_name=_("topic"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("question"), max_length=500)

    class Meta:
        verbose_name = _("guiding question")
        verbose_name_plural = _("guiding questions")
        ordering = ["topic", "number"]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="question_number_once")]

    def __str__(self) -> str:
        return self.text


class TakenUp(Timestamped):
    """A point that was made in a consultation: was it taken up, and why or why not."""

    class Outcome(models.TextChoices):
        YES = "yes", pgettext_lazy("outcome of a point in a consultation", "Taken up")
        PARTLY = "partly", pgettext_lazy("outcome of a point in a consultation", "Taken up in part")
        NO = "no", pgettext_lazy("outcome of a point in a consultation", "Not taken up")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="taken_up", verbose_name=_("topic"))
    position = models.PositiveSmallIntegerField(_("position"))
    point = models.TextField(_("point"), max_length=1000)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    why = models.TextField(_("why"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("point taken up")
        verbose_name_plural = _("points taken up")
        ordering = ["topic", "position"]
        constraints = [models.UniqueConstraint(fields=["topic", "position"], name="taken_up_position_once")]

    def __str__(self) -> str:
        return self.point
