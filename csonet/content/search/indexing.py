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
        before, pk = _borrowed([organization.pk]), old.values_list("pk", flat=True).first()
        _save(documents_of_organizations([organization]), {"": pk} if pk else {})
        _follow([organization.pk], before)


def _borrowed(organizations: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """What the documents of items take over from those of their organizations, by organization."""
    rows = SearchDocument.objects.filter(organization__in=organizations)
    return {row[0]: row[1:] for row in rows.values_list("organization_id", "title", "names", "is_trusted")}


def _follow(organizations: Iterable[int], before: dict[int, tuple[Any, ...]]) -> None:
    """Make the documents of items anew whose organization is not called or trusted as it was before."""
    changed = [pk for pk, borrowed in _borrowed(organizations).items() if before.get(pk) != borrowed]
    if changed:
        replace_items(Item.objects.filter(organization__in=changed, status__in=FINDABLE), in_place=True)


#: What posts of items are called, by their kind, for the search page's filter.
PART_KINDS: dict[str, str | Promise] = {}
#: How the posts of items are made anew in a rebuild: functions that return how many; who keeps posts registers one.
PARTS: list[Callable[[], int]] = []


def store_parts(parts: Sequence[PartText]) -> int:
    """Put posts into the index, in place of what was there; how many."""
    _replace(SearchDocument.objects.filter(part__in=[part.key for part in parts]), documents_of_parts(parts))
    return len(parts)


def replace_parts(items: Any) -> None:
    """Put the posts of these items under the organization and the circle that their items have now."""
    old = SearchDocument.objects.filter(item__in=items, part__isnull=False)
    parts = [
        PartText(one.part or 0, one.item, one.kind, one.language, one.body, one.day)  # type: ignore[arg-type]
        for one in old.select_related("item")
    ]
    _replace(old, documents_of_parts(parts), in_place=True)


def remove_parts(keys: Iterable[int]) -> None:
    """Take posts out of the index."""
    _remove(SearchDocument.objects.filter(part__in=list(keys)))


def nouns() -> list[type[Item]]:
    """Everything that is published, in the order of the installed apps."""
    return Item.__subclasses__()


def replace_items(items: Any, *, in_place: bool = False) -> int:
    """Make the documents of items anew, newest last; how many items. items: a QuerySet of items, or of one noun.

    in_place: they keep their numbers, which say how old they are among all others.
    """
    kinds = dict(items.order_by("published_at", "pk").values_list("pk", "kind"))
    filled: list[Filled] = []
    for noun in nouns():
        if keys := [pk for pk, kind in kinds.items() if kind == noun.KIND]:
            filled += documents_of(list(noun.objects.filter(pk__in=keys).select_related("organization")))
    age = {pk: number for number, pk in enumerate(kinds)}
    filled.sort(key=lambda one: age[one.document.item_id])  # type: ignore[index]  # all of them are of items
    _replace(SearchDocument.objects.filter(item_id__in=age, part=None), filled, in_place=in_place)
    return len(kinds)


def replace_organizations(organizations: Any, *, in_place: bool = False) -> int:
    """Make the documents of organizations anew; how many. organizations: a QuerySet. in_place: as for items."""
    found = list(organizations.order_by("pk"))
    prefetch_related_objects(found, "former_names")
    old = SearchDocument.objects.filter(organization_id__in=[organization.pk for organization in found])
    _replace(old, documents_of_organizations(found), in_place=in_place)
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
        before = _borrowed(keys)
        replace_organizations(changed.filter(verification__in=FINDABLE_ORGANIZATIONS), in_place=True)
        _follow(keys, before)


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


def _replace(old: Any, new: list[Filled], *, in_place: bool = False) -> None:
    with transaction.atomic():
        if in_place:
            numbers = {_place(one): one.pk for one in old.only("item_id", "organization_id", "language", "part")}
            for one in new:
                one.document.pk = numbers.get(_place(one.document))
        _remove(old)
        SearchDocument.objects.bulk_create([one.document for one in new], batch_size=200)
        _store(new)


def _place(document: SearchDocument) -> tuple[Any, ...]:
    """What there is one document of."""
    return document.item_id, document.organization_id, document.language, document.part


def _store(filled: list[Filled]) -> None:
    engine().store([(one.document, one.facets) for one in filled])
    spelling.learn(one.document for one in filled)
    changed()
