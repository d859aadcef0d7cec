"""Notices to people, the outbox of mails, and when each periodic job last ran."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Something that a person is told. The words are made when it is read or mailed, in the reader's language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=40)
    item = models.ForeignKey("content.Item", models.CASCADE, null=True, related_name="notices")
    decision = models.ForeignKey("content.Decision", models.CASCADE, null=True, related_name="notices")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, null=True, related_name="notices")
    #: What the words need beside the objects; plain JSON values.
    context = models.JSONField(default=dict)
    created = models.DateTimeField(_("when"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at", "-created"], name="notice_of_recipient")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    RECALLED = "recalled", _("Recalled before it was sent")


class OutboundMail(models.Model):
    """A mail is a row first; the worker sends it after the commit, and tries again when the server is away.

    Either `notice` is set, and the words are made when it is sent, or subject and body are.
    """

    notice = models.OneToOneField(Notice, models.CASCADE, null=True, related_name="mail")
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.WAITING)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created = models.DateTimeField(_("when"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["state", "not_before"], name="mail_due")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject or self.notice_id}"


class JobRun(models.Model):
    """When a periodic job last ran, and what came of it; the lease keeps two workers from running it at once."""

    name = models.CharField(_("job"), max_length=60, primary_key=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    leased_until = models.DateTimeField(null=True)
    result = models.CharField(_("result"), max_length=500, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
