"""News feeds that organizations bring in from their own sites, and what came of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.abstract import AppendOnly, Timestamped
from news.feeds.states import FEED
from news.feeds.words import say
from news.models.news_item import NewsItem


class Trust(models.TextChoices):
    HOLD = "hold", _("Each entry waits for the moderators")
    PUBLISH = "publish", _("Entries are published at once")


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, user: Any) -> FeedQuerySet:
        """Feeds that the person's own organizations have not given up; the Branch sees them all."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_branch else self.filter(organization__in=user.standing.editing).exclude(state="ended")

    def given_up(self, organization: Any, address: str) -> Feed | None:
        """The feed that was given up once and can be asked for again: what came by it must not come twice."""
        return self.filter(organization=organization, address=address, state="ended").first()

    def due(self, now: Any = None) -> FeedQuerySet:
        """Those to be fetched now. Organizations of the demonstration have no site that could be asked."""
        return self.filter(
            state="active",
            next_fetch_at__lte=now or timezone.now(),
            organization__verification="verified",
            organization__is_demo=False,
        )


class Feed(Timestamped):
    """The address of an organization's feed, how it maps to the portal, and how the last fetches went."""

    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="feeds", verbose_name=_("organization")
    )
    address = models.URLField(_("address of the feed"), max_length=500)
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language of the entries"), max_length=10, choices=settings.LANGUAGES)
    topics = models.ManyToManyField("reference.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    goals = models.ManyToManyField(
        "reference.Goal", blank=True, related_name="+", verbose_name=_("Sustainable Development Goals")
    )
    state = models.CharField(_("state"), max_length=10, choices=FEED.choices, default="waiting", editable=False)
    trust = models.CharField(_("trust"), max_length=10, choices=Trust.choices, default=Trust.HOLD)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    #: What the server said of the version that was read last, for conditional requests.
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    fetched_at = models.DateTimeField(_("last fetched"), null=True, editable=False)
    next_fetch_at = models.DateTimeField(_("next fetch"), null=True, editable=False)
    #: Failures in a row; 0 after a fetch that went well.
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    #: What went wrong last: a code of news.feeds.words, and its figures.
    problem = models.CharField(max_length=30, blank=True, editable=False)
    problem_details = models.JSONField(default=dict, editable=False)
    #: What the last fetch brought: new, updated, known, left out.
    came = models.JSONField(default=dict, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("news feed")
        verbose_name_plural = _("news feeds")
        ordering = ["organization", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "address"],
                name="feed_once",
                violation_error_message=_("Your organization brings this feed in already."),
            )
        ]
        indexes = [models.Index(fields=["state", "next_fetch_at"], name="feed_due")]

    def __str__(self) -> str:
        return self.title or self.address

    def get_absolute_url(self) -> str:
        return reverse("feed_detail", args=[self.pk])

    @property
    def problem_words(self) -> str:
        """What went wrong last, in the reader's language; "" if nothing did."""
        return say(self.problem, self.problem_details) if self.problem else ""

    @property
    def state_words(self) -> Any:
        """The state as its owner reads it."""
        return FEED.state(self.state).author_label


class FeedDecision(AppendOnly):
    """What happened to a feed's state: who, when, from what to what, and why."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="decisions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=20)
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    text = models.TextField(_("words to the owner"), max_length=2000, blank=True)
    created = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("decision on a feed")
        verbose_name_plural = _("decisions on feeds")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.action


class FeedEntry(Timestamped):
    """One entry that came by a feed, by the keys that tell it apart, and the news that it became.

    The keys are hashes, "" where the entry has none that can be relied on. The row stays when the news goes, so that
    what was once deleted here does not come again.
    """

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries")
    item = models.OneToOneField(NewsItem, models.SET_NULL, null=True, related_name="entry")
    id_key = models.CharField(max_length=64, blank=True)
    link_key = models.CharField(max_length=64, blank=True)
    place_key = models.CharField(max_length=64, blank=True)
    text_key = models.CharField(max_length=64)
    #: Of what was taken over last; another one is an edit.
    content_hash = models.CharField(max_length=64)
    #: The entry's own date, where it has one that can be.
    dated = models.DateTimeField(_("dated"), null=True)

    class Meta:
        verbose_name = _("entry of a feed")
        verbose_name_plural = _("entries of feeds")
        constraints = [
            models.UniqueConstraint(fields=["feed", "id_key"], condition=~Q(id_key=""), name="entry_id_once"),
            models.UniqueConstraint(fields=["feed", "link_key"], condition=~Q(link_key=""), name="entry_link_once"),
        ]
        indexes = [
            models.Index(fields=["feed", "text_key"], name="entry_text"),
            models.Index(fields=["feed", "place_key"], name="entry_place"),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id}/{self.pk}"
