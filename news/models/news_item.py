"""Brief news, and what of it the Branch pins on the home page."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.models import Item
from news.archive import beside


class NewsItem(Item):
    """A short piece of news: what happened, where and when, and where more of it stands."""

    KIND = "news"
    FORM = "news.forms.NewsForm"
    SCHEMA_TYPE = "NewsArticle"
    SEARCHED = ("body", "place")
    TRANSLATED = SEARCHED
    FULL_TEXT = ("body",)
    OPEN_DATA = ("event_date", "source_url")

    event_date = models.DateField(_("date of the event"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("brief news")

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Write brief news")

    @property
    def source_name(self) -> str:
        """The host of the source, as a reader would say it."""
        return (urlsplit(self.source_url).hostname or "").removeprefix("www.")

    def own_context(self, user: Any, related: dict[str, Any] | None = None) -> dict[str, Any]:
        """Whether it is pinned, for those who can pin; the feed that it came by."""
        if related is not None:
            return {}
        pin = Pin.objects.filter(item_id=self.pk).first() if user.is_authenticated and user.is_branch else None
        earlier, later = beside(user, self)
        return {"pin": pin, "earlier": earlier, "later": later}


class PinQuerySet(models.QuerySet["Pin"]):
    def standing(self, today: date | None = None) -> PinQuerySet:
        """Those whose day has not passed, the newest first."""
        return self.filter(until__gte=today or timezone.now().date()).order_by("-created", "-pk")


class Pin(Timestamped):
    """The Branch keeps a piece of news at the top of the home page through the day `until` (UTC)."""

    item = models.OneToOneField(NewsItem, models.CASCADE, related_name="pin", verbose_name=_("news item"))
    until = models.DateField(_("until"), help_text=_("The last day on which it stands on the home page."))
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("pinned by"),
    )

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinned news")
        verbose_name_plural = _("pinned news")
        indexes = [models.Index(fields=["until"], name="pin_until")]

    def __str__(self) -> str:
        return str(self.item)
