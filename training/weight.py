"""How heavy the page of a lesson is on a slow line: its texts as they travel, without films, sound and documents."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from csonet.ui.languages import own_name
from training.models import Activity, Lesson
from training.wording import Wording, title_of

#: What a lesson's texts may weigh in one language, packed as every answer is; the page around them is lighter than the
#: rest of 60 KB.
MOST_BYTES = 45_000
_TEXTS = ("title", "body", "task", "transcript")


def too_heavy(lessons: Iterable[Lesson], activities: Iterable[Activity]) -> Iterator[str]:
    """A sentence for each lesson that is too long for a slow line, with the languages in which it is."""
    parts: dict[int, list[Wording]] = {}
    for activity in activities:
        parts.setdefault(activity.lesson_id, []).append(activity.wording)
    for lesson in lessons:
        found = _heavy_languages([lesson.wording, *parts.get(lesson.pk, [])])
        if found:
            yield _("“%(title)s” is too long for slow lines in: %(languages)s. Make two lessons of it.") % {
                "title": title_of(lesson),
                "languages": _(", ").join(own_name(code) for code in found),
            }


def _heavy_languages(wordings: list[Wording]) -> list[str]:
    texts: dict[str, list[str]] = {}
    for wording in wordings:
        for code, said in wording.items():
            texts.setdefault(code, []).extend(_in(said))
    return [code for code, parts in texts.items() if _travels("".join(parts)) > MOST_BYTES]


def _in(said: Mapping[str, str]) -> list[str]:
    return [said[name] for name in _TEXTS if said.get(name)]


def _travels(text: str) -> int:
    """Bytes on the line; a short text is not packed to know that it is short."""
    raw = text.encode()
    return len(raw) if len(raw) <= MOST_BYTES else len(zlib.compress(raw, 6))
