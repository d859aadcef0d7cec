"""Tags: words that people add freely, tied to items by a real foreign key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, Tag


class ItemTag(ItemBase):
    """An item carries a tag; whatever noun it is, the row points to the one table of items."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="item_tags")
    content_object = models.ForeignKey("content.Item", models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[ItemTag]] = models.Manager()

    class Meta:
        verbose_name = _("tag of an item")
        verbose_name_plural = _("tags of items")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="item_tag_once")]
