"""Which posts are looked at before they appear: by the group's choice, by the person, or by what they hold."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from csonet.engagement.comments import text
from csonet.engagement.comments.models import Comment, Held, Report, ReportState, WatchedWord
from discussions import membership
from discussions.models import Group, Moderation

_WORDS = "discussions-watched-words"
#: Scripts that write without spaces: there a word is looked for anywhere.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def why_held(group: Group, person: Any, body: str) -> str:
    """The code of the first rule by which this post waits; "" if it appears at once. Moderators' posts appear."""
    if membership.moderates(group, person):
        return ""
    return _by_whom(group, person) or _by_what_it_holds(person, body)


def why_held_again(group: Group, person: Any, before: str, body: str) -> str:
    """The same for a post that is edited: whoever is looked at is looked at again; of its words only new ones count."""
    if membership.moderates(group, person):
        return ""
    if because := _by_whom(group, person):
        return because
    if text.links_in(body) > max(text.links_in(before), settings.POST_MOST_LINKS):
        return Held.LINKS
    return Held.WORDS if has_watched_word(body) and not has_watched_word(before) else ""


def _by_whom(group: Group, person: Any) -> str:
    """By the group's choice, or by the person."""
    known = membership.participation(group, person)
    if group.moderation == Moderation.BEFORE:
        return Held.BEFORE
    if known is not None and known.is_held:
        return Held.PERSON
    if group.moderation == Moderation.NEWCOMERS and (known is None or known.posts < settings.NEWCOMERS_POSTS):
        return Held.NEWCOMER
    return ""


def _by_what_it_holds(person: Any, body: str) -> str:
    if text.links_in(body) > settings.POST_MOST_LINKS:
        return Held.LINKS
    minute = timezone.now() - timedelta(minutes=1)
    if Comment.objects.filter(author=person, created__gte=minute, line="").count() >= settings.POSTS_A_MINUTE:
        return Held.HASTE
    return Held.WORDS if has_watched_word(body) else ""


def has_watched_word(body: str) -> bool:
    """Does the text hold a word that the Branch lists? Whole words, in any case of letters."""
    lowered = body.casefold()
    words = set(re.findall(r"\w+", lowered))
    return any(word in lowered if _UNSPACED.search(word) or " " in word else word in words for word in _watched_words())


def _watched_words() -> list[str]:
    def read() -> list[str]:
        return [word.casefold() for word in WatchedWord.objects.values_list("word", flat=True)]

    return cache.get_or_set(_WORDS, read, 300) or []


def forget_words(**_signal: Any) -> None:
    """The Branch changed the list."""
    cache.delete(_WORDS)


def listen() -> None:
    """Forget the list when it changes."""
    post_save.connect(forget_words, sender=WatchedWord, dispatch_uid="watched-words-saved")
    post_delete.connect(forget_words, sender=WatchedWord, dispatch_uid="watched-words-deleted")


def is_reported_enough(comment: Comment) -> bool:
    """Have so many people reported it that it is taken out of sight until a moderator has looked?"""
    open_ones = Report.objects.filter(comment=comment, state=ReportState.OPEN)
    return open_ones.count() >= settings.REPORTS_TO_HOLD
