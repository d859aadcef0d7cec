"""A package that an author brought: what it would add to the course, kept until the author has read the report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from training.models.course import Course


class Package(Timestamped):
    """Read, not taken yet. A person has one at a time in a course; a job deletes what nobody took."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="packages", verbose_name=_("course"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name of the file"), max_length=200)
    #: As training.building takes it.
    structure = models.JSONField(default=list)
    #: [{"what", "own", "title", "why"}] as training.packages.report has it.
    report = models.JSONField(default=list)
    #: Lines of the report that found no place in it.
    further = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("package to be taken")
        verbose_name_plural = _("packages to be taken")
        constraints = [models.UniqueConstraint(fields=["course", "user"], name="package_one_at_a_time")]

    def __str__(self) -> str:
        return self.name
