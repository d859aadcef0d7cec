"""The meetings of an event, single ones too, and what was changed of them after they were announced."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from events.models.event import Event


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def between(self, begin: datetime, end: datetime) -> OccurrenceQuerySet:
        """Those that touch a span of time."""
        return self.filter(starts__lt=end, ends__gt=begin)


class Occurrence(Timestamped):
    """One meeting of an event: the only one, or one of a series. It keeps its name in calendars whatever changes."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="occurrences")
    #: The day that the rule of the series gives; by it the meeting is found again when the series is changed.
    original_day = models.DateField()
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"))
    last_day = models.DateField(_("last day"))
    ends_at = models.TimeField(_("ends at"))
    starts_fold = models.PositiveSmallIntegerField(default=0)
    ends_fold = models.PositiveSmallIntegerField(default=0)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    #: Its own room, if it is another than the event's.
    room = models.CharField(_("room"), max_length=100, blank=True)
    #: Changed by itself: the series' times no longer touch it.
    is_moved = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    #: RFC 5545 SEQUENCE: counts material changes since it was published.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of an event")
        verbose_name_plural = _("meetings of events")
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "original_day"], name="occurrence_once_a_day"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="occurrence_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["starts", "ends"], name="occurrence_span")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.day}"

    @property
    def lasts(self) -> timedelta:
        return self.ends - self.starts


class Change(Timestamped):
    """A material change after publication, with before and after, as everybody may read it on the page."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="changes")
    #: The meeting it concerns; None: the whole event.
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, null=True, related_name="changes")
    #: "time", "place", "mode" or "status".
    what = models.CharField(max_length=10)
    #: Plain values, put into words when they are read: ISO moments with the zone, or texts.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change of an event")
        verbose_name_plural = _("changes of events")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.what}"
