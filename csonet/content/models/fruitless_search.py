"""What people looked for and nobody has written yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FruitlessSearch(models.Model):
    """How often some words found nothing in a month. Who looked for them is not kept."""

    words = models.CharField(_("words"), max_length=200)
    language = models.CharField(_("language of the page"), max_length=10, choices=settings.LANGUAGES)
    month = models.DateField(_("month"))
    count = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        constraints = [models.UniqueConstraint(fields=["words", "language", "month"], name="fruitless_once_a_month")]
        indexes = [models.Index(fields=["-month", "-count"], name="fruitless_by_count")]

    def __str__(self) -> str:
        return self.words
