"""Posts can be found by searching while they are shown, by those who may see their item."""

from __future__ import annotations

from collections.abc import Iterable

from csonet.content.search import indexing
from csonet.content.search.documents import PartText
from csonet.engagement.comments.models import Comment, PostState

KIND = "post"
SLICE = 500


def follow(comment: Comment) -> None:
    """Refresh the document of a post, or take it out. Call it in the transaction of the change."""
    if comment.state == PostState.SHOWN and not comment.line:
        indexing.store_parts([_part(comment)])
    else:
        indexing.remove_parts([comment.pk])


def follow_many(comments: Iterable[Comment]) -> None:
    """Refresh many; they carry their item."""
    comments = list(comments)
    shown = [one for one in comments if one.state == PostState.SHOWN and not one.line]
    indexing.remove_parts([one.pk for one in comments])
    indexing.store_parts([_part(one) for one in shown])


def rebuild() -> int:
    """Make the documents of all posts anew; how many."""
    shown = Comment.objects.filter(state=PostState.SHOWN, line="", item__status__in=indexing.FINDABLE)
    keys = list(shown.order_by("pk").values_list("pk", flat=True))
    done = 0
    for some in indexing.in_slices(keys, SLICE):
        rows = Comment.objects.filter(pk__in=some).select_related("item").order_by("pk")
        done += indexing.store_parts([_part(comment) for comment in rows])
    return done


def _part(comment: Comment) -> PartText:
    return PartText(
        key=comment.pk,
        item=comment.item,
        kind=KIND,
        language=comment.language or comment.item.language,
        text=comment.body,
        day=(comment.shown_at or comment.created).date().toordinal() if comment.created else 0,
    )
