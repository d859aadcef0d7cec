"""Filling the index, in the transaction that changes what is found.

Only what readers can find at all has a document: items that are published, archived or expired, organizations that the
directory shows. Who may see a document is asked when somebody searches, never copied here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.functional import Promise

from accounts.models import Organization
from csonet.content.models import Item, SearchDocument
from csonet.content.search.engines import engine
from csonet.richtext import to_text

#: States in which an item can be found by searching.
FINDABLE = ("published", "archived", "expired")
FINDABLE_ORGANIZATIONS = ("verified", "listed")


def index_item(item: Item) -> None:
    """Refresh the document of an item, or take it out of the index. Call it in the transaction of the change."""
    with transaction.atomic():
        if item.status not in FINDABLE:
            _remove(SearchDocument.objects.filter(item_id=item.pk))
            return
        noun = item.noun
        own = SearchDocument.objects.filter(item_id=item.pk, part=None)
        _remove(own.exclude(language=noun.language))
        document = own.filter(language=noun.language).first()
        document = _filled(document or SearchDocument(item_id=item.pk), noun)
        document.save()
        engine().store([document])


def index_organization(organization: Organization) -> None:
    """Refresh the document of an organization; if its name changed, also those of its items, which carry it."""
    with transaction.atomic():
        document = SearchDocument.objects.filter(organization_id=organization.pk).first()
        if organization.verification not in FINDABLE_ORGANIZATIONS:
            _remove(SearchDocument.objects.filter(organization_id=organization.pk))
            return
        before = (document.title, document.names) if document else None
        document = _filled_organization(document or SearchDocument(organization_id=organization.pk), organization)
        document.save()
        engine().store([document])
        if before is not None and before != (document.title, document.names):
            for noun in nouns():
                replace_items(noun.objects.filter(organization=organization, status__in=FINDABLE))


@dataclass(frozen=True)
class PartText:
    """A post of an item, as the index takes it. key: its number in the database."""

    key: int
    item: Item
    kind: str
    title: str
    language: str
    text: str
    day: int


#: What such texts are called, by their kind, for the search page's filter.
PART_KINDS: dict[str, str | Promise] = {}
#: How the posts of items are made anew in a rebuild: functions that return how many; who keeps posts registers one.
PARTS: list[Callable[[], int]] = []


def store_parts(parts: Sequence[PartText]) -> int:
    """Put posts into the index, in place of what was there; how many."""
    documents = [
        SearchDocument(
            item_id=part.item.pk,
            part=part.key,
            circle=part.item.circle_id,
            kind=part.kind,
            language=part.language,
            title=part.title,
            body=part.text,
            day=part.day,
        )
        for part in parts
    ]
    _replace(SearchDocument.objects.filter(part__in=[part.key for part in parts]), documents)
    return len(documents)


def remove_parts(keys: Iterable[int]) -> None:
    """Take posts out of the index."""
    _remove(SearchDocument.objects.filter(part__in=list(keys)))


def nouns() -> list[type[Item]]:
    """Everything that is published, in the order of the installed apps; what stands in another noun too."""
    return Item.__subclasses__()


def replace_items(items: Any) -> int:
    """Make the documents of a noun's items anew, newest last; how many. items: a QuerySet of one noun."""
    found = list(items.select_related("organization").order_by("published_at", "pk"))
    prefetch_related_objects(found, "tags")
    _replace(
        SearchDocument.objects.filter(item_id__in=[item.pk for item in found], part=None),
        [_filled(SearchDocument(item_id=item.pk), item) for item in found],
    )
    return len(found)


def replace_organizations(organizations: Any) -> int:
    """Make the documents of organizations anew; how many. organizations: a QuerySet."""
    found = list(organizations.order_by("pk"))
    prefetch_related_objects(found, "former_names")
    _replace(
        SearchDocument.objects.filter(organization_id__in=[organization.pk for organization in found]),
        [_filled_organization(SearchDocument(organization_id=one.pk), one) for one in found],
    )
    return len(found)


def in_slices(keys: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    """The keys, `size` at a time."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


def organization_changed(sender: Any, organization: Organization, **_kwargs: Any) -> None:
    """Listens to accounts.signals.organization_changed."""
    index_organization(organization)


def organizations_imported(sender: Any, organizations: Sequence[int], **_kwargs: Any) -> None:
    """Listens to accounts.signals.organizations_imported."""
    for keys in in_slices(list(organizations)):
        changed = Organization.objects.filter(pk__in=keys)
        _remove(
            SearchDocument.objects.filter(organization__in=changed.exclude(verification__in=FINDABLE_ORGANIZATIONS))
        )
        replace_organizations(changed.filter(verification__in=FINDABLE_ORGANIZATIONS))


def _remove(documents: Any) -> None:
    engine().remove(list(documents.values_list("pk", flat=True)))
    documents.delete()


def _replace(old: Any, new: list[SearchDocument]) -> None:
    with transaction.atomic():
        _remove(old)
        SearchDocument.objects.bulk_create(new, batch_size=200)
        engine().store(new)


def _filled(document: SearchDocument, noun: Any) -> SearchDocument:
    """The document with the texts of the item, which is given as its noun."""
    organization = noun.organization
    document.kind, document.language, document.title = noun.kind, noun.language, noun.title
    names = [organization.name, organization.acronym, *(tag.name for tag in noun.tags.all())]
    document.names = "\n".join(name for name in names if name)
    document.summary = noun.summary
    texts = (getattr(noun, column) for column in noun.SEARCHED)
    document.body = "\n".join(to_text(text) for text in texts if text)
    document.circle = noun.circle_id
    document.day = noun.published_at.date().toordinal() if noun.published_at else 0
    return document


def _filled_organization(document: SearchDocument, organization: Organization) -> SearchDocument:
    """The document with the names and the mission of an organization. Contacts are never searched."""
    document.kind, document.language, document.title = "organization", "", organization.name
    names = [organization.acronym, *(former.name for former in organization.former_names.all())]
    document.names = "\n".join(name for name in names if name)
    document.summary = ""
    document.body = to_text(organization.mission) if organization.mission else ""
    document.day = organization.updated.date().toordinal()
    return document
