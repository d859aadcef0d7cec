"""Following and muting: what a person chose for a thing, what the portal did for them, and which of it holds.

The most specific subscription wins (item, circle, organization, then topic, goal, country, then region), and what the
person chose beats what the portal did for them, however specific that is. Of two equals a mute wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from csonet.content.models import Item
from csonet.engagement.models import TARGETS, Level, Source, Subscription

_SPECIFIC = {"item": 3, "circle": 2, "organization": 1, "topic": 0, "goal": 0, "country": 0, "search": 0, "region": -1}
_LEVELS = [Level.NORMAL, Level.NEW, Level.ALL, Level.MUTED]


def choose(person: Any, kind: str, key: Any, level: Level, *, muted_until: datetime | None = None) -> Subscription:
    """Keep what the person chose for one thing; it replaces whatever was there."""
    values = {"level": level, "muted_until": muted_until, "source": Source.MANUAL}
    row, _made = Subscription.objects.update_or_create(user=person, **{f"{kind}_id": key}, defaults=values)
    return row


def mute_until(person: Any, kind: str, key: Any, until: datetime) -> Subscription:
    """Nothing of it until then; afterwards the level is what it was, or what it is for everybody."""
    row, made = Subscription.objects.get_or_create(
        user=person, **{f"{kind}_id": key}, defaults={"level": Level.NORMAL, "muted_until": until}
    )
    if not made:
        row.muted_until, row.source = until, Source.MANUAL
        row.save(update_fields=["muted_until", "source", "updated"])
    return row


def follow_automatically(people: Iterable[Any], kind: str, key: Any, level: Level, source: Source) -> None:
    """Let people follow what they joined or took part in, unless they have a subscription to it already."""
    rows = [Subscription(user=person, level=level, source=source, **{f"{kind}_id": key}) for person in people]
    Subscription.objects.bulk_create(rows, ignore_conflicts=True)


def forget(person: Any, kind: str, key: Any) -> None:
    """No subscription to it any more: what holds is what is wider, or the default."""
    Subscription.objects.filter(user=person, **{f"{kind}_id": key}).delete()


def mute_by_key(person: Any, kind: str, key: str) -> None:
    """Mute what a link in a mail names; something that is gone needs no muting."""
    model = Subscription._meta.get_field(kind).related_model
    try:
        if model._default_manager.filter(pk=key).exists():  # type: ignore[union-attr]
            choose(person, kind, key, Level.MUTED)
    except (ValueError, ValidationError, OverflowError):
        return  # no key of such a thing


def own(person: Any, kind: str, key: Any) -> Subscription | None:
    """The person's subscription to just this thing. One query."""
    return Subscription.objects.filter(user=person, **{f"{kind}_id": key}).first()


def telling_of(item: Item, *, change: bool) -> dict[int, str]:
    """Who is told that the item was published (or, with `change`, that it changed), and by which subscription.

    {person's id: "topic:water"}. Two queries; who is the item's author or may not see it is for the caller.
    """
    best: dict[int, tuple[tuple[int, int, int], str]] = {}
    now = timezone.now()
    columns = ("user_id", "level", "muted_until", "source", *(f"{name}_id" for name in TARGETS))
    for user, level, muted_until, source, *keys in Subscription.objects.about(item).values_list(*columns):
        kind, key = next((name, key) for name, key in zip(TARGETS, keys, strict=True) if key is not None)
        holds = Level.MUTED if muted_until and muted_until > now else Level(level)
        rank = (source == Source.MANUAL, _SPECIFIC[kind], _LEVELS.index(holds))
        if user not in best or rank > best[user][0]:
            best[user] = (rank, f"{kind}:{key}")
    enough = {_LEVELS.index(Level.ALL)} if change else {_LEVELS.index(Level.ALL), _LEVELS.index(Level.NEW)}
    return {user: via for user, (rank, via) in best.items() if rank[2] in enough}
