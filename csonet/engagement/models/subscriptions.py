"""Subscriptions of people to items, organizations, themes, circles and saved searches."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.models import Circle, Item
from csonet.notifications.models import Rhythm
from csonet.reference import vocabulary


class Level(models.TextChoices):
    """How much a person wants to hear of something."""

    MUTED = "muted", _("Nothing")
    NORMAL = "normal", _("Only what concerns me")
    NEW = "new", _("What is newly published")
    ALL = "all", _("Everything: what is new and what changes")


class Source(models.TextChoices):
    """How a subscription came about: what the person chose counts more than what the portal did for them."""

    MANUAL = "manual", _("Chosen")
    PARTICIPATED = "participated", _("By taking part")
    JOINED = "joined", _("By joining")


#: What can be followed, the most specific first; each is a column of Subscription.
TARGETS = ("item", "circle", "organization", "topic", "goal", "country", "region", "search")


class SavedSearch(Timestamped):
    """A search that a person keeps under a name: the address of a page of results, or of a list with its facets."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=120)
    #: Path and query after the language: "search/?q=water", "practices/?goal=6&country=KE".
    address = models.CharField(_("address"), max_length=800)
    #: The language of the page on which it was saved.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    #: In which summaries it tells; empty for those of what else the person follows.
    rhythm = models.CharField(
        _("how often it tells"),
        max_length=10,
        choices=[(Rhythm.DAILY.value, Rhythm.DAILY.label), (Rhythm.WEEKLY.value, Rhythm.WEEKLY.label)],
        blank=True,
    )
    #: What was published until then is known to the person: at first all that there was.
    known_until = models.DateTimeField(_("told until"), default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of results, in the reader's language."""
        return f"/{get_language() or self.language}/{self.address}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def about(self, item: Item) -> SubscriptionQuerySet:
        """Those that an item concerns: its own, its circle's, its organization's, and those of its terms.

        Its terms are its topics, goals and countries, and the regions that the countries lie in.
        """
        concerns = Q(item=item) | Q(organization=item.organization_id)
        concerns |= Q(topic__in=item.topics.values("pk")) | Q(goal__in=item.goals.values("pk"))
        countries = list(item.countries.values_list("pk", flat=True))
        concerns |= Q(country__in=countries) | Q(region__in=vocabulary.regions_around(countries))
        if item.circle_id:
            concerns |= Q(circle=item.circle_id)
        return self.filter(concerns)


class Subscription(Timestamped):
    """A person follows or mutes one thing: exactly one of the columns of TARGETS is set."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions", verbose_name=_("person")
    )
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("item"))
    circle = models.ForeignKey(
        Circle, models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("circle")
    )
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("organization")
    )
    topic = models.ForeignKey(
        "reference.Topic", models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("topic")
    )
    goal = models.ForeignKey(
        "reference.Goal",
        models.CASCADE,
        null=True,
        related_name="subscriptions",
        verbose_name=_("Sustainable Development Goal"),
    )
    country = models.ForeignKey(
        "reference.Country", models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("country or area")
    )
    region = models.ForeignKey(
        "reference.Region", models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("region")
    )
    search = models.ForeignKey(
        SavedSearch, models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("saved search")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    #: Nothing is told until then; afterwards the level holds again.
    muted_until = models.DateTimeField(_("muted until"), null=True)
    source = models.CharField(_("how it came about"), max_length=12, choices=Source.choices, default=Source.MANUAL)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="subscription_to_one_thing",
                condition=Q(
                    *(
                        Q(*(Q(**{f"{other}__isnull": other != name}) for other in TARGETS), _connector=Q.AND)
                        for name in TARGETS
                    ),
                    _connector=Q.OR,
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", name], condition=Q(**{f"{name}__isnull": False}), name=f"subscription_{name}_once"
                )
                for name in TARGETS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.target} {self.key}"

    @property
    def target(self) -> str:
        """The name of the column that is set."""
        return next(name for name in TARGETS if getattr(self, f"{name}_id") is not None)

    @property
    def key(self) -> str:
        """The key of what it points to."""
        return str(getattr(self, f"{self.target}_id"))

    @property
    def effective(self) -> Level:
        """The level that holds now."""
        muted = self.muted_until is not None and self.muted_until > timezone.now()
        return Level.MUTED if muted else Level(self.level)
