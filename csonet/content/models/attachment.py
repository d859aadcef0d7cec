"""Files that belong to an item; seen by those who may see the item, and by nobody else."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.models.item import Item
from csonet.content.models.revision import Revision


class Attachment(Timestamped):
    """A file of an item. The name in the storage is generated; the person's own stands beside it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="attachments")
    #: Set while the file belongs to an edit that is not approved yet: readers don't see it.
    #: It goes with that edit: were it set to nothing, an unapproved file would be published by a deletion.
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="attachments")
    #: False while the post that carries the file is held or hidden: then only its sender and the moderators see it.
    is_shown = models.BooleanField(default=True, editable=False)
    file = models.FileField(upload_to="attachments/", max_length=120)
    name = models.CharField(_("file name"), max_length=150)
    title = models.CharField(_("title"), max_length=150, blank=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "sha256"], name="attachment_once")]

    def __str__(self) -> str:
        return self.title or self.name
