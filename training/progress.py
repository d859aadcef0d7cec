"""How far a learner is, and why: derived from what was done, never stored, said in words.

“3 of 12 left: quiz 2 (60 %, needs 80 %), lesson 5.”
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import DecimalField, Max, Value
from django.utils.translation import gettext, ngettext

from training.models import Activity, ActivityKind, Attempt, Done, Enrolment, HandIn
from training.outline import LessonInside, ModuleInside, Outline

WAITING, RETURNED = HandIn.State.WAITING, HandIn.State.RETURNED
#: What a state of an attempt or of a work is to a learner; others say nothing.
_SAID: dict[str, str] = {Attempt.State.MARKING: WAITING, WAITING: WAITING, RETURNED: RETURNED}
_NO_RESULT = Value(None, output_field=DecimalField(max_digits=5, decimal_places=2))
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
    #: {activity's key: "waiting" or "returned"} of what a person marks.
    states: Mapping[UUID, str] = field(default_factory=dict)

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
            return self._words_of_others(activity) % {"number": lesson.number}
        if self.states.get(activity.key) == WAITING:
            return gettext("the quiz of lesson %(number)d (waits to be marked)") % {"number": lesson.number}
        known = {"number": lesson.number, "needed": activity.quiz.pass_percent}
        best = self.best.get(activity.pk)
        if best is None:
            return gettext("the quiz of lesson %(number)d (needs %(needed)d %%)") % known
        known["best"] = int(best)
        return gettext("the quiz of lesson %(number)d (%(best)d %%, needs %(needed)d %%)") % known

    def _words_of_others(self, activity: Activity) -> str:
        """How something that is no quiz is named among what is left; the lesson's number is still to be put in."""
        if activity.kind == ActivityKind.LIVE:
            return gettext("the live session of lesson %(number)d")
        if activity.kind != ActivityKind.ASSIGNMENT:
            return gettext("lesson %(number)d")
        state = self.states.get(activity.key)
        if state == WAITING:
            return gettext("the assignment of lesson %(number)d (waits to be marked)")
        if state == RETURNED:
            return gettext("the assignment of lesson %(number)d (returned to you)")
        return gettext("the assignment of lesson %(number)d (to hand in)")


def progress_of(enrolment: Enrolment, outline: Outline) -> Progress:
    """How far one learner is. One query, whatever the length of the course."""
    return progress_of_many([enrolment], {enrolment.edition_id: outline})[enrolment.pk]


def progress_of_many(enrolments: Iterable[Enrolment], outlines: Mapping[int, Outline]) -> dict[int, Progress]:
    """{enrolment: how far it is}. One query for all of them. outlines: by edition.

    What is done, the best result of each quiz, whether an attempt waits for its mark, the latest state of each work:
    rows of one shape (enrolment, activity, "done" or a state, a result).
    """
    known = {enrolment.pk: enrolment for enrolment in enrolments}
    done = Done.objects.filter(enrolment__in=known).order_by()
    tried = Attempt.objects.filter(enrolment__in=known).order_by()
    works = HandIn.objects.filter(enrolment__in=known).order_by()
    rows: dict[int, list[tuple[UUID, str, Decimal | None]]] = {pk: [] for pk in known}
    for pk, *row in done.values_list("enrolment_id", "activity_key", Value("done"), _NO_RESULT).union(
        tried.values_list("enrolment_id", "quiz__activity__key", "state").annotate(best=Max("percent")),
        works.values_list("enrolment_id", "activity_key", "state", _NO_RESULT),
        all=True,
    ):
        rows[pk].append(tuple(row))
    return {pk: _read(outlines[enrolment.edition_id], rows[pk]) for pk, enrolment in known.items()}


def _read(outline: Outline, rows: Iterable[tuple[UUID, str, Decimal | None]]) -> Progress:
    finished: set[UUID] = set()
    states: dict[UUID, str] = {}
    best: dict[int, Decimal] = {}
    for key, state, percent in rows:
        if state == "done":
            finished.add(key)
        elif state in _SAID and states.get(key) != WAITING:
            states[key] = _SAID[state]
        if percent is not None and key in outline.activities:
            quiz = outline.activities[key].pk
            best[quiz] = max(percent, best.get(quiz, percent))
    return Progress(outline, frozenset(finished), best, states)
