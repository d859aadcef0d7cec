"""Articles: longer texts with authors by name; co-authors from other organizations confirm before their name stands."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.licences import Licence
from csonet.content.models import Item
from news.headings import anchors_of


class Article(Item):
    """A longer text: an analysis, a policy proposal, a report. Its summary is the standfirst."""

    KIND = "article"
    FORM = "news.forms.ArticleForm"
    SEARCHED = ("byline", "body", "notes")
    TRANSLATED = ("body", "notes")
    FULL_TEXT = ("body",)
    OPEN_DATA = ("licence",)

    byline = models.TextField(_("authors"), max_length=1000, blank=True)
    body = models.TextField(_("text"), blank=True)
    notes = models.TextField(_("notes and references"), max_length=10_000, blank=True)
    licence = models.CharField(_("licence for reuse"), max_length=15, choices=Licence.choices, default=Licence.CC_BY)
    #: [[anchor, heading], …] of the text as it stands; a heading that is reworded keeps its anchor.
    anchors = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Item's; the anchors follow the headings."""
        self.anchors = anchors_of(self.body, self.anchors)
        if kwargs.get("update_fields") is not None and "body" in kwargs["update_fields"]:
            kwargs["update_fields"] = [*kwargs["update_fields"], "anchors"]
        super().save(*args, **kwargs)

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Write an article")

    @property
    def names(self) -> list[str]:
        """The authors of the article's own organization, by name."""
        return [name.strip() for name in self.byline.splitlines() if name.strip()]

    @cached_property
    def confirmed(self) -> list[CoAuthor]:
        """Co-authors who said that their name may stand here, with their organizations; one query."""
        if self.pk is None:
            return []
        rows = self.coauthors.filter(state="confirmed", organization__verification="verified")
        return list(rows.select_related("organization").order_by("pk"))

    def own_context(self, user: Any, related: dict[str, Any] | None = None) -> dict[str, Any]:
        """Who wrote it."""
        return {"coauthors": self.confirmed}

    def own_json_ld(self) -> dict[str, Any]:
        """Persons as authors, where it names some."""
        people = [(name, self.organization) for name in self.names]
        people += [(row.name, row.organization) for row in self.confirmed]
        if not people:
            return {}
        return {
            "author": [
                {
                    "@type": "Person",
                    "name": name,
                    "affiliation": {"@type": "Organization", "name": organization.name},
                }
                for name, organization in people
            ]
        }


class CoAuthorState(models.TextChoices):
    ASKED = "asked", _("Asked, not answered yet")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")


class CoAuthorQuerySet(models.QuerySet["CoAuthor"]):
    def answerable_by(self, user: Any) -> CoAuthorQuerySet:
        """Requests to organizations in which this person is owner or editor."""
        if not user.is_authenticated or not user.standing.editing:
            return self.none()
        return self.filter(organization__in=user.standing.editing)


class CoAuthor(Timestamped):
    """Somebody of another organization who is to be named as an author, once that organization says so."""

    #: Names the request in its address.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="coauthors")
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="coauthored", verbose_name=_("organization")
    )
    name = models.CharField(_("name of the co-author"), max_length=150)
    state = models.CharField(_("state"), max_length=10, choices=CoAuthorState.choices, default=CoAuthorState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = CoAuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")
        constraints = [
            models.UniqueConstraint(fields=["article", "organization", "name"], name="coauthor_once"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None) | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="coauthor_answered_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("coauthor_answer", args=[self.key])
