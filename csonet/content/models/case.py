"""Cases: what waits for a decision, since when, and who is looking at it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.content.models.item import Item
from csonet.content.models.revision import Revision


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.filter(closed_at=None)

    def decidable_by(self, user) -> CaseQuerySet:
        """What this moderator may see in the queue: items that are visible to them, asked case by case."""
        return self.filter(Exists(Item.objects.filter(pk=OuterRef("item")).visible_to(user)))


class Case(models.Model):
    """One submission that waits: an item, or a revision of it. At most one is open for each item."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="cases", verbose_name=_("item"))
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="cases")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(_("waiting since"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="claimed_cases")
    claimed_until = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(closed_at=None), name="case_one_open"),
        ]
        indexes = [models.Index(fields=["closed_at", "opened_at"], name="case_queue")]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def is_claimed(self) -> bool:
        """Is somebody looking at it now?"""
        return bool(self.claimed_by_id and self.claimed_until and self.claimed_until > timezone.now())
