"""The counts of facets: of a list, of a search, of a term's page. They honour what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet

from accounts.models import Organization
from csonet import bits
from csonet.content import tallying
from csonet.content.facets import ORGANIZATION, Facet, Selection
from csonet.content.models import Item
from csonet.prepared import prepared
from csonet.reference import vocabulary
from csonet.reference.tallies import Snapshot
from csonet.ui import narrowing
from csonet.ui.narrowing import Option

#: Organizations are offered while no more items than this are left.
MOST_OWNED = 2000
MOST_ORGANIZATIONS = 10


@dataclass(frozen=True)
class Counted:
    """What was counted: all rows that fit, and facet → value → how many of those that the other facets leave."""

    total: int
    options: dict[str, dict[str, int]]
    #: The rows that fit, as a set of bits, and the board that they stand on.
    rows: int
    snapshot: Snapshot
    #: Those that all facets but the organization leave.
    of_any: int


def count(selection: Selection, user: Any, kinds: Sequence[str]) -> Counted:
    """Count a list for a reader. No query for visitors, one for whoever is signed in, one for each tag or organization.

    kinds: the nouns that are listed.
    """
    snapshot = tallying.BOARD.now()

    def counted() -> Counted:
        rows = snapshot.of("state", ["published"]) & snapshot.of("kind", kinds) & tallying.seen_by(user, snapshot)
        return among(selection, snapshot, rows)

    if selection or user.is_authenticated:
        return counted()
    return snapshot.remembered(("bare list", tuple(kinds)), counted)


def among(selection: Selection, snapshot: Snapshot, rows: int) -> Counted:
    """Count among these items, of which it was asked who may see them."""
    fitting = rows & asked(selection, snapshot)
    known = [facet for facet in selection.facets if facet.choices]
    sets = partial(sets_of, snapshot)
    left, numbers = narrowing.counts_of(known, selection.chosen, fitting, sets)
    return Counted(left.bit_count(), numbers, left, snapshot, of_any(selection, snapshot, rows, left, sets))


def of_any(
    selection: Selection, snapshot: Snapshot, rows: int, left: int, sets: Callable[[Facet], Mapping[str, int]]
) -> int:
    """Those of the rows that all facets but the organization leave. left: what all of them leave."""
    if ORGANIZATION not in selection.chosen:
        return left
    others = selection.but(ORGANIZATION)
    known = [facet for facet in others.facets if facet.choices and facet.name in others.chosen]
    rows &= asked(others, snapshot)
    return narrowing.fitting(known, others.chosen, rows, sets)


def asked(selection: Selection, snapshot: Snapshot) -> int:
    """The items that fit what has no options of its own: days, tags, an organization. -1, which is all, for nothing."""
    rows = -1
    if selection.days:
        rows &= _between(selection, snapshot)
    for facet in selection.facets:
        if facet.name in selection.chosen and not facet.choices:
            found = Item.objects.filter(facet.query(selection.chosen[facet.name], False), status__in=tallying.FINDABLE)
            rows &= bits.of(found.order_by().values_list("pk", flat=True))
    return rows


def sets_of(snapshot: Snapshot, facet: Facet) -> Mapping[str, int]:
    """value → set of items. Regions are made of their countries, years of their months."""
    if facet.key == "region":
        return snapshot.remembered("regions", lambda: _regions(snapshot))
    if facet.key == "year":
        return snapshot.remembered("years", lambda: _years(snapshot))
    return snapshot.sets.get(facet.key, {})


def _regions(snapshot: Snapshot) -> dict[str, int]:
    return {code: snapshot.of("country", vocabulary.country_codes_in(code)) for code in vocabulary.regions()}


def _years(snapshot: Snapshot) -> dict[str, int]:
    found: dict[str, int] = {}
    for month, row in snapshot.sets.get("month", {}).items():
        found[month[:4]] = found.get(month[:4], 0) | row
    return found


def _between(selection: Selection, snapshot: Snapshot) -> int:
    """The items that were published on the days given."""
    rows = snapshot.of("state", tallying.FINDABLE)
    since, until = (tallying.moment(at) for at in selection.span())
    published = snapshot.columns.get("published", ())
    return bits.of(key for key in bits.keys_in(rows) if since <= published[key] < until)


def organizations_left(counted: Counted) -> list[Option]:
    """(slug, name, number) of the organizations with the most of what is left. One query, none for many items."""
    if not 0 < counted.of_any.bit_count() <= MOST_OWNED:
        return []
    numbers = tallying.organizations_of(counted.snapshot, counted.of_any)
    most = sorted(numbers, key=lambda pk: (-numbers[pk], pk))[:MOST_ORGANIZATIONS]
    found = _named(most)
    return [(slug, name, numbers[pk]) for pk, slug, name in sorted(found, key=lambda row: most.index(row[0]))]


@prepared
def _named(keys: list[int]) -> QuerySet[Any, Any]:
    return Organization.objects.public().filter(pk__in=keys).values_list("pk", "slug", "name")
