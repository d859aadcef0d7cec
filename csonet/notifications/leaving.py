"""Ending one stream of mails: what a link in a mail, the mail program's own button, or a mail to us does.

A stream is named "stream:<name>" (what is told of that sort), "digest" (all that comes in summaries), or by what a
subscription points to ("topic:water"); who keeps subscriptions registers how they end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from csonet.notifications import rhythms
from csonet.notifications.kinds import STREAMS
from csonet.notifications.models import Notice

DIGEST = "digest"


@dataclass(frozen=True)
class Target:
    """How to end and how to name a subscription: both take (person, key)."""

    end: Callable[[Any, str], None]
    name: Callable[[Any, str], str]


_targets: dict[str, Target] = {}


def register(prefix: str, end: Callable[[Any, str], None], name: Callable[[Any, str], str]) -> None:
    """Say how streams of this prefix ("topic") end. `name` gives "" for what the person may not know of."""
    _targets[prefix] = Target(end, name)


def leave(person: Any, stream: str) -> None:
    """End the stream for this person, now; doing it again changes nothing. An unknown stream ends nothing."""
    prefix, _colon, key = stream.partition(":")
    if stream == DIGEST:
        rhythms.switch_off(person, rhythms.in_summaries(rhythms.settings_of([person]).get(person.pk)))
    elif prefix == "stream" and key in STREAMS:
        rhythms.switch_off(person, [key])
    elif prefix in _targets:
        _targets[prefix].end(person, key)


def name_of(person: Any, stream: str) -> str:
    """What the stream is called, in the active language."""
    prefix, _colon, key = stream.partition(":")
    if stream == DIGEST:
        return _("Your summaries")
    if prefix == "stream" and key in STREAMS:
        return str(STREAMS[key].label)
    name = _targets[prefix].name(person, key) if prefix in _targets else ""
    return name or _("These mails")


def stream_of(notice: Notice, stream: Any) -> str:
    """What leaving the mail about this notice ends: its subscription, else its stream; "" if that can't be left."""
    return notice.via or (f"stream:{stream.name}" if stream.can_be_off else "")
