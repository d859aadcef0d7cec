"""What can be found: one document for each item and language, and one for each organization."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Organization
from csonet.content.models.item import Item


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def visible_to(self, user) -> SearchDocumentQuerySet:
        """The documents of what this person may see: the one rule of items and of organizations, asked now."""
        items = Item.objects.visible_to(user).filter(pk=OuterRef("item_id"))
        organizations = Organization.objects.visible_to(user).filter(pk=OuterRef("organization_id"))
        return self.filter(Exists(items) | Exists(organizations))


class SearchDocument(models.Model):
    """The texts of one item in one language, or of one organization, without tags.

    It holds no copy of who may see it. The words that the engine looks through are kept beside it, in the table
    `content_search` on SQLite and in two columns of this table on PostgreSQL (migrations 0004 and 0006). Documents are
    numbered by age: the newest texts have the highest numbers, and a search that finds too much ranks those.
    """

    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="search_documents")
    organization = models.OneToOneField(Organization, models.CASCADE, null=True, related_name="search_document")
    kind = models.CharField(max_length=20)
    #: Of the text; empty for organizations, whose names are in any language.
    language = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=300)
    #: Tags, the organization's name and acronym; former names of an organization.
    names = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    #: Countries and topics in the text's language, goals as "SDG 6": found as words of the text, never shown.
    terms = models.TextField(blank=True)
    #: The words of the title in their one spelling: exact titles and beginnings of titles are found by it.
    title_key = models.CharField(max_length=300, blank=True)
    #: Of an organization in consultative status or of a UN entity.
    is_trusted = models.BooleanField(default=False)
    #: Publication day as a number (date.toordinal), for freshness.
    day = models.PositiveIntegerField(default=0)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="search_item_language"),
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, organization__isnull=True)
                | models.Q(item__isnull=True, organization__isnull=False),
                name="search_one_target",
            ),
        ]

    def __str__(self) -> str:
        return self.title
