"""What is new for a person: by group for the dashboard, by topic for a group's page. Marks are kept by the server.

New is what was shown after the person's mark in the topic, or, where they never opened it, after they joined the
group or marked all of it as read; never what they wrote themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, FilteredRelation, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from csonet.content.models import Item
from csonet.content.models.circle import circles_of
from csonet.engagement.comments.models import Comment, PostState, ReadMark
from csonet.prepared import prepared
from discussions.models import Group, Participation

#: Groups that the dashboard shows.
SHOWN = 60
#: So far after a person's mark in a topic new posts are counted one by one.
EXACT = 200


@dataclass(frozen=True)
class News:
    """How much is new in a group, and since when."""

    group: Group
    new: int
    since: datetime | None


def _fresh(person: Any, **narrowed: Any) -> QuerySet[Any]:
    """The shown posts that are new for the person, with the topic's item."""
    rows = Comment.objects.filter(state=PostState.SHOWN, line="", item__status="published", **narrowed)
    rows = rows.exclude(author=person).annotate(
        mark=FilteredRelation("item__read_marks", condition=Q(item__read_marks__user=person)),
        known=FilteredRelation(
            "item__topic__home__participations", condition=Q(item__topic__home__participations__user=person)
        ),
    )
    return rows.filter(
        Q(mark__number__lt=F("number")) | Q(mark__number=None, shown_at__gt=F("known__read_until"))
    ).order_by()


def by_group(person: Any) -> list[News]:
    """The person's groups with what is new in each, the most first. Two queries, however many groups."""
    circles = list(circles_of(person))
    if not circles:
        return []
    # By the circles that are known already: from the side of all items this is a walk through everything published.
    mine = Group.objects.filter(people__in=circles).published().visible_to(person)
    columns = ("kind", "title", "slug", "language", "access", "responses")
    groups = {group.pk: group for group in mine.only(*columns).order_by("title")}
    news = {row["item__topic__home"]: row for row in _counted(person.pk)}
    found = [
        News(group, news[pk]["new"] if pk in news else 0, news[pk]["since"] if pk in news else None)
        for pk, group in groups.items()
    ]
    return sorted(found, key=lambda one: -one.new)


@prepared
def _counted(person: int) -> QuerySet[Any, Any]:
    fresh = _fresh(
        person,
        item__circle__memberships__user=person,
        item__thread__last_at__gt=F("item__topic__home__participations__read_until"),
        item__topic__home__participations__user=person,
    )
    return fresh.values("item__topic__home").annotate(new=Count("pk"), since=Min("shown_at"))


def by_topic(person: Any, topics: list[Any]) -> dict[int, int]:
    """{topic: how many posts are new} for the topics of a page. One query."""
    fresh = _fresh(person, item__in=[topic.pk for topic in topics])
    return dict(fresh.values("item").annotate(new=Count("pk")).values_list("item", "new"))


def next_of(person: Any, mark: Any) -> QuerySet[Any]:
    """How many of the EXACT posts after a mark are new, for a subquery on topics; farther ones count by their numbers.

    A topic with ten thousand new posts is not read through to say so.
    """
    near = Comment.objects.filter(item=OuterRef("pk"), number__gt=mark, number__lte=mark + EXACT)
    fresh = near.filter(state=PostState.SHOWN, line="").exclude(author=person).order_by()
    return fresh.values("item").annotate(new=Count("pk")).values("new")


def mark_all_read(group: Group, person: Any) -> None:
    """Everything that is shown in the group now counts as read."""
    known, _made = Participation.objects.get_or_create(group=group, user=person)
    Participation.objects.filter(pk=known.pk).update(read_until=timezone.now())
    # A mark says how far a topic was read; without it the group's own time holds, which is later.
    ReadMark.objects.filter(user=person, item__in=Item.objects.filter(topic__home=group)).delete()


def mark(person: Any, item: Any, number: int) -> None:
    """The page up to this number was read; called only for a number beyond the mark that stands. One query."""
    row = ReadMark(user=person, item_id=item.pk, number=number)
    ReadMark.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["number", "updated"], unique_fields=["user", "item"]
    )
