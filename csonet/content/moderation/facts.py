"""What an officer should know before deciding: who wrote it, for whom, and what was decided about them before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from csonet.content.models import Decision, Item
from csonet.content.states import PUBLICATION

#: Staff's decisions that say something about an organization's work.
TELLING = ("approve", "return", "refuse", "duplicate", "hide")
RECENT = 5


@dataclass(frozen=True)
class Facts:
    """About the organization: its standing, its published work, and the earlier decisions on it."""

    statuses: list[Any] = field(default_factory=list)
    published: int = 0
    by_this_author: int = 0
    counts: list[tuple[Any, int]] = field(default_factory=list)
    recent: list[Decision] = field(default_factory=list)


def facts_about(item: Item, user: Any) -> Facts:
    """Four queries, whatever there is. Only what this officer may see is counted."""
    others = Item.objects.visible_to(user).filter(organization=item.organization_id).exclude(pk=item.pk)
    states = list(others.values_list("status", "author_id"))
    decisions = Decision.objects.filter(item__organization=item.organization_id, action__in=TELLING, reversed_by=None)
    decisions = decisions.exclude(item__audience="circle")
    counted = Counter(decisions.order_by().values_list("action", flat=True))
    return Facts(
        statuses=list(item.organization.statuses.filter(is_current=True)),
        published=sum(status == "published" for status, _author in states),
        by_this_author=sum(status == "published" and author == item.author_id for status, author in states),
        counts=[(PUBLICATION.transition(action).label, counted[action]) for action in TELLING if counted[action]],
        recent=list(decisions.select_related("item", "reason").exclude(item=item.pk)[:RECENT]),
    )
