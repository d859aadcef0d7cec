"""How hard each question is, and whether it tells those who know from those who don't.

Difficulty (p) is the mean share of its marks that was earned, 0 to 1. Discrimination is the correlation of that share
with what was earned on the rest of the quiz (the corrected item-total correlation): the question itself is taken out,
or it would agree with itself. Counted are first attempts that are marked: later ones know the questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Count, F, FloatField, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from training.models import Attempt, Course, QuestionVersion, Quiz, Response
from training.reports.learners import FEWEST
from training.wording import Said, said

EASY, HARD = 0.9, 0.3
#: Below this a question says little about who knows.
WEAK = 0.1


@dataclass
class Sums:
    """What the database adds up of one question: x is the share of its marks, t the per cent of the whole quiz."""

    n: int = 0
    x: float = 0.0
    xx: float = 0.0
    t: float = 0.0
    tt: float = 0.0
    xt: float = 0.0
    marks: float = 0.0

    def add(self, numbers: Iterable[float]) -> None:
        """Another edition's."""
        for name, number in zip(("n", "x", "xx", "t", "tt", "xt", "marks"), numbers, strict=True):
            setattr(self, name, getattr(self, name) + number)

    def discrimination(self, possible: float) -> float | None:
        """The correlation with the rest; None where nothing varies. possible: the marks of the whole quiz."""
        n = self.n
        var_x = self.xx / n - (self.x / n) ** 2
        var_t = self.tt / n - (self.t / n) ** 2
        cov = self.xt / n - self.x * self.t / n**2
        # By so many per cent of the quiz the question moves the whole; taken out, the rest is left.
        own = 100 * (self.marks / n) / possible
        var_rest = var_t + own**2 * var_x - 2 * own * cov
        if var_x < 1e-9 or var_rest < 1e-6:
            return None
        return max(-1.0, min(1.0, (cov - own * var_x) / sqrt(var_x * var_rest)))


@dataclass
class Item:
    """A question as its authors read it."""

    key: str
    stem: Said
    kind: str
    answers: int
    p: float
    discrimination: float | None

    @property
    def says_too_little(self) -> bool:
        """Too few have answered to say anything."""
        return self.answers < FEWEST

    @property
    def advice(self) -> str:
        """What to look at; "" if nothing."""
        if self.says_too_little:
            return ""
        if self.discrimination is not None and self.discrimination < WEAK:
            return _("Who does well elsewhere does no better here: look at its words and its key.")
        if self.p < HARD:
            return _("Hard: few know it.")
        return _("Easy: nearly everybody knows it.") if self.p > EASY else ""


def items_of(course: Course, wanted: tuple[str, ...]) -> list[tuple[Quiz, list[Item]]]:
    """The quizzes of a course with their questions, of all editions together. Four queries."""
    quizzes = list(
        Quiz.objects.filter(activity__lesson__module__edition__course=course)
        .select_related("activity__lesson__module")
        .order_by("activity__lesson__module__edition__number", *_IN_ORDER)
    )
    # Editions have copies of a quiz under one key; the newest stands for all.
    newest = {quiz.activity.key: quiz for quiz in quizzes}
    keys = {quiz.pk: quiz.activity.key for quiz in quizzes}
    versions = {one.pk: one for one in _versions(course)}
    latest: dict[int, QuestionVersion] = {one.question_id: one for one in versions.values()}
    sums: dict[Any, dict[int, Sums]] = {key: {} for key in newest}
    for quiz, version, *numbers in _added_up(keys):
        asked = versions[version]
        sums[keys[quiz]].setdefault(asked.question_id, Sums()).add(_shares(numbers, asked.marks))
    attempts: dict[Any, int] = defaultdict(int)
    for quiz, count in _first_attempts(keys).order_by().values_list("quiz_id").annotate(people=Count("*")):
        attempts[keys[quiz]] += count
    return [(newest[key], _items(own, attempts[key], latest, wanted)) for key, own in sums.items() if own]


_IN_ORDER = ("activity__lesson__module__position", "activity__lesson__position", "activity__position")


def _first_attempts(quizzes: Iterable[int]) -> Any:
    return Attempt.objects.filter(quiz__in=quizzes, number=1, state=Attempt.State.CLOSED)


def _versions(course: Course) -> Any:
    """All that were ever asked in the course, the newest of a question last. One query."""
    rows = QuestionVersion.objects.filter(question__bank__course=course).select_related("question")
    return rows.order_by("question", "number")


def _added_up(quizzes: Iterable[int]) -> Any:
    """(quiz, version, n, m, mm, t, tt, mt) of first attempts that are marked; m: marks as they are. One query.

    By version, whose marks are the same in all its rows: so the database joins nothing but the attempts.
    """
    first = {"attempt__number": 1, "attempt__state": Attempt.State.CLOSED}
    rows = Response.objects.filter(attempt__quiz__in=quizzes, marks__isnull=False, **first)
    return (
        rows.order_by()
        .annotate(m=Cast("marks", FloatField()), t=Cast("attempt__percent", FloatField()))
        .values_list("attempt__quiz_id", "version_id")
        .annotate(
            n=Count("*"),
            sum_m=Sum("m"),
            sum_mm=Sum(F("m") * F("m")),
            sum_t=Sum("t"),
            sum_tt=Sum(F("t") * F("t")),
            sum_mt=Sum(F("m") * F("t")),
        )
    )


def _shares(numbers: list[float], marks: int) -> tuple[float, ...]:
    """The numbers of Sums, from those with marks as they are."""
    n, m, mm, t, tt, mt = numbers
    return n, m / marks, mm / marks**2, t, tt, mt / marks, n * marks


def _items(
    own: dict[int, Sums], attempts: int, latest: dict[int, QuestionVersion], wanted: tuple[str, ...]
) -> list[Item]:
    # What an attempt could earn on average: where questions are drawn, each is asked in some attempts only.
    possible = sum(sums.marks for sums in own.values()) / attempts
    found = []
    for question, sums in sorted(own.items(), key=lambda pair: (latest[pair[0]].question.position, pair[0])):
        version = latest[question]
        found.append(
            Item(
                key=version.question.key.hex,
                stem=said(version.wording, "stem", wanted),
                kind=str(version.get_kind_display()),
                answers=sums.n,
                p=sums.x / sums.n,
                discrimination=sums.discrimination(possible),
            )
        )
    return found
