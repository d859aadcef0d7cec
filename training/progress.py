"""How far a learner is, and why: derived from what was done, never stored, said in words.

“3 of 12 left: quiz 2 (60 %, needs 80 %), lesson 5.”
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext, ngettext

from training.models import Activity, ActivityKind, Attempt, Done, Enrolment
from training.outline import LessonInside, ModuleInside, Outline

#: So many open things are named; of the others the number is said.
MOST_NAMED = 3


@dataclass(frozen=True)
class Left:
    """An activity that is still to be done, and what stands in the way."""

    lesson: LessonInside
    activity: Activity
    words: str


@dataclass
class Progress:
    """How far one enrolment is in an edition."""

    outline: Outline
    done: frozenset[UUID]
    best: dict[int, Decimal]

    @cached_property
    def left(self) -> list[Left]:
        """What counts and isn't done, in the order of the course."""
        return [
            Left(lesson, activity, self._words(lesson, activity))
            for lesson in self.outline.lessons
            for activity in lesson.counting
            if activity.key not in self.done
        ]

    @cached_property
    def total(self) -> int:
        """How many activities count."""
        return sum(len(lesson.counting) for lesson in self.outline.lessons)

    @property
    def percent(self) -> int:
        """Rounded down: 100 is said when nothing is left, and not before."""
        return 100 if not self.left else 100 * (self.total - len(self.left)) // self.total

    @property
    def is_complete(self) -> bool:
        """Everything that counts is done, and something counts."""
        return not self.left and self.total > 0

    @property
    def sentence(self) -> str:
        """What is left, by name as far as it is short."""
        if not self.left:
            return gettext("Everything is done.")
        named = gettext(", ").join(left.words for left in self.left[:MOST_NAMED])
        further = len(self.left) - MOST_NAMED
        if further > 0:
            named = ngettext("%(named)s and %(count)d more", "%(named)s and %(count)d more", further) % {
                "named": named,
                "count": further,
            }
        return ngettext(
            "%(left)d of %(total)d left: %(named)s", "%(left)d of %(total)d left: %(named)s", self.total
        ) % {
            "left": len(self.left),
            "total": self.total,
            "named": named,
        }

    def lesson_is_done(self, lesson: LessonInside) -> bool:
        """Is all that counts in it done?"""
        return all(activity.key in self.done for activity in lesson.counting)

    def module_is_done(self, module: ModuleInside) -> bool:
        """Is all that counts in it done?"""
        return all(activity.key in self.done for activity in module.counting)

    def lock_of(self, module: ModuleInside) -> str:
        """What unlocks a module, in words; "" if it is open."""
        before = next(
            (other for other in self.outline.modules if other.module.pk == module.module.opens_after_id), None
        )
        if before is None or self.module_is_done(before):
            return ""
        missing = [left for left in self.left if left.activity in before.counting]
        return gettext("Opens when module %(number)d is done. Still to do there: %(named)s.") % {
            "number": before.number,
            "named": gettext(", ").join(left.words for left in missing[:MOST_NAMED]),
        }

    def next_lesson(self) -> LessonInside | None:
        """Where to go on: the first lesson with something left in an open module."""
        for module in self.outline.modules:
            if not self.lock_of(module):
                for lesson in module.lessons:
                    if not self.lesson_is_done(lesson):
                        return lesson
        return None

    def _words(self, lesson: LessonInside, activity: Activity) -> str:
        if activity.kind != ActivityKind.QUIZ:
            return gettext("lesson %(number)d") % {"number": lesson.number}
        known = {"number": lesson.number, "needed": activity.quiz.pass_percent}
        best = self.best.get(activity.pk)
        if best is None:
            return gettext("the quiz of lesson %(number)d (needs %(needed)d %%)") % known
        known["best"] = int(best)
        return gettext("the quiz of lesson %(number)d (%(best)d %%, needs %(needed)d %%)") % known


def progress_of(enrolment: Enrolment, outline: Outline) -> Progress:
    """Two queries, whatever the length of the course."""
    return progress_of_many([enrolment], {enrolment.edition_id: outline})[enrolment.pk]


def progress_of_many(enrolments: Iterable[Enrolment], outlines: Mapping[int, Outline]) -> dict[int, Progress]:
    """{enrolment: how far it is}. Two queries for all of them. outlines: by edition."""
    known = {enrolment.pk: enrolment for enrolment in enrolments}
    done: dict[int, set[UUID]] = {pk: set() for pk in known}
    for pk, key in Done.objects.filter(enrolment__in=known).values_list("enrolment_id", "activity_key"):
        done[pk].add(key)
    best: dict[int, dict[int, Decimal]] = {pk: {} for pk in known}
    results = Attempt.objects.filter(enrolment__in=known, percent__isnull=False).order_by()
    for pk, quiz, percent in results.values_list("enrolment_id", "quiz_id").annotate(Max("percent")):
        best[pk][quiz] = percent
    return {
        pk: Progress(outlines[enrolment.edition_id], frozenset(done[pk]), best[pk]) for pk, enrolment in known.items()
    }
