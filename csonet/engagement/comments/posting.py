"""Writing posts: each gets its number from the thread's row, so that none is lost and none is numbered twice.

A held post has no number. It gets the next one when it is shown.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.files import storing
from csonet.content.models import Attachment, Item
from csonet.engagement.comments import indexing, text
from csonet.engagement.comments.models import LONGEST, Comment, CommentFile, CommentVersion, PostState, Thread
from csonet.workflow import NotAllowed, WrongState

#: As long as this the author may mend a post without a trace; later it is marked as edited.
MENDING = timedelta(minutes=5)
#: As long as this an author may edit a post.
EDITING = timedelta(minutes=30)
MOST_FILES = 3


class Locked(WrongState):
    """The thread takes no posts."""


@dataclass(frozen=True)
class Draft:
    """What somebody sends: the words, and what they answer."""

    body: str
    language: str = ""
    reply_to: Comment | None = None
    quote: str = ""
    part: int | None = None
    key: uuid.UUID | None = None
    mail_id: str | None = None
    #: For whom the author speaks.
    organization: int | None = None


def checked(body: str) -> str:
    """The text as it is kept. Raises ValidationError for one that is empty after cleaning, or too long."""
    if len(body) > LONGEST * 2:
        raise ValidationError(_("A post has at most %(limit)d characters.") % {"limit": LONGEST}, "too_long")
    clean = text.cleaned(body)
    if text.is_empty(clean):
        raise ValidationError(_("Write something first."), "empty")
    if len(clean) > LONGEST:
        raise ValidationError(_("A post has at most %(limit)d characters.") % {"limit": LONGEST}, "too_long")
    return clean


def thread_of(item: Item) -> Thread:
    """The item's thread; made when it is asked for the first time."""
    thread, _made = Thread.objects.get_or_create(item_id=item.pk)
    return thread


def sent_before(author: Any, key: uuid.UUID | None, mail_id: str | None = None) -> Comment | None:
    """The post that the same form, or the same mail, made already."""
    if mail_id:
        return Comment.objects.filter(mail_id=mail_id).first()
    return Comment.objects.filter(key=key, author=author).first() if key else None


def write(item: Item, author: Any, draft: Draft, *, held_because: str = "") -> tuple[Comment, bool]:
    """A new post, shown at once or held: (post, True), or (the one that the same form made before, False).

    Raises ValidationError for a text that can't be posted, Locked for a thread that takes no posts, WrongState for an
    answer to a post that is not shown.
    """
    body = checked(draft.body)
    before = sent_before(author, draft.key, draft.mail_id)
    if before is not None:
        return before, False
    try:
        with transaction.atomic():
            return _write(item, author, draft, body, held_because), True
    except IntegrityError:
        before = sent_before(author, draft.key, draft.mail_id)
        if before is None:
            raise
        return before, False


def _write(item: Item, author: Any, draft: Draft, body: str, held_because: str) -> Comment:
    comment = Comment(
        item_id=item.pk,
        author=author,
        body=body,
        organization_id=draft.organization,
        language=draft.language or text.guessed_language(body, item.language),
        part=draft.part,
        mail_id=draft.mail_id,
        key=draft.key or uuid.uuid4(),
    )
    thread_of(item)
    if held_because:
        if Thread.objects.filter(pk=item.pk, is_locked=True).exists():
            raise Locked(_("This topic is locked: it takes no more posts."))
        comment.state, comment.held_because = PostState.HELD, held_because
    else:
        number_next(comment)
    comment.reply_to, comment.quote = _answered(item, draft)
    comment.save()
    indexing.follow(comment)
    return comment


def _answered(item: Item, draft: Draft) -> tuple[Comment | None, str]:
    """The post that is answered, as it stands now, and what of it is quoted: only words that it says."""
    if draft.reply_to is None:
        return None, ""
    target = Comment.objects.filter(pk=draft.reply_to.pk, item_id=item.pk).first()
    if target is None or not target.is_shown or target.line:
        raise WrongState(_("The post that you answer is not shown any more. Your text is kept: send it without."))
    quote = text.cleaned(draft.quote)[:2000]
    said = " ".join(target.body.split())
    return target, quote if quote and " ".join(quote.rstrip("…").split()) in said else ""


def number_next(comment: Comment, *, line: bool = False) -> None:
    """Give the post the thread's next number and show it; the thread's row stays locked until the transaction ends.

    Raises Locked for a post in a locked thread; lines of moderators are written all the same.
    """
    now = timezone.now()
    threads = Thread.objects.filter(pk=comment.item_id)
    if not line:
        threads = threads.filter(is_locked=False)
    counted: dict[str, Any] = {"numbered": F("numbered") + 1}
    if not line:
        counted |= {"shown": F("shown") + 1, "last_at": now, "last_author": comment.author_id}
    if not threads.update(**counted):
        raise Locked(_("This topic is locked: it takes no more posts."))
    comment.number = Thread.objects.values_list("numbered", flat=True).get(pk=comment.item_id)
    comment.state, comment.shown_at, comment.held_because = PostState.SHOWN, now, ""


def write_line(item: Item, actor: Any, line: str, reason: str, **told: Any) -> Comment:
    """A line of the moderators in the thread. told: plain values for its words."""
    thread_of(item)
    comment = Comment(item_id=item.pk, author=actor, body=reason, line=line, told=told, language="")
    number_next(comment, line=True)
    comment.save()
    return comment


def attach(comment: Comment, uploads: list[Any], user: Any) -> list[ValidationError]:
    """Keep the files that came with a post; what was wrong with those that could not be kept."""
    wrong = []
    for upload in uploads[:MOST_FILES]:
        try:
            with transaction.atomic():
                kept = storing.attach(comment.item, upload, user, counted=False, is_shown=comment.is_shown)
                CommentFile.objects.create(comment=comment, attachment=kept)
        except ValidationError as problem:
            wrong.append(problem)
    if len(uploads) > MOST_FILES:
        wrong.append(ValidationError(_("A post carries at most %(count)d files.") % {"count": MOST_FILES}))
    return wrong


def can_edit(comment: Comment, user: Any) -> bool:
    """Its author may, for half an hour after it was written; a held one as long as it waits."""
    if comment.author_id != user.pk or comment.line or comment.state not in (PostState.SHOWN, PostState.HELD):
        return False
    return comment.state == PostState.HELD or timezone.now() - comment.created <= EDITING


def can_delete(comment: Comment, user: Any) -> bool:
    """Its author may, at any time."""
    return comment.author_id == user.pk and not comment.line and comment.state in (PostState.SHOWN, PostState.HELD)


def edit(comment: Comment, user: Any, body: str, language: str = "") -> bool:
    """Change the words of one's own post; the earlier ones are kept for the moderators. Did anything change?

    Raises ValidationError, or NotAllowed when it is too late. After MENDING the post is marked as edited.
    """
    clean = checked(body)
    with transaction.atomic():
        row = Comment.objects.select_for_update().get(pk=comment.pk)
        if not can_edit(row, user):
            raise NotAllowed(_("A post can be edited for half an hour after it was written."))
        changed = row.body != clean
        if changed:
            CommentVersion.objects.create(comment=row, body=row.body, editor=user)
            if timezone.now() - row.created > MENDING and row.state == PostState.SHOWN:
                row.edited_at = timezone.now()
            row.body = clean
        row.language = language or row.language
        row.save(update_fields=["body", "language", "edited_at", "updated"])
        indexing.follow(row)
    comment.refresh_from_db()
    return changed


def delete(comment: Comment, user: Any) -> None:
    """Take one's own post back: its words go, a line stays where it was. Raises NotAllowed."""
    with transaction.atomic():
        row = Comment.objects.select_for_update().get(pk=comment.pk)
        if not can_delete(row, user):
            raise NotAllowed(_("Only who wrote a post can delete it."))
        if row.state == PostState.SHOWN:
            count_shown(row.item_id, -1)
        row.state, row.body, row.quote = PostState.DELETED, "", ""
        row.save(update_fields=["state", "body", "quote", "updated"])
        for kept in list(row.files.select_related("attachment")):
            storing.detach(kept.attachment)
        indexing.follow(row)
    comment.refresh_from_db()


def count_shown(item_id: int, change: int) -> None:
    """A post was hidden, deleted or shown again."""
    Thread.objects.filter(pk=item_id).update(shown=F("shown") + change)


def show_files(comment: Comment, is_shown: bool) -> None:
    """The files of a post are seen while the post is."""
    Attachment.objects.filter(comment_file__comment=comment).update(is_shown=is_shown)
