"""Doors: how a noun lets people into what another noun keeps, without knowing it.

A course's cohort has a discussion group; who is in the cohort is let into the group. The noun that keeps the people
(groups) registers a door for its kind in ready(); the other one holds an Item and asks here. Whoever stands at the door
decides by the rules of what is behind it: somebody who is banned there stays out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from csonet.content.models import Item


@dataclass(frozen=True)
class Door:
    """How one kind of item takes people in."""

    #: (user) → the items whose door this person may open for others.
    opened_by: Callable[[Any], Any]
    #: (item, person, holds) → were they let in by this? False for who is in already, or may not come in. holds: does
    #: a user speak for what lets them in? One of those must still be entitled to open the door.
    let_in: Callable[[Item, Any, Callable[[Any], bool]], bool]
    #: (item, person): out again.
    let_out: Callable[[Item, Any], None]


_DOORS: dict[str, Door] = {}


def register(kind: str, door: Door) -> None:
    """The door of a kind of items. A kind stands once; registering it again replaces it."""
    _DOORS[kind] = door


def opened_by(user: Any, kind: str = "group") -> Any:
    """The items of a kind whose door this person may open for others: a queryset, empty where there is no such door."""
    return _DOORS[kind].opened_by(user) if kind in _DOORS else Item.objects.none()


def let_in(item: Item, person: Any, holds: Callable[[Any], bool]) -> bool:
    """Let somebody in. False if it changed nothing: who was in before is not ours to send away later."""
    return item.kind in _DOORS and _DOORS[item.kind].let_in(item, person, holds)


def let_out(item: Item, person: Any) -> None:
    """Somebody whom we let in goes."""
    if item.kind in _DOORS:
        _DOORS[item.kind].let_out(item, person)
