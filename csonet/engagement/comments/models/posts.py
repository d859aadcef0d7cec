"""Posts under an item, numbered without gaps by the item's thread; who read how far."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from csonet.abstract import AppendOnly, Timestamped
from csonet.content.models import Attachment, Item

#: Posts on a page.
PAGE = 20
LONGEST = 20_000


class PostState(models.TextChoices):
    """Held posts have no number yet: nobody learns from a gap that something waits."""

    SHOWN = "shown", pgettext_lazy("state of a post", "Shown")
    HELD = "held", pgettext_lazy("state of a post", "Waiting for the moderators")
    REFUSED = "refused", pgettext_lazy("state of a post", "Not accepted")
    HIDDEN = "hidden", pgettext_lazy("state of a post", "Hidden by the moderators")
    DELETED = "deleted", pgettext_lazy("state of a post", "Deleted by its author")


class Held(models.TextChoices):
    """Why a post waits."""

    BEFORE = "before", _("In this group every post is looked at before it appears.")
    NEWCOMER = "newcomer", _("The first posts of a new member are looked at before they appear.")
    PERSON = "person", _("The posts of this member are looked at before they appear.")
    LINKS = "links", _("It has many links.")
    HASTE = "haste", _("Many posts were sent within a minute.")
    WORDS = "words", _("It has words that the moderators look at.")
    REPORTS = "reports", _("Several people reported it.")
    MAIL = "mail", _("It came by mail, and nothing was left after quotes and signature were cut.")
    SENDER = "sender", _("It came by mail from an address that is not the member's own.")


class Thread(Timestamped):
    """The counters of an item's posts; its row is locked while a post gets its number."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="thread", verbose_name=_("item"))
    #: The last number given; pages are found by it.
    numbered = models.PositiveIntegerField(default=0)
    #: Posts that readers see, without the lines of moderators.
    shown = models.PositiveIntegerField(_("posts"), default=0)
    last_at = models.DateTimeField(_("last post"), null=True)
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = [models.Index(fields=["-last_at"], name="thread_latest")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.numbered}"

    @property
    def pages(self) -> int:
        return max(1, -(-self.numbered // PAGE))


class Comment(Timestamped):
    """One post: plain text, in its writer's language, with what it answers."""

    #: The form's own, so that a form sent twice makes one post.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="comments", verbose_name=_("item"))
    #: Its place in the thread, from 1; None until it is shown for the first time.
    number = models.PositiveIntegerField(_("number"), null=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments", verbose_name=_("author")
    )
    #: For whom the author spoke then.
    organization = models.ForeignKey(
        "accounts.Organization", models.SET_NULL, null=True, related_name="+", verbose_name=_("organization")
    )
    body = models.TextField(_("text"), max_length=LONGEST)
    language = models.CharField(_("language of the text"), max_length=10, choices=settings.LANGUAGES, blank=True)
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replies")
    #: Words of `reply_to` that are quoted; shown as long as that post is.
    quote = models.TextField(blank=True, max_length=2000)
    #: The part of the item that it answers (a question of a consultation), by number.
    part = models.PositiveSmallIntegerField(null=True)
    #: A line of the moderators in the thread ("moved", "locked"): the act; empty for a post.
    line = models.CharField(max_length=12, blank=True)
    #: What the line tells of, as plain values.
    told = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PostState.choices, default=PostState.SHOWN)
    held_because = models.CharField(_("held because"), max_length=10, choices=Held.choices, blank=True)
    shown_at = models.DateTimeField(_("shown since"), null=True)
    edited_at = models.DateTimeField(_("edited"), null=True)
    #: Message-ID of the mail that it came by: the same mail twice is one post.
    mail_id = models.CharField(max_length=255, null=True, unique=True)  # noqa: DJ001  # unique, and empty for most

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["item", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="comment_number_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | ~Q(state="shown"), name="comment_shown_has_a_number"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "created"], name="comment_queue"),
            models.Index(fields=["author", "created"], name="comment_of_author"),
            models.Index(fields=["item", "part", "number"], name="comment_of_part"),
        ]

    def __str__(self) -> str:
        return f"#{self.number or '…'} {self.body[:60]}"

    @property
    def page(self) -> int:
        """The page of the thread on which it stands; the last one cannot be told for a post without a number."""
        return -(-(self.number or 1) // PAGE)

    @property
    def is_shown(self) -> bool:
        return self.state == PostState.SHOWN


class CommentVersion(AppendOnly):
    """What a post said before it was edited."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    body = models.TextField(_("text"))
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(_("replaced on"), auto_now_add=True)

    class Meta:
        verbose_name = _("earlier text of a post")
        verbose_name_plural = _("earlier texts of posts")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.created}"


class CommentFile(models.Model):
    """A file that came with a post. It belongs to the post's item and is seen while the post is."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="comment_file")

    class Meta:
        verbose_name = _("file of a post")
        verbose_name_plural = _("files of posts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)


class ReadMark(Timestamped):
    """How far a person has read an item's posts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    item = models.ForeignKey(Item, models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.item_id} #{self.number}"
