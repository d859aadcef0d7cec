"""Related items: what shares most with an item, of every noun, and what that is.

Found in memory among all that is published, by the same boards and weights as suggestions (settings.SUGGESTIONS): an
item gets the weight of each goal, topic and country that it shares. A country alone relates nothing. The boards know
nothing of rights: what is shown is read through `visible_to`, in one query.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings

from csonet.content import sharing, tallying, weighing
from csonet.content.models import Item, ItemQuerySet
from csonet.prepared import prepared

#: So many of the best are read; some of them may not be for this reader.
CONSIDERED = 12
SHOWN = 3
#: So many others of the organization.
ALSO = 3
_NAMES = {"goal": "goals", "topic": "topics", "country": "countries"}


@dataclass(frozen=True)
class Related:
    """An item with the columns of a card, and what it shares: (sort, codes), the weightiest first."""

    item: Item
    shared: list[tuple[str, list[str]]]

    @property
    def reasons(self) -> list[str]:
        """What it shares, in the reader's language."""
        return [sharing.in_words(sort, codes) for sort, codes in self.shared]


#: Key of an item → sort → the codes that it shares.
Near = dict[int, dict[str, list[str]]]


def neighbours_of(item: Item, terms: dict[str, list[Any]], user: Any) -> dict[str, list[Any]]:
    """What shares most with this item, of equal ones the newest; and what else of its kind its organization published.

    One query.
    """
    near = _near(item, terms, user)
    found = _neighbours(list(near), item.kind, item.pk, item.organization_id, user)
    of_organization = (one for one in found if (one.kind, one.organization_id) == (item.kind, item.organization_id))
    return {"related": _best(near, found), "also": list(islice(of_organization, ALSO))}


def _near(item: Item, terms: dict[str, list[Any]], user: Any) -> Near:
    """What shares most with it, before it is asked who may see it; nothing for an item without goals and topics."""
    if not terms["goals"] and not terms["topics"]:
        return {}
    sets = _sets(terms, user)
    weighted = [(rows, _weights()[sort]) for (sort, _code), rows in sets.items()]
    near: Near = {key: {} for key in weighing.best(weighted, CONSIDERED + 1) if key != item.pk}
    for (sort, code), rows in sets.items():
        for key, shared in near.items():
            if rows >> key & 1:
                shared.setdefault(sort, []).append(code)
    return near


def _best(near: Near, found: list[Item]) -> list[Related]:
    weights = _weights()

    def worth(one: Item) -> float:
        return sum(weights[sort] * len(codes) for sort, codes in near[one.pk].items())

    order = sorted((one for one in found if one.pk in near), key=lambda one: (-worth(one), -one.pk))
    return [Related(one, _weightiest(near[one.pk], weights)) for one in order[:SHOWN]]


def _weights() -> dict[str, float]:
    return settings.SUGGESTIONS["weights"]  # type: ignore[return-value]  # a mixed dictionary


def _sets(terms: dict[str, list[Any]], user: Any) -> dict[tuple[str, str], int]:
    """(sort, code) → the published items that have it, among those that share a goal or a topic."""
    snapshot = tallying.BOARD.now()
    among = snapshot.of("state", ["published"])
    if not user.is_authenticated:
        among &= snapshot.of("audience", ["public"])
    found = {
        (sort, str(term.pk)): snapshot.of(sort, [str(term.pk)]) & among
        for sort, name in _NAMES.items()
        for term in terms[name]
    }
    near = 0
    for (sort, _code), rows in found.items():
        near |= rows if sort != "country" else 0
    return {name: rows & near for name, rows in found.items()}


def _weightiest(shared: dict[str, list[str]], weights: dict[str, float]) -> list[tuple[str, list[str]]]:
    return sorted(shared.items(), key=lambda pair: -weights[pair[0]] * len(pair[1]))


@prepared
def _neighbours(keys: list[int], kind: str, item: int, organization: int, user: Any) -> ItemQuerySet:
    seen = Item.objects.published().visible_to(user).exclude(pk=item)
    also = seen.of_kind(kind).of(organization).for_cards().values("pk")[:ALSO]
    # As one set of keys: of two conditions joined by "or", PostgreSQL would ask every item.
    sets: tuple[Any, ...] = (keys, also)
    chosen = (Item.objects.filter(pk__in=rows).order_by().values("pk") for rows in sets)
    return seen.filter(pk__in=next(chosen).union(*chosen)).for_cards()
