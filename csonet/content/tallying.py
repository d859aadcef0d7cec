"""The board of items: what readers find, by every term that lists are narrowed by, for counts that cost no query."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import ConsultativeStatus, Organization
from csonet import bits
from csonet.content.models import Item
from csonet.reference import tallies
from csonet.reference.tallies import Board, Reading, Snapshot, rows_of

#: The facets that stand in a table of their own, with its column.
THROUGH: dict[str, tuple[Any, str]] = {
    "goal": (Item.goals.through, "goal_id"),
    "topic": (Item.topics.through, "topic_id"),
    "country": (Item.countries.through, "country_id"),
}
#: States in which an item is found: in lists (published), by searching and at its address.
FINDABLE = ("published", "archived", "expired")
#: Items in one question of who may see them.
ASKED = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: States in which nobody's list has counted the item, nor does now.
UNSEEN = ("draft", "submitted", "returned", "refused", "scheduled")


def own(kind: str, facet: str) -> str:
    """What a noun's own facet is called on the board."""
    return f"{kind}.{facet}"


def _read(reading: Reading, keys: list[int] | None) -> None:
    # What is written inside another noun (topics of a group) stands in no list of its own.
    items = Item.objects.filter(status__in=FINDABLE, published_at__isnull=False).of_kind(*Item.nouns())
    items = items if keys is None else items.filter(pk__in=keys)
    standings = _standings(None if keys is None else items)
    columns = ("pk", "status", "kind", "language", "organization_id", "published_at")
    for pk, status, kind, language, organization, published_at in rows_of(items, *columns):
        reading.sets.add("state", status, pk)
        reading.sets.add("kind", kind, pk)
        reading.sets.add("language", language, pk)
        reading.sets.add("month", f"{published_at:%Y-%m}", pk)
        for standing in standings.get(organization, ("none",)):
            reading.sets.add("status", standing, pk)
        reading.note("organization", pk, organization)
        reading.note("published", pk, moment(published_at))
    for (pk,) in rows_of(items.visible_to(AnonymousUser()), "pk"):
        reading.sets.add("audience", "public", pk)
    for name, (table, column) in THROUGH.items():
        _take(reading, name, table.objects.all(), "item_id", column, keys)
    for noun in Item.nouns().values():
        _read_noun(reading, noun, keys)


def _take(reading: Reading, name: str, rows: Any, key: str, column: str, keys: list[int] | None) -> None:
    rows = rows if keys is None else rows.filter(**{f"{key}__in": keys})
    for pk, value in rows_of(rows, key, column):
        reading.sets.add(name, value, pk)


def _read_noun(reading: Reading, noun: type[Item], keys: list[int] | None) -> None:
    for name in noun.FACETS:
        _take(reading, own(noun.KIND, name), noun._base_manager.all(), "pk", name, keys)
    for facet in noun.further_facets():
        name = own(noun.KIND, facet.name)
        for pk, value in facet.rows(keys) if facet.rows else _by_choices(noun, facet, keys):
            reading.sets.add(name, value, pk)


def _by_choices(noun: type[Item], facet: Any, keys: list[int] | None) -> Iterable[tuple[int, str]]:
    rows = Item.objects.of_kind(noun.KIND).filter(status__in=FINDABLE).order_by()
    rows = rows if keys is None else rows.filter(pk__in=keys)
    for value, _label in facet.choices:
        for pk in rows.filter(facet.query([value], False)).values_list("pk", flat=True):
            yield pk, value


def _standings(items: Any) -> dict[int, tuple[str, ...]]:
    """What each organization's standing with ECOSOC is called in the facet."""
    statuses = ConsultativeStatus.objects.filter(is_current=True).exclude(state="withdrawn")
    entities = Organization.objects.filter(is_un_entity=True)
    if items is not None:
        owners = items.order_by().values("organization_id")
        statuses, entities = statuses.filter(organization__in=owners), entities.filter(pk__in=owners)
    found: dict[int, tuple[str, ...]] = dict.fromkeys(entities.values_list("pk", flat=True), ("un",))
    for organization, kind in statuses.values_list("organization_id", "kind"):
        found[organization] = (*found.get(organization, ()), kind)
    return found


def _keys_of(kind: str, keys: list[int]) -> Iterable[int]:
    if kind == "item" or not keys:
        return keys
    return Item.objects.filter(organization__in=keys).exclude(status__in=UNSEEN).values_list("pk", flat=True)


BOARD = Board(("item", "organization"), _read, _keys_of)


def seen_by(user: Any, snapshot: Snapshot) -> int:
    """The items of the board that this person may see. No query for visitors, one for ASKED that not everybody sees.

    What everybody may see is known; of the rest the one rule is asked.
    """
    everybody = snapshot.of("audience", ["public"])
    if not user.is_authenticated:
        return everybody
    closed = snapshot.remembered("closed", lambda: bits.keys_in(snapshot.of("kind", Item.nouns()) & ~everybody))
    seen = everybody
    for start in range(0, len(closed), ASKED):
        rows = Item.objects.filter(pk__in=closed[start : start + ASKED], status__in=FINDABLE).visible_to(user)
        seen |= bits.of(rows.order_by().values_list("pk", flat=True))
    return seen


def moment(at: datetime) -> int:
    """A moment as the board keeps it: microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def newest(snapshot: Snapshot, rows: int, number: int, *, oldest: bool = False) -> list[int]:
    """The keys of the newest (or oldest) of these items, in that order."""
    found: list[int] = []
    months = snapshot.remembered("months", lambda: sorted(snapshot.sets.get("month", {}), reverse=True))
    for month in reversed(months) if oldest else months:
        found += bits.keys_in(rows & snapshot.sets["month"][month])
        if len(found) >= number:
            break
    published = snapshot.columns.get("published", ())
    return sorted(found, key=lambda key: (published[key], key), reverse=not oldest)[:number]


def organizations_of(snapshot: Snapshot, rows: int) -> dict[int, int]:
    """How many of these items each organization published."""
    owner = snapshot.columns.get("organization", array("q"))
    return Counter(map(owner.__getitem__, bits.keys_in(rows)))


def row_changed(sender: Any, instance: Any, **_signal: Any) -> None:
    """Listens to saves and deletions of items and organizations; an item that was never in a list is left alone."""
    if isinstance(instance, Item):
        if instance.status not in UNSEEN:
            tallies.note("item", [instance.pk])
    elif isinstance(instance, Organization):
        tallies.note("organization", [instance.pk])


def terms_changed(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_s: Any) -> None:
    """Listens to changes of goals, topics and countries."""
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if not reverse:
        row_changed(sender, instance)
    elif pk_set:
        tallies.note("item", pk_set)


def organization_changed(sender: Any, organization: Organization, **_signal: Any) -> None:
    """Listens to accounts.signals.organization_changed."""
    tallies.note("organization", [organization.pk])


def organizations_imported(sender: Any, organizations: Any, **_signal: Any) -> None:
    """Listens to accounts.signals.organizations_imported."""
    keys = list(organizations)
    tallies.note("organization", [tallies.ALL] if len(keys) > tallies.MOST_CHANGES else keys)
