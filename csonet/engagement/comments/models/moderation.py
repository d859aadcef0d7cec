"""What people report, what moderators do, and the words that the Branch wants looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from csonet.abstract import AppendOnly, Timestamped
from csonet.content.models import Item
from csonet.engagement.comments.models.posts import Comment


class Category(models.TextChoices):
    """What is wrong with a post, in the reporter's eyes."""

    SPAM = "spam", _("Advertising or spam")
    OFF_TOPIC = "off-topic", _("It has nothing to do with the topic")
    ABUSE = "abuse", _("It insults or threatens somebody")
    HATE = "hate", _("It incites to hatred or violence")
    PERSONAL = "personal", _("It tells personal data of somebody")
    FALSE = "false", _("It says what is not true")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a report", "Open")
    UPHELD = "upheld", pgettext_lazy("state of a report", "Action was taken")
    DECLINED = "declined", pgettext_lazy("state of a report", "No breach was found")


class Report(Timestamped):
    """Somebody says that a post breaks the rules. One each; nobody but those who decide learns who it was."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("post"))
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who"))
    category = models.CharField(_("what is wrong"), max_length=10, choices=Category.choices)
    text = models.TextField(_("in your own words"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ReportState.choices, default=ReportState.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created", "pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="report_once")]
        indexes = [models.Index(fields=["state", "created"], name="report_queue")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.category}"


class ModerationStep(AppendOnly):
    """What a moderator did: with a post, a topic or a person; why; what was before and is since; what it takes back."""

    #: The group or the topic in which it happened.
    item = models.ForeignKey(Item, models.PROTECT, related_name="moderation_steps", verbose_name=_("where"))
    comment = models.ForeignKey(
        Comment, models.SET_NULL, null=True, related_name="moderation_steps", verbose_name=_("post")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("about whom")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("what"), max_length=12)
    reason = models.TextField(_("why"), blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    created = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["item", "-created"], name="moderation_of_item")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.action}"


class WatchedWord(Timestamped):
    """A word that the Branch wants looked at: posts that hold it wait for the moderators."""

    word = models.CharField(_("word"), max_length=60, unique=True, help_text=_("Whole words, in any case of letters."))

    class Meta:
        verbose_name = _("watched word")
        verbose_name_plural = _("watched words")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
