"""What a term's page gathers: figures and the latest of each noun, what is asked for, who works there, what goes along.

The figures come from the boards; the cards of all sections are one query, the organizations another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from accounts.models import Organization
from accounts.organizations import tallying as directory
from csonet import bits
from csonet.content import counting, tallying
from csonet.content.facets import shared_facets
from csonet.content.models import Item
from csonet.content.views.lists import cards_of
from csonet.portal.themes.places import KINDS, Kind, name_of
from csonet.reference.tallies import Snapshot

LATEST = 3
ASKED = 4
ORGANIZATIONS = 8
ALONG = 6
#: What asks others for something: noun → its own facet, and the values that do.
ASKING: dict[str, tuple[str, tuple[str, ...]]] = {
    "request": ("life", ("open", "progress")),
    "proposal": ("looking", ("yes",)),
}
#: What goes along with a term.
TERMS = {"topic": ("goal", "country"), "goal": ("topic", "country"), "country": ("goal", "topic")}
TERMS["region"] = ("goal", "topic")


@dataclass
class Shelf:
    """One noun: how many there are, the list of them, and some of them."""

    kind: str
    title: str
    url: str
    total: int
    items: list[Item] = field(default_factory=list)


@dataclass
class Gathered:
    """All that a term's page shows."""

    shelves: list[Shelf]
    asking: list[Shelf]
    organizations: list[Organization]
    #: How many organizations work there, as the directory counts them; and its address. "" for terms that it lacks.
    organization_total: int
    directory_url: str
    #: (kind of term, [(name, address, number)]) of what is written about together with it.
    along: list[tuple[Kind, list[tuple[str, str, int]]]]
    #: key → number of items, for what lies inside.
    inside: Mapping[str, int]


def gather(kind: Kind, term: Any, user: Any) -> Gathered:
    """What there is of a term for this reader. Four queries, and one for whoever is signed in."""
    snapshot = tallying.BOARD.now()
    rows = of_term(snapshot, kind, term) & snapshot.of("state", ["published"]) & tallying.seen_by(user, snapshot)
    query = urlencode({kind.facet: term.pk})
    wanted: dict[str, list[int]] = {}
    shelves, asking = [], []
    for noun in Item.nouns().values():
        own = rows & snapshot.of("kind", [noun.KIND])
        title = capfirst(str(noun._meta.verbose_name_plural))
        address = f"{reverse(f'{noun.KIND}_list')}?{query}"
        facet, values = ASKING.get(noun.KIND, ("", ()))
        open_now = own & snapshot.of(tallying.own(noun.KIND, facet), values) if facet else 0
        if own:
            shelves.append(Shelf(noun.KIND, title, address, own.bit_count()))
            wanted[noun.KIND] = tallying.newest(snapshot, own & ~open_now, LATEST)
        if open_now:
            narrowed = f"{address}&{urlencode([(facet, value) for value in values])}"
            asking.append(Shelf(noun.KIND, title, narrowed, open_now.bit_count()))
            wanted[f"asking {noun.KIND}"] = tallying.newest(snapshot, open_now, ASKED)
    _fill(shelves, asking, wanted, user)
    organizations, number, directory_url = _organizations(kind, term, snapshot, rows)
    along = _along(kind, snapshot, rows)
    return Gathered(shelves, asking, organizations, number, directory_url, along, _numbers(snapshot, rows, kind))


def of_term(snapshot: Snapshot, kind: Kind, term: Any) -> int:
    """The items of a term."""
    facet = next(facet for facet in shared_facets() if facet.name == kind.facet)
    return counting.sets_of(snapshot, facet).get(str(term.pk), 0)


def _fill(shelves: list[Shelf], asking: list[Shelf], wanted: dict[str, list[int]], user: Any) -> None:
    """The cards of all shelves in one query."""
    keys = sorted({key for own in wanted.values() for key in own})
    found = {item.pk: item for item in cards_of(keys, user)}
    for shelf in shelves:
        shelf.items = [found[key] for key in wanted[shelf.kind] if key in found]
    for shelf in asking:
        shelf.items = [found[key] for key in wanted[f"asking {shelf.kind}"] if key in found]


def _organizations(kind: Kind, term: Any, snapshot: Snapshot, rows: int) -> tuple[list[Organization], int, str]:
    """Those that published the most of it, then those whose profile names it; how many these are, and where."""
    # Who published is counted item by item: it is kept as long as nothing changes.
    most, number = snapshot.remembered(("publishers", rows), lambda: _publishers(snapshot, rows))
    first, url = list(most), ""
    if kind.directory:
        board = directory.BOARD.now()
        own = directory.sets_of(board, kind.directory).get(str(term.pk), 0) & board.of("directory", ["public"])
        number, url = own.bit_count(), f"{reverse('organization_list')}?{urlencode({kind.directory: term.pk})}"
        approved = bits.keys_in(own & board.of("origin", ["verified"]))
        first += [pk for pk in reversed(approved) if pk not in first][: ORGANIZATIONS - len(first)]
    found = {one.pk: one for one in Organization.objects.public().filter(pk__in=first).for_cards()} if first else {}
    return [found[pk] for pk in first if pk in found], number, url


def _publishers(snapshot: Snapshot, rows: int) -> tuple[list[int], int]:
    """The organizations that published the most of these items, and how many published any."""
    numbers = tallying.organizations_of(snapshot, rows)
    return nsmallest(ORGANIZATIONS, numbers, key=lambda pk: (-numbers[pk], pk)), len(numbers)


def _along(kind: Kind, snapshot: Snapshot, rows: int) -> list[tuple[Kind, list[tuple[str, str, int]]]]:
    found = []
    for name in TERMS[kind.name]:
        other = KINDS[name]
        numbers = {value: (rows & own).bit_count() for value, own in snapshot.sets.get(other.facet, {}).items()}
        most = sorted((value for value in numbers if numbers[value]), key=lambda value: (-numbers[value], value))
        terms = [(other.terms().get(other.key(value)), numbers[value]) for value in most[:ALONG]]
        rows_of = [(name_of(other, one), other.url(one), number) for one, number in terms if one is not None]
        if rows_of:
            found.append((other, rows_of))
    return found


def _numbers(snapshot: Snapshot, rows: int, kind: Kind) -> dict[str, int]:
    """The items of each country and region, for what lies in a region."""
    if kind.name != "region":
        return {}
    return totals(snapshot, rows, "country") | totals(snapshot, rows, "region")


def totals(snapshot: Snapshot, rows: int, name: str) -> dict[str, int]:
    """How many of these items stand under each option of a shared facet."""
    facet = next(facet for facet in shared_facets() if facet.name == name)
    return {value: (rows & own).bit_count() for value, own in counting.sets_of(snapshot, facet).items()}
