"""What belongs to an event besides its page: documents by kind, recordings, the link to join."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.models import Attachment
from events.models.choices import DocumentKind
from events.models.event import Event


class Document(Timestamped):
    """What kind of document a file of the event is; its language stands with the file."""

    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="document")
    event = models.ForeignKey(Event, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind of document"), max_length=10, choices=DocumentKind.choices)

    class Meta:
        verbose_name = _("document of an event")
        verbose_name_plural = _("documents of events")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.kind}"


class Recording(Timestamped):
    """Where a recording of the event is watched or heard, in one language."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="recordings")
    url = models.URLField(_("address of the recording"), max_length=300)
    title = models.CharField(_("title"), max_length=150)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("recording of an event")
        verbose_name_plural = _("recordings of events")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "url"], name="recording_once")]

    def __str__(self) -> str:
        return self.title


class JoinLink(Timestamped):
    """Where those who are admitted join online. It is no part of what is published, searched or exported."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="join_link")
    url = models.URLField(_("address of the online meeting"), max_length=500)
    notes = models.TextField(_("how to join"), max_length=1000, blank=True)
    #: Shown from so many hours before the beginning.
    hours = models.PositiveSmallIntegerField(_("shown from so many hours before"), default=24)

    class Meta:
        verbose_name = _("join link")
        verbose_name_plural = _("join links")

    def __str__(self) -> str:
        return str(self.event_id)

    def is_open(self, now: datetime | None = None) -> bool:
        """Is there a meeting now, or one that begins within the hours?"""
        now = now or timezone.now()
        soon = now + timedelta(hours=self.hours)
        return self.event.occurrences.filter(is_cancelled=False, starts__lte=soon, ends__gt=now).exists()
