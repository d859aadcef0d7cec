"""The table of everything that people are told: who gets it, by which stream, and when it is mailed unless they choose.

A stream is what a person chooses a rhythm for; a kind is one sort of notice, with its words in
templates/notifications/<kind>.txt. Apps that stand above add their kinds with add() in ready().
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from csonet.notifications.models import Rhythm

Words = str | Promise


@dataclass(frozen=True)
class Stream:
    """What a person chooses a rhythm for. No choices: it can neither be changed nor switched off."""

    name: str
    label: Words
    #: The sentence at the end of a mail.
    because: Words
    default: Rhythm
    choices: tuple[Rhythm, ...] = ()
    #: At most one mail about one object until the person comes back.
    once: bool = False

    @property
    def can_be_off(self) -> bool:
        return Rhythm.OFF in self.choices


_AT_ONCE, _DAILY, _WEEKLY, _MONTHLY, _OFF = Rhythm

STREAMS: dict[str, Stream] = {
    stream.name: stream
    for stream in (
        Stream(
            "account",
            _("Your account, your organization, and what is required by the rules"),
            _("You get this mail because it is about your account or your organization."),
            _AT_ONCE,
        ),
        Stream(
            "decisions",
            _("Decisions and questions about what you wrote"),
            _("You get this mail because it is about something that you wrote."),
            _AT_ONCE,
            (_AT_ONCE, _DAILY),
        ),
        Stream(
            "replies",
            _("Replies and mentions, and answers to your requests"),
            _("You get this mail because somebody answered you or mentioned you."),
            _AT_ONCE,
            (_AT_ONCE, _DAILY, _OFF),
            once=True,
        ),
        Stream(
            "tasks",
            _("What waits for you: invitations, requests to join, duties"),
            _("You get this mail because something waits for you."),
            _AT_ONCE,
            (_AT_ONCE, _DAILY, _WEEKLY),
        ),
        Stream(
            "moderation",
            _("How many submissions wait for the moderators"),
            _("You get this mail because you are a moderator."),
            _DAILY,
            (_DAILY, _WEEKLY),
        ),
        Stream(
            "groups",
            _("What is new in the groups that you joined"),
            _("You get this mail because you joined a group."),
            _DAILY,
            (_AT_ONCE, _DAILY, _WEEKLY, _OFF),
            once=True,
        ),
        Stream(
            "followed",
            _("Changes of what you follow"),
            _("You get this mail because you follow something that has changed."),
            _DAILY,
            (_AT_ONCE, _DAILY, _WEEKLY, _OFF),
            once=True,
        ),
        Stream(
            "themes",
            _("What is new from what you follow: organizations, topics, goals, countries, saved searches"),
            _("You get this mail because you follow an organization, a topic, a goal or a country, or saved a search."),
            _WEEKLY,
            (_DAILY, _WEEKLY, _OFF),
        ),
        Stream(
            "announcements",
            _("News of the portal from the NGO Branch"),
            _("You get this mail because you chose to hear news of the portal."),
            _OFF,
            (_AT_ONCE, _MONTHLY, _OFF),
        ),
    )
}


@dataclass(frozen=True)
class Kind:
    """One sort of notice."""

    name: str
    stream: Stream
    #: Who gets it, for the table in the documentation and on the desk.
    told: Words
    #: Does it stand in the portal's list too?
    in_portal: bool = True
    #: Mailed at once whatever the person chose: the rhythm was kept by whoever sends it.
    always: bool = False
    #: More for the words, asked when they are made: (notice, language) -> plain values.
    context: Callable[[Any, str], dict[str, Any]] | None = None
    #: Fetches for many notices at once what `context` would ask for one by one.
    prepare: Callable[[list[Any]], None] | None = None


KINDS: dict[str, Kind] = {}


def add(stream: str, told: Words, *names: str, **options: Any) -> None:
    """Put kinds of one stream into the table. A name stands once; adding it again replaces it."""
    for name in names:
        KINDS[name] = Kind(name, STREAMS[stream], told, **options)


def kind_of(name: str) -> Kind:
    """A kind by its name; one that the table lacks is told at once, as a decision is."""
    return KINDS.get(name) or Kind(name, STREAMS["decisions"], "")


add(
    "account",
    _("owners of the organization, and who registered it"),
    "organization_approved",
    "organization_returned",
    "organization_refused",
    "organization_suspended",
    "organization_reinstated",
    "organization_merged",
)
add("account", _("who claimed the entry of the register"), "claim_accepted", "claim_declined")
add("account", _("who asked to join"), "join_accepted", "join_declined")
add("account", _("the person whose membership it is"), "membership_role", "membership_ended")
add("account", _("owners of the organization"), "member_left", "invitation_accepted")
add("tasks", _("owners of the organization"), "join_request")
add("decisions", _("the author"), "submitted")
add(
    "decisions",
    _("the author"),
    "approved",
    "scheduled",
    "returned",
    "refused",
    "duplicate",
    "hidden",
    "restored",
    "expired",
)
add("decisions", _("the author, and who submitted the changes"), "revision_approved", "revision_returned")
add("decisions", _("the author, and who submitted the changes"), "revision_refused")
