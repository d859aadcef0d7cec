"""The marking queue: works and essays of one's courses that wait, the oldest first, never one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from csonet.prepared import prepared
from training.marking.rights import markable
from training.models import Activity, Attempt, HandIn
from training.wording import Said, said

PER_PAGE = 20


@dataclass(frozen=True)
class Waiting:
    """One thing that waits to be marked."""

    since: datetime
    is_essay: bool
    pk: int
    learner: str
    course: str
    language: str
    title: Said
    #: Who has begun to mark it.
    begun_by: str = ""

    @property
    def url(self) -> str:
        """Where it is marked."""
        return reverse("mark_attempt" if self.is_essay else "mark_work", args=[self.pk])


def works_for(user: Any) -> QuerySet[HandIn]:
    """Works that wait for this person's mark."""
    rows = HandIn.objects.filter(state=HandIn.State.WAITING, enrolment__in=markable(user))
    return rows.select_related("enrolment__user", "enrolment__course", "marking__by")


def attempts_for(user: Any) -> QuerySet[Attempt]:
    """Attempts with essays that wait for this person's mark."""
    rows = Attempt.objects.filter(state=Attempt.State.MARKING, enrolment__in=markable(user))
    return rows.select_related("enrolment__user", "enrolment__course", "quiz__activity__lesson")


def count_for(user: Any) -> int:
    """How much waits for this person. One query."""
    return sum(row["number"] for row in _numbers(user))


@prepared
def _numbers(user: Any) -> QuerySet[Any, Any]:
    """A row for the works and one for the attempts."""
    works, attempts = (
        rows.order_by().values("state").annotate(number=Count("pk")).values("number")
        for rows in (works_for(user), attempts_for(user))
    )
    return works.union(attempts, all=True)


def waiting_for(user: Any, wanted: tuple[str, ...], page: int = 1) -> list[Waiting]:
    """A page of the queue, the oldest first; three queries. wanted: languages for the titles, best first."""
    end = page * PER_PAGE
    works = list(works_for(user).order_by("handed_at", "pk")[:end])
    attempts = list(attempts_for(user).order_by("submitted_at", "pk")[:end])
    titles = _titles([work.activity_key for work in works], wanted)
    rows = [_of_work(work, titles) for work in works] + [_of_attempt(attempt, wanted) for attempt in attempts]
    return sorted(rows, key=lambda row: row.since)[end - PER_PAGE : end]


def _titles(keys: list[Any], wanted: tuple[str, ...]) -> dict[Any, Said]:
    """What assignments are called, in the newest edition that has them."""
    rows = Activity.objects.filter(key__in=keys).select_related("lesson").order_by("pk") if keys else ()
    return {row.key: title_of(row, wanted) for row in rows}


def title_of(activity: Activity, wanted: tuple[str, ...]) -> Said:
    """The activity's title, else its lesson's."""
    return said(activity.wording, "title", wanted) or said(activity.lesson.wording, "title", wanted)


def _of_work(work: HandIn, titles: dict[Any, Said]) -> Waiting:
    marking = getattr(work, "marking", None)
    return Waiting(
        work.handed_at,
        False,
        work.pk,
        work.enrolment.user.name,
        work.enrolment.course.title,
        work.enrolment.course.language,
        titles.get(work.activity_key, Said("", "")),
        marking.by.name if marking and marking.by else "",
    )


def _of_attempt(attempt: Attempt, wanted: tuple[str, ...]) -> Waiting:
    return Waiting(
        attempt.submitted_at or attempt.started_at,
        True,
        attempt.pk,
        attempt.enrolment.user.name,
        attempt.enrolment.course.title,
        attempt.enrolment.course.language,
        title_of(attempt.quiz.activity, wanted),
    )
