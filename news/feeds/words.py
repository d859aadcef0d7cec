"""What can go wrong with a feed, in words for its owner. Codes are stored; the words are made when they are read."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, str | Promise] = {
    "address": _("This is not the address of a feed: it has to begin with http:// or https://."),
    "not-public": _("The portal only fetches from public addresses on the internet; this one is not."),
    "port": _("The portal does not fetch from this port: use an ordinary web address."),
    "name": _("There is no server of this name (%(host)s). Check the spelling."),
    "connection": _("The server could not be reached, or it broke the connection off."),
    "certificate": _("The server's certificate is not valid, so the connection is not safe."),
    "slow": _("The server did not answer in full within %(seconds)s seconds."),
    "large": _("The answer is larger than %(megabytes)s MB. Ask for a feed with fewer entries."),
    "redirects": _("The address leads on more than %(limit)s times. Enter the address where it ends."),
    "status": _("The server answered with the error %(status)s."),
    "gone": _("The server says that the feed is gone for good (410)."),
    "page": _("This is an ordinary web page, not a feed. It names these feeds: %(feeds)s"),
    "no-feed": _("This is not a feed that can be read (RSS, Atom or JSON Feed)."),
    "empty": _("The server sent nothing."),
    "entities": _("The feed declares entities of its own, which is not safe to read."),
    "encoding": _("The answer is compressed in a way that can't be read."),
    "nobody": _("Nobody of the organization can answer for the entries: it has no owner or editor at the moment."),
    "fault": _("The feed could not be read because of a fault of the portal. The Branch has been told."),
}


class FeedProblem(Exception):
    """A feed can't be fetched or read. code: one of PROBLEMS; details: what its words need, plain values."""

    def __init__(self, code: str, **details: Any):
        super().__init__(code)
        self.code, self.details = code, details

    def __str__(self) -> str:
        return say(self.code, self.details)


def say(code: str, details: dict[str, Any]) -> str:
    """The words of a problem in the active language."""
    words = str(PROBLEMS.get(code) or gettext("Something went wrong."))
    return words % details if details else words
