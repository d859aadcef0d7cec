"""Groups: what for, who hosts them, who may read and write there, and how posts are looked at."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from csonet.content.models import Audience, Circle, Item
from csonet.content.models.circle import circles_of
from csonet.content.states import READABLE


class Access(models.TextChoices):
    """Who reads and who writes in a group."""

    PUBLIC = "public", _("Public: everybody reads, whoever joins writes")
    MEMBERS = "members", _("Members: people of approved organizations read, whoever of them joins writes")
    CLOSED = "closed", _("Closed: only its members read and write; people ask to join or are invited")


class Moderation(models.TextChoices):
    """When posts are looked at."""

    AFTER = "after", _("After they appear")
    NEWCOMERS = "newcomers", _("Before they appear: the first three of a new member")
    BEFORE = "before", _("Before they appear: all of them")


#: Who may read the topics of a group.
AUDIENCES = {Access.PUBLIC: Audience.PUBLIC, Access.MEMBERS: Audience.MEMBERS, Access.CLOSED: Audience.CIRCLE}
#: From the widest to the narrowest: what was written for few is never shown to more.
WIDTH = (Access.PUBLIC, Access.MEMBERS, Access.CLOSED)

_WHO_SEES = {
    Access.PUBLIC: _(
        "What you post here can be read by everybody, also without an account, and found by search engines."
    ),
    Access.MEMBERS: _("What you post here can be read by people of approved organizations, and by nobody else."),
    Access.CLOSED: _("What you post here can be read by the members of this group, and by nobody else."),
}


class Group(Item):
    """A place to discuss: its page is known to those who may ask to join, its topics to those who may read them."""

    KIND = "group"
    FORM = "discussions.forms.GroupForm"
    SCHEMA_TYPE = "CollectionPage"
    SEARCHED = ("purpose",)
    TRANSLATED = ("purpose", "rules")
    FULL_TEXT = ("purpose",)
    FACETS = ("access",)
    OPEN_DATA = ("spoken",)

    access = models.CharField(_("who reads and writes"), max_length=8, choices=Access.choices, default=Access.PUBLIC)
    moderation = models.CharField(
        _("when posts are looked at"), max_length=10, choices=Moderation.choices, default=Moderation.NEWCOMERS
    )
    purpose = models.TextField(_("purpose"), blank=True)
    rules = models.TextField(_("rules of the group"), blank=True, max_length=4000)
    spoken = models.JSONField(_("languages of the discussion"), default=list, blank=True)
    #: Its members; also whoever reads it, where it is closed.
    people = models.OneToOneField(Circle, models.PROTECT, null=True, editable=False, related_name="group")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="owned_groups",
        verbose_name=_("owner"),
    )

    class Meta:
        verbose_name = _("discussion group")
        verbose_name_plural = _("discussion groups")

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Propose a group")

    @classmethod
    def say_responses(cls, count: int) -> str:
        """“12 members”."""
        return ngettext("%(count)d member", "%(count)d members", count) % {"count": count}

    @property
    def who_sees(self) -> str:
        """The one sentence that says who can read what is posted here."""
        return str(_WHO_SEES[Access(self.access)])

    @property
    def is_closed(self) -> bool:
        return self.access == Access.CLOSED

    @property
    def topic_audience(self) -> str:
        """Who may read its topics: its people alone while the group itself is out of sight."""
        return AUDIENCES[Access(self.access)].value if self.status in READABLE else Audience.CIRCLE.value

    @property
    def language_names(self) -> list[str]:
        """The names of its languages, each in itself."""
        names = dict(settings.LANGUAGES)
        return [names[code] for code in self.spoken if code in names]

    def own_context(self, user: Any, related: dict[str, Any] | None = None) -> dict[str, Any]:
        """No files for who may only ask to join; what else the group's page shows is gathered by its view."""
        return {} if self.shows_files_to(user) else {"attachments": []}

    def shows_files_to(self, user: Any) -> bool:
        """What a closed group keeps is for its people, as its topics are."""
        if not self.is_closed or self.people_id is None:
            return True
        return user.is_authenticated and self.people_id in circles_of(user)
