"""What the pages of groups share: finding a group or a topic for a person, haste, and the way back."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from csonet.engagement.comments import reading
from csonet.engagement.comments.models import Comment
from discussions import membership
from discussions.models import Group, Topic

RATES = {"post": "20/m/user", "report": "30/h/user", "invite": "60/h/user"}


def group_or_404(user: Any, slug: str) -> Group:
    """The group, if this person may know of it."""
    rows: Any = Group.objects.visible_to(user).select_related("organization")
    return get_object_or_404(rows, slug=slug)


def moderated_or_404(user: Any, slug: str) -> Group:
    """The group, if this person moderates it; else it is as if the page were not there."""
    group = group_or_404(user, slug)
    if not user.is_authenticated or not membership.moderates(group, user):
        raise Http404
    return group


def topics_seen(user: Any) -> Any:
    """The topics that this person may see, with their group and host."""
    return Topic.objects.visible_to(user).select_related("home", "organization", "thread")


def topic_or_404(user: Any, slug: str) -> Topic:
    """The topic, if this person may see it. Its group's page need not be open to them any more."""
    return get_object_or_404(topics_seen(user), slug=slug)


def post_or_404(user: Any, pk: int) -> tuple[Comment, Topic]:
    """A post whose words this person may read, and its topic."""
    item_id = Comment.objects.filter(pk=pk).values_list("item_id", flat=True).first()
    topic = get_object_or_404(topics_seen(user), pk=item_id)
    moderates = user.is_authenticated and (membership.moderates(topic.home, user) or sees_as_branch(topic, user))
    comment = get_object_or_404(reading.seen_in(topic, user, moderates).select_related("author", "organization"), pk=pk)
    comment.item = topic
    return comment, topic


def sees_as_branch(topic: Topic, user: Any) -> bool:
    """The Branch looks after what is not a closed group's own affair."""
    return bool(user.is_branch) and topic.audience != "circle"


def in_haste(request: HttpRequest, action: str) -> bool:
    """Did this person do it more often than people do?"""
    return not ratelimit.consume(request, app="csonet", action=action, config=RATES, user=request.user)


def onward(request: HttpRequest, otherwise: str) -> str:
    """Where the form says that the person came from, on this site alone."""
    path = request.POST.get("next", "").replace("\0", "")
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe else otherwise
