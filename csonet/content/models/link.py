"""Typed links between items: "answers this request", "grew out of this proposal", "repeats this practice"."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.models.item import Item


class LinkKind(models.TextChoices):
    """How the source stands to the target. The target's noun says which one it takes (Item.LINKED_AS)."""

    ANSWERS = "answers", _("Answers this request")
    GREW = "grew", _("Grew out of this proposal")
    REPEATS = "repeats", _("Repeats this practice")


#: The same link as the target's page tells it.
BACKWARDS: dict[str, str | Promise] = {
    "answers": _("Answered by"),
    "grew": _("What grew out of it"),
    "repeats": _("Repeated by"),
}


class ItemLinkQuerySet(models.QuerySet["ItemLink"]):
    def of(self, item: int, user: Any) -> ItemLinkQuerySet:
        """The links of an item (its key) in both directions whose other end this person may see, newest first."""
        outgoing = Q(source=item) & Exists(Item.objects.filter(pk=OuterRef("target")).visible_to(user))
        incoming = Q(target=item) & Exists(Item.objects.filter(pk=OuterRef("source")).visible_to(user))
        return self.filter(outgoing | incoming).select_related("source", "target")


class ItemLink(Timestamped):
    """One item leads to another; both pages say so."""

    source = models.ForeignKey(Item, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Item, models.CASCADE, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ItemLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between items")
        verbose_name_plural = _("links between items")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="item_link_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="item_link_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.kind} · {self.target}"
