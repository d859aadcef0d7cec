"""Reading posts: a page found by its numbers, who sees a post in which state, and how far somebody has read."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from csonet.engagement.comments.models import PAGE, Comment, PostState, ReadMark, Thread

#: What a page prints of a post.
_COLUMNS = (
    *("item_id", "number", "body", "language", "quote", "part", "line", "told", "state", "held_because", "key"),
    *("created", "shown_at", "edited_at", "author_id", "organization_id", "reply_to_id"),
    *("author__name", "author__username", "organization__name", "organization__slug", "organization__acronym"),
    *("organization__is_un_entity", "organization__is_demo"),
    *("reply_to__number", "reply_to__state", "reply_to__author__name", "reply_to__author__username"),
    *("reply_to__language", "reply_to__item_id"),
)
#: Numbered posts that leave a line where they stood.
_TRACES = (PostState.SHOWN, PostState.HIDDEN, PostState.DELETED)


def with_writers(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With what a page prints: one query, and one for the files of the page's posts."""
    related = comments.select_related("author", "organization", "reply_to__author").only(*_COLUMNS)
    return related.prefetch_related("files__attachment")


def page_of(item: Any, number: int) -> list[Comment]:
    """The posts of a page of the thread, found by their numbers: the last page costs what the first does."""
    first = (number - 1) * PAGE + 1
    numbered = Comment.objects.filter(item_id=item.pk, number__range=(first, first + PAGE - 1))
    return list(with_writers(numbered).order_by("number"))


def waiting_of(item: Any, person: Any) -> list[Comment]:
    """The person's own posts that wait for the moderators; nobody else sees them here."""
    held = Comment.objects.filter(item_id=item.pk, author=person, state=PostState.HELD)
    return list(with_writers(held).order_by("pk"))


def seen_in(item: Any, person: Any, moderates: bool) -> QuerySet[Comment]:
    """The posts of an item whose words this person may read; that they may see the item was asked before."""
    rows = Comment.objects.filter(item_id=item.pk)
    if moderates:
        return rows
    seen = Q(state=PostState.SHOWN)
    if person.is_authenticated:
        seen |= Q(author=person, state__in=[PostState.HELD, PostState.HIDDEN, PostState.REFUSED])
    return rows.filter(seen)


def answers_by_part(item: Any) -> dict[int, int]:
    """{part of the item: how many shown posts answer it}. One query."""
    rows = Comment.objects.filter(item_id=item.pk, part__isnull=False, state=PostState.SHOWN).order_by()
    counted = rows.values("part").annotate(posts=Count("pk")).values_list("part", "posts")
    return {part: posts for part, posts in counted if part is not None}


def mark_read(person: Any, item: Any, number: int) -> None:
    """The person has read up to this number; a mark never goes back."""
    with transaction.atomic():
        mark, made = ReadMark.objects.get_or_create(user=person, item_id=item.pk, defaults={"number": number})
        if not made:
            ReadMark.objects.filter(pk=mark.pk, number__lt=number).update(number=number)


def first_unread(item: Any, person: Any, since: Any) -> Comment | None:
    """The first shown post that the person has not read: after their mark, and after `since`, not their own."""
    mark = ReadMark.objects.filter(user=person, item_id=item.pk).values_list("number", flat=True).first()
    posts = Comment.objects.filter(item_id=item.pk, state=PostState.SHOWN, line="").exclude(author=person)
    posts = posts.filter(number__gt=mark) if mark is not None else posts.filter(shown_at__gt=since)
    return posts.order_by("number").first()


def numbered(item: Any) -> int:
    """The last number of the thread, 0 for an item without posts."""
    return Thread.objects.filter(pk=item.pk).values_list("numbered", flat=True).first() or 0
