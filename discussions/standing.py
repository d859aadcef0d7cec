"""What follows when a group or a topic is approved, changed or hidden."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from csonet.content.models import Decision, Item
from csonet.content.search import indexing
from csonet.engagement.comments import indexing as posts
from csonet.engagement.comments.models import Comment
from discussions import membership, posting
from discussions.models import Group, Topic


def moved(sender: Any, item: Item, decision: Decision, **_kwargs: Any) -> None:
    """Listens to content.signals.moved."""
    if item.kind == Group.KIND:
        stands(Group.objects.get(pk=item.pk))
    elif item.kind == Topic.KIND:
        _follow_topic(item, decision)


def stands(group: Group) -> None:
    """A group that appears has its people; topics are read by whom the group is for.

    Also after it was narrowed, hidden (then by its people alone) and shown again.
    """
    if group.status == "published":
        membership.found(group)
    stray = Topic.objects.filter(home=group).exclude(audience=group.topic_audience)
    topics = Item.objects.filter(pk__in=list(stray.values_list("pk", flat=True)))
    if topics.update(audience=group.topic_audience, updated=timezone.now()):
        indexing.changed()  # an update sends no signal, and topics stand on no board


def _follow_topic(item: Item, decision: Decision) -> None:
    """Posts are found while their topic is; who began a topic that waited has posted one more."""
    own = Comment.objects.filter(item=item).select_related("item").order_by("pk")
    if item.status not in indexing.FINDABLE:
        return  # the topic's documents went with it, and those of its posts too
    if decision.from_status not in indexing.FINDABLE:
        posts.follow_many(own)
    if decision.action == "approve":
        topic = Topic.objects.select_related("home").get(pk=item.pk)
        posting.count_for(topic.home, topic.author)
