"""Which late submissions were told to more people already."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from csonet.content.models import Case


class Escalation(models.Model):
    """A submission that was late was told to more people: once at each level."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="escalations")
    #: Percent of the target that it had waited.
    percent = models.PositiveSmallIntegerField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [models.UniqueConstraint(fields=["case", "percent"], name="escalation_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.percent} %"
