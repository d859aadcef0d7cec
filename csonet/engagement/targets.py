"""What can be followed: how a thing is named in addresses ("topic:water"), found again, and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from accounts.models import Organization
from csonet.content.models import Circle, Item
from csonet.content.models.circle import circles_of
from csonet.engagement import following
from csonet.engagement.models import TARGETS, Level, SavedSearch
from csonet.notifications import leaving
from csonet.reference.models import Country, Goal, Region, Topic

_MODELS: dict[str, Any] = {
    "item": Item,
    "circle": Circle,
    "organization": Organization,
    "topic": Topic,
    "goal": Goal,
    "country": Country,
    "region": Region,
    "search": SavedSearch,
}
_OF_VOCABULARY = {"topic": "topic_page", "goal": "goal_page", "country": "country_page", "region": "region_page"}

#: The levels that make sense for each.
LEVELS: dict[str, tuple[Level, ...]] = {
    "item": (Level.ALL, Level.NORMAL, Level.MUTED),
    "circle": (Level.ALL, Level.NEW, Level.NORMAL, Level.MUTED),
    "organization": (Level.ALL, Level.NEW, Level.MUTED),
    "topic": (Level.ALL, Level.NEW, Level.MUTED),
    "goal": (Level.ALL, Level.NEW, Level.MUTED),
    "country": (Level.ALL, Level.NEW, Level.MUTED),
    "region": (Level.ALL, Level.NEW, Level.MUTED),
    "search": (Level.NEW, Level.MUTED),
}
#: What the one button "Follow" gives.
FOLLOW: dict[str, Level] = {name: Level.ALL if name == "item" else Level.NEW for name in TARGETS}


@dataclass(frozen=True)
class Target:
    """One thing that can be followed."""

    kind: str
    thing: Any

    @property
    def key(self) -> str:
        return str(self.thing.pk)

    @property
    def code(self) -> str:
        """Its name in forms and links."""
        return f"{self.kind}:{self.key}"

    @property
    def name(self) -> str:
        return str(self.thing)

    @property
    def url(self) -> str:
        """Its page, or "" if it has none."""
        if hasattr(self.thing, "get_absolute_url"):
            return str(self.thing.get_absolute_url())
        try:
            return reverse(_OF_VOCABULARY[self.kind], args=[self.key]) if self.kind in _OF_VOCABULARY else ""
        except NoReverseMatch:
            return ""


def target_of(thing: Any) -> Target:
    """The target that a model's row is. Raises LookupError for what can't be followed."""
    for kind, model in _MODELS.items():
        if isinstance(thing, model):
            return Target(kind, thing)
    raise LookupError(f"{type(thing).__name__} can't be followed")


def find(code: str, person: Any) -> Target | None:
    """The target of a code, if there is one that this person may know of."""
    kind, _colon, key = code.replace("\0", "").partition(":")
    if kind not in _MODELS:
        return None
    try:
        thing = seen_by(kind, person).filter(pk=key).first()
    except (ValueError, ValidationError, OverflowError):
        return None
    return Target(kind, thing) if thing is not None else None


def seen_by(kind: str, person: Any) -> Any:
    """The things of a kind that this person may know of."""
    if kind in ("item", "organization"):
        return _MODELS[kind].objects.visible_to(person)
    if kind == "search":
        return SavedSearch.objects.filter(user=person)
    if kind == "circle":
        return Circle.objects.filter(pk__in=list(circles_of(person)))
    return _MODELS[kind].objects.all()


def register() -> None:
    """The ways out of mails that a subscription causes: leaving mutes just what it points to."""
    for kind in TARGETS:
        leaving.register(kind, _end_of(kind), _name_of(kind))


def _end_of(kind: str) -> Any:
    def end(person: Any, key: str) -> None:
        following.mute_by_key(person, kind, key)

    return end


def _name_of(kind: str) -> Any:
    def name(person: Any, key: str) -> str:
        target = find(f"{kind}:{key}", person)
        return target.name if target else ""

    return name
