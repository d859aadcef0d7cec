"""Beginning a topic: its row in the spine, its first post, and its publication by the rules of the group."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from csonet.content import publication
from csonet.content.models import Item
from csonet.engagement import following, telling
from csonet.engagement.comments import posting as comments
from csonet.engagement.comments import text
from csonet.engagement.models import Comment, Level, Source
from csonet.workflow import NotAllowed, WrongState
from discussions import holding, posting, rules
from discussions.models import Group, Question, Topic

#: What stands under a group's address besides its topics.
RESERVED = frozenset(
    [
        "edit",
        "preview",
        "history",
        "move",
        "autosave",
        "discard",
        "delete",
        "link",
        "unlink",
        "feed",
        "new",
        "topics",
        "about",
        "resources",
        "members",
        "join",
        "ask",
        "leave",
        "moderation",
        "queue",
        "search",
        "export",
        "invite",
        "read-all",
        "requests",
        "resource",
        "take-up",
    ]
)
_LONGEST = 118


def address_in(group: Group, title: str) -> str:
    """An address that no other topic has: the group's and the title's."""
    base = slugify(title, allow_unicode=True)[:55].strip("-_") or "topic"
    room = _LONGEST - len(group.slug) - 8
    slug = f"{group.slug}/{base[:room]}"
    taken = base in RESERVED or base.isdigit() or Item.objects.filter(kind=Topic.KIND, slug=slug).exists()
    return f"{slug}-{uuid.uuid4().hex[:6]}" if taken else slug


def open_topic(
    group: Group,
    author: Any,
    title: str,
    draft: comments.Draft,
    *,
    files: tuple[Any, ...] = (),
    times: tuple[datetime, datetime] | None = None,
    who_posts: str = "all",
    questions: tuple[str, ...] = (),
) -> tuple[Topic, Comment, list[Any]]:
    """A topic with its first post: shown at once, or held as a whole by the group's rules; what was wrong with files.

    draft.key names the topic, so that a form sent twice makes one. times: a consultation's beginning and end.
    Raises NotAllowed, or ValidationError for a text that can't be posted.
    """
    if not rules.may_open(group, author):
        raise NotAllowed(_("Join the group to write."))
    body = comments.checked(draft.body)
    key = draft.key or uuid.uuid4()
    before = Topic.objects.filter(key=key, author=author).first()
    if before is not None:
        return before, before.comments.order_by("pk").first(), []
    held = holding.why_held(group, author, f"{title}\n{body}")
    with transaction.atomic():
        topic = _make(group, author, title, draft, key, times, who_posts)
        Question.objects.bulk_create(
            Question(topic=topic, number=number, text=words) for number, words in enumerate(questions, start=1)
        )
        first, _new = comments.write(topic, author, _of_topic(draft, rules.speaks_for(author)))
        decision = publication.move(topic, "open-for-review" if held else "open", actor=None)
        following.follow_automatically([author], "item", topic.pk, Level.ALL, Source.PARTICIPATED)
        if not held:
            posting.count_for(group, author)
            telling.tell(topic, decision, change=False)
            posting.tell_of(first, topic, group, but_followers=True)
        else:
            posting.tell_moderators(topic)
    return topic, first, comments.attach(first, list(files), author)


def _make(
    group: Group, author: Any, title: str, draft: comments.Draft, key: uuid.UUID, times: Any, who_posts: str
) -> Topic:
    for _attempt in range(3):
        topic = Topic(
            home=group,
            title=title,
            summary=" ".join(text.excerpt(draft.body, 300).split()),
            slug=address_in(group, title),
            key=key,
            language=draft.language or text.guessed_language(draft.body, group.language),
            author=author,
            organization_id=group.organization_id,
            circle_id=group.people_id,
            audience=group.topic_audience,
            is_consultation=times is not None,
            opens_at=times[0] if times else None,
            closes_at=times[1] if times else None,
            who_posts=who_posts,
        )
        try:
            with transaction.atomic():
                topic.save()
        except IntegrityError:
            continue
        return topic
    raise WrongState(_("This could not be saved just now. Please send it again."))


def _of_topic(draft: comments.Draft, speaks_for: int | None) -> comments.Draft:
    """The first post has a key of its own."""
    return comments.Draft(body=draft.body, language=draft.language, organization=speaks_for)
