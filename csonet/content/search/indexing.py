"""Filling the index, in the transaction that changes what is found.

Only what readers can find at all has a document: items that are published, archived or expired, organizations that the
directory shows. Who may see a document is asked when somebody searches, never copied here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.functional import Promise

from accounts.models import Organization
from csonet.content.models import Item, SearchDocument
from csonet.content.search import spelling
from csonet.content.search.documents import (
    Filled,
    PartText,
    documents_of,
    documents_of_organizations,
    documents_of_parts,
)
from csonet.content.search.engines import engine
from csonet.reference import tallies

#: Follows every change of the index. Nothing is read for it: what was found before is forgotten.
JOURNAL = tallies.Board(("search",), lambda _reading, _keys: None, lambda _kind, keys: keys)
#: States in which an item can be found by searching.
FINDABLE = ("published", "archived", "expired")
FINDABLE_ORGANIZATIONS = ("verified", "listed")


def index_item(item: Item) -> None:
    """Refresh the documents of an item, or take it out of the index. Call it in the transaction of the change."""
    with transaction.atomic():
        old = SearchDocument.objects.filter(item_id=item.pk)
        if item.status not in FINDABLE:
            _remove(old)
            return
        old = old.filter(part=None)
        filled = documents_of([item.noun])
        _remove(old.exclude(language__in=[one.document.language for one in filled]))
        _save(filled, dict(old.values_list("language", "pk")))


def index_organization(organization: Organization) -> None:
    """Refresh the document of an organization; if its name or its standing changed, also those of its items."""
    with transaction.atomic():
        old = SearchDocument.objects.filter(organization_id=organization.pk)
        if organization.verification not in FINDABLE_ORGANIZATIONS:
            _remove(old)
            return
        before = old.values_list("pk", "title", "names", "is_trusted").first()
        filled = documents_of_organizations([organization])
        _save(filled, {"": before[0]} if before else {})
        document = filled[0].document
        if before is not None and before[1:] != (document.title, document.names, document.is_trusted):
            for noun in nouns():
                replace_items(noun.objects.filter(organization=organization, status__in=FINDABLE))


#: What posts of items are called, by their kind, for the search page's filter.
PART_KINDS: dict[str, str | Promise] = {}
#: How the posts of items are made anew in a rebuild: functions that return how many; who keeps posts registers one.
PARTS: list[Callable[[], int]] = []


def store_parts(parts: Sequence[PartText]) -> int:
    """Put posts into the index, in place of what was there; how many."""
    _replace(SearchDocument.objects.filter(part__in=[part.key for part in parts]), documents_of_parts(parts))
    return len(parts)


def remove_parts(keys: Iterable[int]) -> None:
    """Take posts out of the index."""
    _remove(SearchDocument.objects.filter(part__in=list(keys)))


def nouns() -> list[type[Item]]:
    """Everything that is published, in the order of the installed apps."""
    return Item.__subclasses__()


def replace_items(items: Any) -> int:
    """Make the documents of a noun's items anew, newest last; how many items. items: a QuerySet of one noun."""
    found = list(items.select_related("organization").order_by("published_at", "pk"))
    old = SearchDocument.objects.filter(item_id__in=[item.pk for item in found], part=None)
    _replace(old, documents_of(found))
    return len(found)


def replace_organizations(organizations: Any) -> int:
    """Make the documents of organizations anew; how many. organizations: a QuerySet."""
    found = list(organizations.order_by("pk"))
    prefetch_related_objects(found, "former_names")
    old = SearchDocument.objects.filter(organization_id__in=[organization.pk for organization in found])
    _replace(old, documents_of_organizations(found))
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


def changed() -> None:
    """Let every process forget what visitors' searches found. Call it in the transaction of the change."""
    tallies.note("search", [tallies.ALL])


def _remove(documents: Any) -> None:
    keys = list(documents.values_list("pk", flat=True))
    if keys:
        engine().remove(keys)
        documents.delete()
        changed()


def _save(filled: list[Filled], keys: dict[str, int]) -> None:
    """Save documents under the keys that their languages have already."""
    for one in filled:
        one.document.pk = keys.get(one.document.language)
        one.document.save()
    _store(filled)


def _replace(old: Any, new: list[Filled]) -> None:
    with transaction.atomic():
        _remove(old)
        SearchDocument.objects.bulk_create([one.document for one in new], batch_size=200)
        _store(new)


def _store(filled: list[Filled]) -> None:
    engine().store([(one.document, one.facets) for one in filled])
    spelling.learn(one.document for one in filled)
    changed()
