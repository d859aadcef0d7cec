"""The Branch's announcements to a segment of the people, and what was done with each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from csonet.abstract import AppendOnly, Timestamped


class AnnouncementState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")


class Announcement(Timestamped):
    """News from the NGO Branch to a segment of the people, in up to six languages."""

    name = models.CharField(_("name on the desk"), max_length=120)
    is_required = models.BooleanField(
        _("everybody has to know this"),
        default=False,
        help_text=_(
            "Changes of rules or terms, deadlines that bind: mailed at once to everybody in the segment. "
            "Otherwise everybody reads it in the portal, and it is mailed to those who chose to hear news."
        ),
    )
    #: The segment; an empty list means everybody. Within a list any, between the lists all.
    statuses = models.JSONField(_("consultative status"), default=list, blank=True)
    regions = models.JSONField(_("regions"), default=list, blank=True)
    fields = models.JSONField(_("fields of activity"), default=list, blank=True)
    languages = models.JSONField(_("preferred languages"), default=list, blank=True)
    roles = models.JSONField(_("roles"), default=list, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AnnouncementState.choices,
        default=AnnouncementState.DRAFT,
        editable=False,
    )
    #: The last person who was told, so that a worker that was stopped goes on after them.
    reached = models.BigIntegerField(default=0, editable=False)
    told = models.PositiveIntegerField(_("people told"), default=0, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name


class AnnouncementText(models.Model):
    """An announcement in one language. Plain text: it is mailed as it stands."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="texts", verbose_name=_("announcement"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("text"), max_length=4000)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["announcement", "language"]
        constraints = [models.UniqueConstraint(fields=["announcement", "language"], name="announcement_text_once")]

    def __str__(self) -> str:
        return self.title


class AnnouncementStep(AppendOnly):
    """What was done with an announcement: tested, sent, finished; by whom, to how many."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="steps", verbose_name=_("announcement"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(
        _("what"),
        max_length=10,
        choices=[("test", _("Test sent")), ("send", _("Sending begun")), ("finish", _("Sending finished"))],
    )
    people = models.PositiveIntegerField(_("people"))
    #: The segment as it was then.
    segment = models.JSONField(default=dict)
    created = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of an announcement")
        verbose_name_plural = _("steps of announcements")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.announcement}: {self.action}"
