"""Notices to people, when they want them by mail, the outbox, and when each periodic job last ran."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(models.TextChoices):
    """When something is mailed; summaries come at the hour and on the day that the person chose."""

    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("In a daily summary")
    WEEKLY = "weekly", _("In a weekly summary")
    MONTHLY = "monthly", _("In a monthly summary")
    OFF = "off", _("Not by mail")


class Notice(models.Model):
    """Something that a person is told. The words are made when it is read or mailed, in the reader's language."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=40)
    item = models.ForeignKey("content.Item", models.CASCADE, null=True, related_name="notices", verbose_name=_("item"))
    decision = models.ForeignKey(
        "content.Decision", models.CASCADE, null=True, related_name="notices", verbose_name=_("decision")
    )
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, null=True, related_name="notices", verbose_name=_("organization")
    )
    #: What the words need beside the objects; plain JSON values.
    context = models.JSONField(default=dict)
    #: Notices about one object stand together under this key: "item:12", "organization:4".
    thread = models.CharField(max_length=80, blank=True)
    #: The subscription that tells the person ("topic:water"): leaving the mail mutes just that. Empty: the stream.
    via = models.CharField(max_length=80, blank=True)
    #: Does it stand in the portal's list, or in a summary alone?
    in_portal = models.BooleanField(default=True)
    #: When the person's next summary leaves, in which it is told; None: mailed otherwise, or not at all.
    digest_at = models.DateTimeField(null=True)
    digest_mail = models.ForeignKey(
        "notifications.OutboundMail", models.SET_NULL, null=True, related_name="digest_notices"
    )
    created = models.DateTimeField(_("when"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "read_at", "-created"], name="notice_of_recipient"),
            models.Index(
                fields=["digest_at", "recipient"], condition=models.Q(digest_at__isnull=False), name="notice_digest_due"
            ),
            models.Index(fields=["kind", "item"], name="notice_kind_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"


class MailSettings(models.Model):
    """When a person wants what by mail. No row: the defaults of csonet.notifications.kinds.

    The zone of the hour is the person's own (User.time_zone).
    """

    WEEKDAYS = (
        (0, _("Monday")),
        (1, _("Tuesday")),
        (2, _("Wednesday")),
        (3, _("Thursday")),
        (4, _("Friday")),
        (5, _("Saturday")),
        (6, _("Sunday")),
    )

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_settings"
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=8, validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0, choices=WEEKDAYS)
    #: {stream: rhythm} for what the person chose; the rest follows the defaults.
    rhythms = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("mail settings")
        verbose_name_plural = _("mail settings")

    def __str__(self) -> str:
        return str(self.user_id)


class StoppedAddress(models.Model):
    """An address that sends our mails back, or whose reader called them unwanted. No notice is mailed to it."""

    class Cause(models.TextChoices):
        BOUNCE = "bounce", _("Mails come back")
        COMPLAINT = "complaint", _("Reported as unwanted")

    address = models.EmailField(_("e-mail address"), unique=True)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    detail = models.CharField(_("what the mail server said"), max_length=500, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("stopped address")
        verbose_name_plural = _("stopped addresses")
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.address


class MailState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    DEAD = "dead", _("Given up")
    RECALLED = "recalled", _("Recalled before it was sent")
    STOPPED = "stopped", _("Not sent: the address takes no mail")


class OutboundMail(models.Model):
    """A mail is a row first; the worker sends it after the commit, and tries again when the server is away.

    Its words are made when it is sent if `notice` is set or `is_digest`; else they are subject and body.
    """

    notice = models.OneToOneField(Notice, models.CASCADE, null=True, related_name="mail", verbose_name=_("notice"))
    #: Whom a notice or a summary is for; None for mails that are no notice.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mails", verbose_name=_("recipient")
    )
    is_digest = models.BooleanField(_("summary"), default=False)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text as HTML"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    headers = models.JSONField(_("mail headers"), default=dict)
    #: A meeting that enters, changes or leaves the reader's calendar (iCalendar with its METHOD), as it stood then.
    calendar = models.TextField(_("calendar part"), blank=True)
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
        return f"{self.to}: {self.subject or self.notice_id or self.pk}"


class JobRun(models.Model):
    """When a periodic job last ran, and what came of it; the lease keeps two workers from running it at once."""

    name = models.CharField(_("job"), max_length=60, primary_key=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    leased_until = models.DateTimeField(_("running until"), null=True)
    result = models.CharField(_("result"), max_length=500, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
