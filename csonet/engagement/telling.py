"""Followers are told what is newly published and what changes, in the transaction of the move: one batch of rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from csonet.content.models import Decision, Item
from csonet.engagement.following import telling_of
from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.rhythms import MANY

#: Transitions by which something appears for the first time.
APPEARS = frozenset({"approve", "release"})
NEW_KINDS = ("followed_new", "group_new")


def add_kinds() -> None:
    """The kinds of notices that followers get."""
    kinds.add("themes", _("who follows its organization, topic, goal or country"), "followed_new", in_portal=False)
    kinds.add("groups", _("members of the group"), "group_new")
    kinds.add("followed", _("who follows it, or everything of its organization, topic, goal or country"), "changed")


def moved(sender: Any, item: Item, decision: Decision, **_kwargs: Any) -> None:
    """Listens to content.signals.moved."""
    if decision.action not in APPEARS or item.status != "published":
        return
    tell(item, decision, change=decision.revision_id is not None)


def tell(item: Item, decision: Decision, *, change: bool) -> int:
    """Tell the followers of an item that appeared or changed; how many. Nobody is told twice that it appeared."""
    telling = telling_of(item, change=change)
    for person in (item.author_id, decision.actor_id, getattr(decision.revision, "submitted_by_id", None)):
        telling.pop(person, None)  # type: ignore[arg-type]
    if not telling:
        return 0
    people = _able_to_see(item, telling, again=change)
    if change:
        return _notify(people, "changed", item, decision, telling)
    of_group = [person for person in people if telling[person.pk].startswith("circle:")]
    others = [person for person in people if not telling[person.pk].startswith("circle:")]
    told = _notify(of_group, "group_new", item, decision, telling) if of_group else 0
    return told + (_notify(others, "followed_new", item, decision, telling) if others else 0)


def _notify(people: list[Any], kind: str, item: Item, decision: Decision, telling: dict[int, str]) -> int:
    via = {person.pk: telling[person.pk] for person in people}
    return len(notify(people, kind, item=item, decision=decision, grace=True, via=via))


def _able_to_see(item: Item, ids: Iterable[int], *, again: bool) -> list[Any]:
    """The active ones among them that the item's audience can hold; each one's sight is asked again when it is told.

    again: also those who were told before that it appeared.
    """
    wanted, people = list(ids), cast(list[Any], [])
    for start in range(0, len(wanted), MANY):
        rows = get_user_model().objects.filter(pk__in=wanted[start : start + MANY], is_active=True)
        rows = _of_audience(item, rows)
        if not again:
            rows = rows.exclude(pk__in=item.notices.filter(kind__in=NEW_KINDS).values("recipient"))
        people += rows.values_list("pk", "email", "language", "time_zone", "is_active", named=True)
    return people


def _of_audience(item: Item, people: QuerySet[Any]) -> QuerySet[Any]:
    if item.circle_id:
        return people.filter(circle_memberships__circle=item.circle_id)
    if item.audience == "members":
        member = Q(memberships__organization__verification="verified") | Q(is_staff=True)
        return people.filter(member).distinct()
    return people
