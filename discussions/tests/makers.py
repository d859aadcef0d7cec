"""Groups and topics for tests."""

from __future__ import annotations

import uuid
from typing import Any

from csonet.content.models import Item
from csonet.engagement.comments.posting import Draft
from csonet.testing.makers import make_item
from discussions import membership, opening, posting
from discussions.forms import audience_of
from discussions.models import Group, Participation, Topic


def make_group(*, access: str = "public", moderation: str = "after", members: Any = (), **kwargs: Any) -> Group:
    """A published group; its author owns and moderates it."""
    kwargs.setdefault("audience", audience_of(access))
    kwargs.setdefault("title", "Water in dry lands")
    group = make_item(
        Group, access=access, moderation=moderation, purpose="<p>We share what holds water.</p>", **kwargs
    )
    membership.found(group)
    for person in members:
        membership.enter(group, person)
    return Group.objects.select_related("organization").get(pk=group.pk)


def fresh(person: Any) -> Any:
    """The person as the next request finds them."""
    for name in ("_circles", "standing"):
        person.__dict__.pop(name, None)
    return person


def open_topic(
    group: Group, author: Any, title: str = "Which tanks last?", body: str = "Ours crack.", **kw: Any
) -> Topic:
    """A topic with its first post."""
    draft = Draft(body, language=kw.pop("language", "en"), key=uuid.uuid4())
    topic, _first, _wrong = opening.open_topic(group, fresh(author), title, draft, **kw)
    return Topic.objects.select_related("home").get(pk=topic.pk)


def write(topic: Topic, author: Any, body: str, **kwargs: Any) -> Any:
    """A post in the topic."""
    return posting.post(topic, fresh(author), Draft(body, key=uuid.uuid4(), **kwargs))[0]


def trusted(group: Group, *people: Any) -> None:
    """They have posted enough not to be newcomers."""
    for person in people:
        Participation.objects.update_or_create(group=group, user=person, defaults={"posts": 10})


def item_of(topic: Topic) -> Item:
    return Item.objects.get(pk=topic.pk)
