"""Answers by mail: the keys that they come to, and the mails that did not become posts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.models import Item


class ReplyKey(Timestamped):
    """The random key by which one person answers one item by mail (128 bits, in the Reply-To address)."""

    key = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("key for replies by mail")
        verbose_name_plural = _("keys for replies by mail")
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="reply_key_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.item_id}"


class IncomingMail(Timestamped):
    """A mail that came in and did not become a post: nothing that somebody wrote is lost."""

    class State(models.TextChoices):
        HELD = "held", _("Held: somebody has to look")
        DROPPED = "dropped", _("Dropped: an automatic answer")
        DONE = "done", _("Looked at")

    mail_id = models.CharField(max_length=255, unique=True)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    why = models.CharField(_("why"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+")
    #: The mail as it came, at most as much as is ever read of one.
    raw = models.BinaryField()

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mails")
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.subject or self.mail_id
