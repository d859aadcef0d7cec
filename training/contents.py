"""The contents of a course for its pages: of a published edition, which never changes, they are read once a process.

Bodies of lessons stay out: a course of sixty lessons prints their titles alone, and its texts in six languages are
megabytes. A draft is read anew each time.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from training.media.showing import Weight, media_in, weight_of
from training.models import Activity, Edition, Lesson, Medium, Module
from training.outline import Outline, modules_of, outline_of

#: So many editions are kept; the one that was asked for longest ago goes first.
MOST_KEPT = 32
#: Stands for a body that is there in a language.
_THERE = "+"


@dataclass(frozen=True)
class _Kept:
    """The rows of an edition, without the texts of its lessons."""

    modules: list[Module]
    lessons: dict[int, list[Lesson]]
    activities: dict[int, list[Activity]]
    media: list[Medium]


_kept: OrderedDict[tuple[int, datetime], _Kept] = OrderedDict()


@dataclass(frozen=True)
class Contents:
    """What a course's page prints of an edition."""

    outline: Outline
    weight: Weight | None


def contents_of(edition: Edition, wanted: tuple[str, ...]) -> Contents:
    """The tree of an edition without its long texts, and what it weighs. wanted: languages, best first.

    No query for a published edition that this process has shown before; four queries else.
    """
    rows = _rows(edition)
    outline = Outline(edition, wanted, list(modules_of(rows.modules, rows.lessons, rows.activities, wanted)))
    return Contents(outline, weight_of(rows.media, wanted))


def _rows(edition: Edition) -> _Kept:
    if edition.published_at is None:
        return _read(edition)
    # The moment goes with the number: in tests numbers come again.
    key = (edition.pk, edition.published_at)
    found = _kept.pop(key, None) or _read(edition)
    _kept[key] = found
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return found


def _read(edition: Edition) -> _Kept:
    outline = outline_of(edition, ())
    for inside in outline.lessons:
        inside.lesson.wording = {
            language: {name: _THERE if name == "body" and text else text for name, text in texts.items()}
            for language, texts in inside.lesson.wording.items()
        }
        for activity in inside.activities:
            activity.wording = {}
    return _Kept(
        [module.module for module in outline.modules],
        {module.module.pk: [inside.lesson for inside in module.lessons] for module in outline.modules},
        {inside.lesson.pk: inside.activities for inside in outline.lessons},
        media_in(outline),
    )
