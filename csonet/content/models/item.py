"""Item: the one table of everything that is published. Each noun is a one-level subclass with its own columns only."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from accounts.models import Organization
from csonet.abstract import Timestamped
from csonet.content.models.circle import circles_of
from csonet.content.states import PUBLICATION, READABLE


class Audience(models.TextChoices):
    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Members of approved organizations")
    CIRCLE = "circle", _("Only the people of a closed circle")


def _of_approved() -> Q:
    """Of an approved organization. Asked row by row, so that lists are read off their own index, newest first."""
    return Q(Exists(Organization.objects.filter(pk=OuterRef("organization_id"), verification="verified")))


#: The columns that every noun's cards print, of the item and of its organization.
ON_CARDS = ("kind", "title", "slug", "summary", "language", "status", "audience", "image", "image_alt")
ON_CARDS_OF_ORGANIZATION = ("name", "acronym", "slug", "is_un_entity", "is_demo")


class ItemQuerySet(models.QuerySet["Item"]):
    """The read API: verbs that chain like a sentence."""

    def of_kind(self, *kinds: str) -> ItemQuerySet:
        return self.filter(kind__in=kinds) if len(kinds) > 1 else self.filter(kind=kinds[0])

    def published(self) -> ItemQuerySet:
        """What lists show: published, and neither archived nor expired since."""
        return self.filter(status="published")

    def visible_to(self, user) -> ItemQuerySet:
        """What this person may see. This is the only definition of it; every surface goes through here.

        - readable states (published, archived, expired, withdrawn) of approved organizations: public ones to
          everybody, members-only ones to people of approved organizations and to the Branch;
        - what is for a circle alone: its people (while its organization is approved), and its author;
        - what belongs to a circle, in any state but a draft: the circle's moderators; one's own in one's circle;
        - one's own organization's work in any state;
        - the Branch: everything that was ever submitted, but no circle's.
        """
        readable = Q(status__in=READABLE) & _of_approved()
        open_to_all = readable & Q(audience=Audience.PUBLIC)
        if not user.is_authenticated:
            return self.filter(open_to_all)
        standing, branch = user.standing, user.is_branch
        seen = open_to_all
        if branch:
            seen = ~Q(status="draft") & ~Q(audience=Audience.CIRCLE)
        elif standing.is_member:
            seen = readable & Q(audience__in=[Audience.PUBLIC, Audience.MEMBERS])
        circles = circles_of(user)
        if circles:
            seen |= readable & Q(audience=Audience.CIRCLE, circle__in=list(circles))
            moderated = [circle for circle, moderates in circles.items() if moderates]
            if moderated:
                seen |= ~Q(status="draft") & Q(circle__in=moderated)
            seen |= Q(author=user, circle__in=list(circles))
        own = standing.organizations | standing.waiting
        if own:
            seen |= Q(organization__in=own, circle=None)
            seen |= Q(organization__in=own, author=user)
        return self.filter(seen)

    def editable_by(self, user) -> ItemQuerySet:
        """What this person may edit: the work of organizations in which they are owner or editor, and their own."""
        if not user.is_authenticated or not user.standing.is_member:
            return self.none()
        standing = user.standing
        return self.visible_to(user).filter(
            Q(organization__in=standing.editing) | Q(organization__in=standing.organizations, author=user)
        )

    def awaiting_review(self) -> ItemQuerySet:
        """What waits for a decision: submitted items, and published ones with a submitted revision."""
        return self.filter(cases__closed_at=None, cases__isnull=False)

    def of(self, organization) -> ItemQuerySet:
        return self.filter(organization=organization)

    def for_cards(self) -> ItemQuerySet:
        """The columns that a card prints, and no others, newest first."""
        return (
            self.select_related("organization")
            .only(
                *ON_CARDS,
                "published_at",
                "responses",
                "updated",
                *(f"organization__{name}" for name in ON_CARDS_OF_ORGANIZATION),
            )
            .order_by("-published_at", "-pk")
        )


class Item(Timestamped):
    """What the nouns have in common. Only publication.move() writes status and published_at."""

    #: The noun's name in addresses, templates and tables; set by each subclass.
    KIND: ClassVar[str] = ""
    #: The noun inside which it is written and listed (topics of a group): it has no list and no form of its own.
    PART_OF: ClassVar[str] = ""
    #: Dotted path of the noun's ItemForm.
    FORM: ClassVar[str] = ""
    #: Own columns whose text is searched; rich text is stripped of its tags.
    SEARCHED: ClassVar[tuple[str, ...]] = ()
    #: Own columns that a translation will carry.
    TRANSLATED: ClassVar[tuple[str, ...]] = ()
    #: Own columns of rich text that a feed carries in full.
    FULL_TEXT: ClassVar[tuple[str, ...]] = ()
    #: What it is in schema.org's words.
    SCHEMA_TYPE: ClassVar[str] = "Article"
    #: Is the day of its publication what a card says of its time?
    DATED_BY_PUBLICATION: ClassVar[bool] = True
    #: Own columns with choices by which the list can be narrowed.
    FACETS: ClassVar[tuple[str, ...]] = ()
    #: What the reading page needs of other tables, read with the item.
    READ_WITH: ClassVar[tuple[str, ...]] = ()
    #: Own columns that open data carries beside the searched ones and the facets: only what its page shows everybody.
    OPEN_DATA: ClassVar[tuple[str, ...]] = ()
    #: The LinkKind by which other items lead to one of this noun; empty if none do.
    LINKED_AS: ClassVar[str] = ""

    #: Names it for ever, in feeds; the form's own, so that a form sent twice makes one item.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, allow_unicode=True, editable=False)
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    language = models.CharField(_("language of the text"), max_length=10, choices=settings.LANGUAGES)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="items",
        verbose_name=_("author"),
    )
    organization = models.ForeignKey(
        "accounts.Organization", models.PROTECT, related_name="items", verbose_name=_("organization")
    )
    #: Whose it is, if it belongs to a group or a cohort; with the audience "circle" nobody else sees it.
    circle = models.ForeignKey(
        "content.Circle", models.PROTECT, null=True, blank=True, editable=False, related_name="items"
    )
    audience = models.CharField(_("who may read it"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    status = models.CharField(_("state"), max_length=10, choices=PUBLICATION.choices, default="draft", editable=False)
    #: When it was (or, while it is scheduled, will be) published; UTC.
    published_at = models.DateTimeField(_("published on"), null=True, editable=False)
    #: Counts every change of text or state; decisions and edits carry the one they were made on.
    version = models.PositiveIntegerField(default=1, editable=False)
    topics = models.ManyToManyField("reference.Topic", blank=True, related_name="items", verbose_name=_("topics"))
    goals = models.ManyToManyField(
        "reference.Goal",
        blank=True,
        related_name="items",
        verbose_name=_("Sustainable Development Goals"),
    )
    countries = models.ManyToManyField(
        "reference.Country", blank=True, related_name="items", verbose_name=_("countries")
    )
    image = models.ImageField(_("picture"), upload_to="pictures/", blank=True, max_length=120)
    image_alt = models.CharField(_("description of the picture"), max_length=250, blank=True)
    #: How many organizations answered: used it too, offered help, showed interest. Changed by UPDATE alone.
    responses = models.PositiveIntegerField(default=0, editable=False)

    tags = TaggableManager(_("tags"), through="content.ItemTag", blank=True, related_name="items")
    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="item_slug_in_kind"),
            models.CheckConstraint(
                condition=~Q(audience="circle") | Q(circle__isnull=False), name="item_circle_of_its_audience"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "scheduled"]) | Q(published_at__isnull=False),
                name="item_published_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "status", "-published_at"], name="item_list"),
            models.Index(fields=["status", "-published_at"], name="item_latest"),
            models.Index(fields=["kind", "status", "-responses", "-published_at"], name="item_most_used"),
            models.Index(fields=["organization", "status", "-published_at"], name="item_of_organization"),
            models.Index(fields=["author", "status"], name="item_of_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        if self.KIND:
            self.kind = self.KIND
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(f"{self.kind}_detail", args=[self.slug])

    @property
    def noun(self) -> Item:
        """This item as its noun (a Practice, …): one query; itself when it is one already."""
        return self if self.KIND else getattr(self, str(Item.every_noun()[self.kind]._meta.model_name))

    def own_context(self, user, related=None) -> dict[str, Any]:
        """What the noun's detail page shows beside the shared; `related` as a form read it, before it is saved."""
        return {}

    def shows_files_to(self, user) -> bool:
        """Of those who see the page, who sees its files? A noun may keep them for fewer."""
        return True

    def own_json_ld(self) -> dict[str, Any]:
        """What the noun adds to the page's description in schema.org's words."""
        return {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that its text is there in, the original first."""
        return (self.language,)

    @classmethod
    def further_facets(cls) -> list[Any]:
        """Facets of the noun's list (csonet.content.facets.Facet) that are no column with choices."""
        return []

    @classmethod
    def moments(cls) -> list[Any]:
        """What narrows the noun's list by the time (Facet), where it shows a part of it; programs may ask for it."""
        return []

    @classmethod
    def nouns(cls) -> dict[str, type[Item]]:
        """The nouns with a list and a form of their own, by their kind, in the order of the installed apps."""
        return {noun.KIND: noun for noun in Item.__subclasses__() if noun.KIND and not noun.PART_OF}

    @classmethod
    def every_noun(cls) -> dict[str, type[Item]]:
        """All of them, with those that are written inside another one."""
        return {noun.KIND: noun for noun in Item.__subclasses__() if noun.KIND}

    @property
    def noun_name(self) -> str:
        """What it is, for lists of several kinds; no query."""
        return str(Item.every_noun()[self.kind]._meta.verbose_name)

    @property
    def is_dated_by_publication(self) -> bool:
        """Does the day of its publication say when it is? No query."""
        return Item.every_noun()[self.kind].DATED_BY_PUBLICATION

    @property
    def responses_label(self) -> str:
        """How many organizations answered, in the noun's words; no query."""
        return Item.every_noun()[self.kind].say_responses(self.responses)

    @classmethod
    def say_responses(cls, count: int) -> str:
        """“Confirmed by 3 organizations”, or as the noun puts it."""
        return ngettext("%(count)d organization answered", "%(count)d organizations answered", count) % {"count": count}

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Write")
