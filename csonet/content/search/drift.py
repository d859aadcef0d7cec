"""The nightly comparison of the index with what it is made of: transactions keep both the same, and this watches."""

from __future__ import annotations

import logging
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import Organization
from csonet.content.models import Item, SearchDocument
from csonet.content.search.documents import documents_of
from csonet.content.search.engines import engine
from csonet.content.search.indexing import FINDABLE, FINDABLE_ORGANIZATIONS, nouns

logger = logging.getLogger("csonet.jobs")

#: So many of the texts that changed last are compared word for word.
COMPARED = 200


def check() -> str:
    """Count what is missing, what should not be there, and what differs; a sentence for the list of jobs.

    It mends nothing: if something is wrong, somebody should know, and `manage.py rebuild_search` sets it right.
    """
    missing, surplus = _missing(), _surplus()
    empty, stale = engine().without_words(), _stale()
    if not (missing or surplus or empty or stale):
        return f"{SearchDocument.objects.count()} documents, all as they should be"
    found = f"{missing} missing, {surplus} too many, {empty} without words, {stale} of the last {COMPARED} differ"
    logger.error("search index: %s; run manage.py rebuild_search", found)
    return f"{found}: run manage.py rebuild_search"


def _missing() -> int:
    documents = SearchDocument.objects.all()
    items = Item.objects.filter(status__in=FINDABLE).exclude(
        Exists(documents.filter(item_id=OuterRef("pk"), language=OuterRef("language")))
    )
    organizations = Organization.objects.filter(verification__in=FINDABLE_ORGANIZATIONS).exclude(
        Exists(documents.filter(organization_id=OuterRef("pk")))
    )
    return items.count() + organizations.count()


def _surplus() -> int:
    """Documents of what readers can no longer find."""
    gone = Q(item__isnull=False) & ~Q(item__status__in=FINDABLE)
    gone |= Q(organization__isnull=False) & ~Q(organization__verification__in=FINDABLE_ORGANIZATIONS)
    return SearchDocument.objects.filter(gone).count()


def _stale() -> int:
    """How many of the items that changed last read otherwise than their documents."""
    number = 0
    for noun in nouns():
        latest = noun.objects.filter(status__in=FINDABLE).select_related("organization").order_by("-updated")
        items = list(latest[: COMPARED // len(nouns())])
        kept = {_place(one): _texts(one) for one in SearchDocument.objects.filter(item__in=items).iterator()}
        made = [filled.document for filled in documents_of(items)]
        number += sum(kept[_place(one)] != _texts(one) for one in made if _place(one) in kept)
    return number


def _place(document: SearchDocument) -> tuple[Any, ...]:
    """Which document it is: of an item in a language, or of one of its parts (a post of a topic)."""
    return document.item_id, document.language, document.part


def _texts(document: SearchDocument) -> tuple[Any, ...]:
    """What a document holds; the order in which tags and terms stand in it says nothing."""
    return (
        *(document.title, document.title_key, document.summary, document.body, document.kind, document.day),
        *(sorted(text.split("\n")) for text in (document.names, document.terms)),
    )
