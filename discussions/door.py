"""The door of a group: how people of something else, a course's cohort, come in and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csonet.content.models import Item
from csonet.content.models.circle import circles_of
from csonet.engagement.doors import Door
from csonet.workflow import WorkflowError
from discussions import membership
from discussions.models import Group


def opened_by(user: Any) -> Any:
    """The published groups that this person moderates."""
    moderated = [circle for circle, moderates in circles_of(user).items() if moderates]
    groups = Group.objects.filter(people__in=moderated, status="published")
    return Item.objects.filter(pk__in=groups.values("pk")).order_by("title")


def let_in(item: Item, person: Any, holds: Callable[[Any], bool]) -> bool:
    """As if a moderator had invited and the person come: nobody who is banned, or may not know of the group.

    Where no moderator of the group stands behind it any more, a closed group is asked, as anybody asks.
    """
    group = Group.objects.filter(pk=item.pk, status="published").first()
    if group is None or group.people_id is None or membership.is_in(group, person):
        return False
    known = membership.participation(group, person)
    if (known and known.is_banned) or not Item.objects.filter(pk=group.pk).visible_to(person).exists():
        return False
    if not any(holds(moderator) for moderator in membership.moderators_of(group)):
        if not membership.may_join(group, person):
            return False
        if group.is_closed:
            membership.ask(group, person, "")
            return False
    membership.enter(group, person)
    return True


def let_out(item: Item, person: Any) -> None:
    """Out again; an owner stays."""
    group = Group.objects.filter(pk=item.pk).first()
    if group is None or group.people_id is None:
        return
    try:
        membership.leave(group, person)
    except WorkflowError:
        return  # who owns it by now stays


DOOR = Door(opened_by, let_in, let_out)
