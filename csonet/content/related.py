"""Related items: what shares most with an item, of every noun, and what that is.

Found in memory among all that is published, by the same boards and weights as suggestions (settings.SUGGESTIONS): an
item gets the weight of each goal, topic and country that it shares. A country alone relates nothing. The boards know
nothing of rights: what is shown is read through `visible_to`, in one query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from csonet.content import sharing, tallying, weighing
from csonet.content.models import Item, ItemQuerySet
from csonet.prepared import prepared

#: So many of the best are read; some of them may not be for this reader.
CONSIDERED = 12
SHOWN = 3
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


def related_to(item: Item, terms: dict[str, list[Any]], user: Any) -> list[Related]:
    """The three items that share most with this one; of equal ones the newest. One query, none without terms."""
    if not terms["goals"] and not terms["topics"]:
        return []
    sets = _sets(terms, user)
    weights: dict[str, float] = settings.SUGGESTIONS["weights"]  # type: ignore[assignment]  # a mixed dictionary
    weighted = [(rows, weights[sort]) for (sort, _code), rows in sets.items()]
    best = [key for key in weighing.best(weighted, CONSIDERED + 1) if key != item.pk]
    if not best:
        return []
    shared: dict[int, dict[str, list[str]]] = {key: {} for key in best}
    for (sort, code), rows in sets.items():
        for key in best:
            if rows >> key & 1:
                shared[key].setdefault(sort, []).append(code)

    def worth(key: int) -> float:
        return sum(weights[sort] * len(codes) for sort, codes in shared[key].items())

    seen = {one.pk: one for one in _cards(best, user)}
    order = sorted((key for key in best if key in seen), key=lambda key: (-worth(key), -key))
    return [Related(seen[key], _weightiest(shared[key], weights)) for key in order[:SHOWN]]


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
def _cards(keys: list[int], user: Any) -> ItemQuerySet:
    return Item.objects.filter(pk__in=keys).published().visible_to(user).for_cards()
