"""What rules and calls share: for whom they are, and between which moments."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import validate_time_zone
from events.models.choices import Standing


class Audience(models.Model):
    """Who is eligible: one column for each of Standing, so that lists can be narrowed by it."""

    for_general = models.BooleanField(default=False)
    for_special = models.BooleanField(default=False)
    for_roster = models.BooleanField(default=False)
    for_entity = models.BooleanField(default=False)
    for_approved = models.BooleanField(default=False)
    for_everybody = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def eligible(self) -> list[str]:
        """Values of Standing: who may take part."""
        return [one.value for one in Standing if getattr(self, f"for_{one.value}")]

    @property
    def eligible_labels(self) -> list[str]:
        return [str(one.label) for one in Standing if getattr(self, f"for_{one.value}")]


class Window(models.Model):
    """Moments, and the zone in which they are said. `closes` is the end of the last minute."""

    zone = models.CharField(_("time zone of the deadline"), max_length=64, validators=[validate_time_zone])
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_open(self, now: datetime | None = None) -> bool:
        """Is the window open, to the end of its last minute?"""
        now = now or timezone.now()
        return (self.opens is None or self.opens <= now) and (self.closes is None or now < self.closes)
