"""The one control for following, on every page: what holds now, and what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from csonet.engagement import following
from csonet.engagement.models import TARGETS, Level, Source, Subscription
from csonet.engagement.targets import FOLLOW, LEVELS, Target, seen_by

#: For how long something can be muted; afterwards it is as it was.
MUTES: dict[str, tuple[str | Promise, timedelta]] = {
    "mute-week": (_("Mute for a week"), timedelta(days=7)),
    "mute-month": (_("Mute for a month"), timedelta(days=30)),
}
FORGET = "forget"
_WORDS: dict[str, dict[Level, str | Promise]] = {
    "item": {
        Level.ALL: _("Tell me what changes"),
        Level.NORMAL: _("Tell me only what concerns me"),
        Level.MUTED: _("Tell me nothing"),
    },
    "circle": {
        Level.ALL: _("Tell me everything"),
        Level.NEW: _("Tell me of new topics"),
        Level.NORMAL: _("Tell me only what concerns me"),
        Level.MUTED: _("Tell me nothing"),
    },
    "search": {
        Level.NEW: _("Tell me what it newly finds"),
        Level.MUTED: _("Tell me nothing"),
    },
}
_WIDER: dict[Level, str | Promise] = {
    Level.ALL: _("Tell me what is new and what changes"),
    Level.NEW: _("Tell me what is new"),
    Level.MUTED: _("Tell me nothing"),
}


@dataclass(frozen=True)
class Choice:
    """One thing that the control offers; `value` is what the form sends."""

    value: str
    label: str | Promise
    is_current: bool


@dataclass(frozen=True)
class Control:
    """What the control shows for one thing and one person."""

    target: Target
    follows: bool
    muted: bool
    muted_until: datetime | None
    is_automatic: bool
    choices: list[Choice]
    has_subscription: bool

    @property
    def follow_value(self) -> str:
        return FOLLOW[self.target.kind].value


def control_of(target: Target, row: Subscription | None) -> Control:
    """The control for a thing, given the person's subscription to just that thing."""
    level = row.effective if row else None
    words = _WORDS.get(target.kind, _WIDER)
    choices = [Choice(one.value, words[one], one == level) for one in LEVELS[target.kind]]
    choices += [Choice(value, label, False) for value, (label, _span) in MUTES.items()]
    muted_until = row.muted_until if row and row.muted_until and row.muted_until > timezone.now() else None
    return Control(
        target=target,
        follows=level in (Level.ALL, Level.NEW),
        muted=level == Level.MUTED,
        muted_until=muted_until,
        is_automatic=bool(row and row.source != Source.MANUAL),
        choices=choices,
        has_subscription=row is not None,
    )


def act(person: Any, target: Target, value: str) -> bool:
    """Do what the control's form sent; False for what it doesn't offer."""
    if value == FORGET:
        following.forget(person, target.kind, target.key)
    elif value in MUTES:
        following.mute_until(person, target.kind, target.key, timezone.now() + MUTES[value][1])
    elif value in {level.value for level in LEVELS[target.kind]}:
        following.choose(person, target.kind, target.key, Level(value))
    else:
        return False
    return True


def controls_of(person: Any) -> list[Control]:
    """The controls of everything that the person has a subscription to and may know of, newest first.

    Three queries and one for items, organizations and circles each; nothing for each row.
    """
    rows = list(person.subscriptions.select_related(*TARGETS))
    seen = {kind: _seen_keys(kind, rows, person) for kind in ("item", "organization", "circle")}
    return [
        control_of(Target(row.target, getattr(row, row.target)), row)
        for row in rows
        if row.target not in seen or row.key in seen[row.target]
    ]


def _seen_keys(kind: str, rows: list[Subscription], person: Any) -> set[str]:
    keys = [row.key for row in rows if row.target == kind]
    if not keys:
        return set()
    return {str(pk) for pk in seen_by(kind, person).filter(pk__in=keys).values_list("pk", flat=True)}
