"""What the people of a course see of its quizzes: attempts and results, and questions that were changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from training.models import Attempt, Course, Question, QuestionVersion, Quiz, Response


def quizzes_of(course: Course) -> list[Quiz]:
    """The quizzes of the edition that learners take, in their order; of a course in preparation those of its draft."""
    edition = course.edition or course.editions.order_by("-number").first()
    if edition is None:
        return []
    rows = Quiz.objects.filter(activity__lesson__module__edition=edition).select_related("activity__lesson__module")
    return list(rows.order_by("activity__lesson__module__position", "activity__lesson__position", "activity__position"))


def quiz_of(course: Course, key: UUID) -> Quiz | None:
    """The quiz with this key as learners take it now, or as it was last."""
    rows = Quiz.objects.filter(activity__key=key, activity__lesson__module__edition__course=course)
    published = rows.exclude(activity__lesson__module__edition__published_at=None)
    newest = "-activity__lesson__module__edition__number"
    found = published.order_by(newest).select_related("activity__lesson").first()
    return found or rows.order_by(newest).select_related("activity__lesson").first()


def counted(course: Course) -> dict[UUID, dict[str, int]]:
    """Of each quiz by its key: attempts that were submitted, and how many of them passed. One query."""
    rows = (
        Attempt.objects.filter(enrolment__course=course)
        .exclude(state=Attempt.State.OPEN)
        .values("quiz__activity__key")
        .annotate(made=Count("pk"), passed=Count("pk", filter=Q(percent__gte=F("pass_percent"))))
    )
    return {row["quiz__activity__key"]: {"made": row["made"], "passed": row["passed"]} for row in rows}


@dataclass(frozen=True)
class Asked:
    """A question of a quiz in its newest version."""

    question: Question
    version: QuestionVersion
    answered: int
    #: How many of them were asked an earlier version.
    earlier: int


def questions_of(quiz: Quiz) -> list[Asked]:
    """The questions that the quiz draws from, also those no longer asked, as they are now. Two queries."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
    given = Response.objects.filter(version__question=OuterRef("pk")).exclude(attempt__state=Attempt.State.OPEN)
    rows: QuerySet[Any] = (
        Question.objects.filter(bank__draws__quiz=quiz)
        .annotate(newest=Subquery(newest))
        .annotate(answered=_count(given), earlier=_count(given.exclude(version=OuterRef("newest"))))
        .order_by("position", "pk")
    )
    found = list(rows)
    versions = QuestionVersion.objects.in_bulk([row.newest for row in found if row.newest])
    return [
        Asked(row, versions[row.newest], row.answered or 0, row.earlier or 0) for row in found if row.newest in versions
    ]


def _count(rows: QuerySet[Any]) -> Subquery:
    counted_rows = rows.order_by().values("version__question").annotate(count=Count("pk")).values("count")
    return Subquery(counted_rows)
