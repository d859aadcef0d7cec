"""Posts that go from one thread to another: split off, merged, and put back as they were.

In the thread that they leave, the numbers stay as they are and a line takes the first one's place; in the other one
they get the next numbers. Where each came from is kept, so that all of it can be taken back.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from csonet.content.models import Attachment, Item
from csonet.engagement.comments import indexing, posting
from csonet.engagement.comments.models import Comment, PostState, Thread
from csonet.engagement.models import Subscription
from csonet.workflow import WrongState

#: Written in slices: SQLite takes so many values in one statement.
SLICE = 500


def carry_over(source: Item, target: Item, keys: list[int] | None = None) -> list[tuple[int, int | None]]:
    """Move posts (all, or those with the keys) behind the target's last one; (key, number before) of each.

    Raises WrongState if there is nothing to move.
    """
    with transaction.atomic():
        _lock(source, target)
        posts = Comment.objects.filter(item_id=source.pk)
        if keys is not None:
            posts = posts.filter(pk__in=keys, line="")
        rows = list(posts.order_by(F("number").asc(nulls_last=True), "pk"))
        if not rows:
            raise WrongState(_("These posts are not there any more."))
        last = Thread.objects.values_list("numbered", flat=True).get(pk=target.pk)
        before = [(row.pk, row.number) for row in rows]
        for row in rows:
            row.item_id = target.pk
            if row.number is not None:
                last += 1
                row.number = last
        Comment.objects.bulk_update(rows, ["item_id", "number"], batch_size=SLICE)
        Thread.objects.filter(pk=target.pk).update(numbered=last)
        _follow(rows, target)
        recount(source, target)
    return before


def put_back(source: Item, target: Item, before: list[tuple[int, int | None]]) -> None:
    """The posts that were carried from source to target return to their numbers. Raises WrongState if they can't."""
    with transaction.atomic():
        _lock(source, target)
        wanted = dict(before)
        rows = list(Comment.objects.filter(item_id=target.pk, pk__in=list(wanted)))
        taken = Comment.objects.filter(item_id=source.pk, number__in=[n for n in wanted.values() if n is not None])
        if len(rows) != len(wanted) or taken.exists():
            raise WrongState(_("These posts are not there any more."))
        for row in rows:
            row.item_id, row.number = source.pk, wanted[row.pk]
        Comment.objects.bulk_update(rows, ["item_id", "number"], batch_size=SLICE)
        _follow(rows, source)
        recount(source, target)


def recount(*items: Item) -> None:
    """The counters of threads as their posts are now; the last number never goes back."""
    for item in items:
        shown = Q(state=PostState.SHOWN, line="")
        found = Comment.objects.filter(item_id=item.pk).aggregate(
            shown=Count("pk", filter=shown), last=Max("shown_at", filter=shown), highest=Max("number")
        )
        thread = Thread.objects.get(pk=item.pk)
        writer = Comment.objects.filter(shown, item_id=item.pk).order_by("-number").values_list("author", flat=True)
        thread.shown, thread.last_at, thread.last_author_id = found["shown"], found["last"], writer.first()
        thread.numbered = max(thread.numbered, found["highest"] or 0)
        thread.save(update_fields=["shown", "last_at", "last_author", "numbered", "updated"])


def follow_along(source: Item, target: Item) -> None:
    """Whoever followed the one thread follows the other, unless they chose something for it already."""
    rows = Subscription.objects.filter(item=source)
    Subscription.objects.bulk_create(
        [Subscription(user_id=row.user_id, item=target, level=row.level, source=row.source) for row in rows],
        ignore_conflicts=True,
        batch_size=SLICE,
    )


def _lock(*items: Item) -> None:
    """The threads' rows, always in the same order."""
    for item in items:
        posting.thread_of(item)
    list(Thread.objects.select_for_update().filter(pk__in=[item.pk for item in items]).order_by("pk"))


def _follow(rows: list[Comment], item: Item) -> None:
    """Files and search documents go with their posts."""
    for start in range(0, len(rows), SLICE):
        part = rows[start : start + SLICE]
        keys = [row.pk for row in part]
        digests = Attachment.objects.filter(item_id=item.pk).values("sha256")
        moving = Attachment.objects.filter(comment_file__comment__in=keys)
        moving.exclude(sha256__in=digests).update(item_id=item.pk)
        for row in part:
            row.item = item
        indexing.follow_many(part)
