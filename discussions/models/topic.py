"""Topics: what is discussed in a group; some are consultations with a beginning, an end and a result."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from csonet.abstract import Timestamped
from csonet.content.models import Item
from discussions.models.group import Group


class WhoPosts(models.TextChoices):
    """Who may answer a consultation."""

    ALL = "all", _("All members of the group")
    STATUS = "status", _("Members whose organization is in consultative status")


class Topic(Item):
    """A subject in a group. Its address holds the group's, so that it is one word in the table of items too."""

    KIND = "topic"
    PART_OF = "group"
    SCHEMA_TYPE = "DiscussionForumPosting"
    SEARCHED = ("closing_summary",)

    #: Its group. (Item has a "group" already: itself, where it is one.)
    home = models.ForeignKey(Group, models.PROTECT, related_name="group_topics", verbose_name=_("group"))
    pinned_at = models.DateTimeField(_("pinned"), null=True, editable=False)
    is_consultation = models.BooleanField(_("consultation"), default=False)
    opens_at = models.DateTimeField(_("opens"), null=True)
    closes_at = models.DateTimeField(_("closes"), null=True)
    who_posts = models.CharField(_("who may answer"), max_length=8, choices=WhoPosts.choices, default=WhoPosts.ALL)
    closing_summary = models.TextField(_("closing summary"), blank=True, max_length=20_000)
    summarized_at = models.DateTimeField(_("summary published"), null=True)
    thanked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_consultation=False) | Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                name="topic_consultation_has_times",
            )
        ]
        indexes = [models.Index(fields=["home", "-pinned_at"], name="topic_of_group")]

    @classmethod
    def say_responses(cls, count: int) -> str:
        """“12 posts”."""
        return ngettext("%(count)d post", "%(count)d posts", count) % {"count": count}

    @property
    def is_running(self) -> bool:
        """May it be answered now, as far as time goes?"""
        if not self.is_consultation:
            return True
        return bool(self.opens_at and self.closes_at and self.opens_at <= timezone.now() < self.closes_at)

    @property
    def is_over(self) -> bool:
        """Is it a consultation whose time has passed?"""
        return bool(self.is_consultation and self.closes_at and self.closes_at <= timezone.now())


class FormerAddress(Timestamped):
    """Where a topic stood before it was moved or merged: old links still lead to it."""

    slug = models.CharField(max_length=120, unique=True)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="former_addresses")
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("former address of a topic")
        verbose_name_plural = _("former addresses of topics")

    def __str__(self) -> str:
        return self.slug
