"""A regrading: how a question is marked again in attempts that were submitted, by whom and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from training.models.quiz import Question, QuestionVersion


class Regrading(Timestamped):
    """An act that is seen beforehand, announced and kept; it never changes an answer."""

    class Rule(models.TextChoices):
        """What becomes of the question."""

        KEY = "key", _("marked by the question as it is now")
        FULL = "full", _("everybody gets all marks")
        VOID = "void", _("the question does not count")

    question = models.ForeignKey(Question, models.CASCADE, related_name="regradings")
    #: By whose key it is marked; of the other rules, what the question was on the day.
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    rule = models.CharField(_("what becomes of it"), max_length=4, choices=Rule.choices, default=Rule.KEY)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    #: So many results were changed.
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("regrading")
        verbose_name_plural = _("regradings")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return str(self.question_id)
