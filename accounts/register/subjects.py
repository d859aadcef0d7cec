"""Which organization a recorded vote is about, told from the words of its subject."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.names import name_key

#: A name within a longer subject must be this long before it is believed ("Goal", "Rise" are words, too).
LONG_ENOUGH_WITHIN_WORDS = 14


def subject_of(topic: str, keys: Mapping[str, int]) -> int | None:
    """The organization (a value of `keys`, by name key) whose name the topic is, or contains as whole words.

    Of names within names the longest counts; where two organizations are named, none.
    """
    words = name_key(topic)
    if words in keys:
        return keys[words]
    within = f" {words} "
    named = [key for key in keys if len(key) >= LONG_ENOUGH_WITHIN_WORDS and " " in key and f" {key} " in within]
    outermost = [key for key in named if not any(key != other and f" {key} " in f" {other} " for other in named)]
    subjects = {keys[key] for key in outermost}
    return subjects.pop() if len(subjects) == 1 else None
