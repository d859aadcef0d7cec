"""The report of a course, for its own people and the Branch: as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.opendata.writing import as_csv
from training.learning import wanted_languages
from training.models import Course
from training.outline import outline_of
from training.reports.learners import Figures, learners_of, steps_of
from training.reports.questions import items_of
from training.reports.rights import readable_course_or_404

#: The headings of the file. Where a number doesn't belong to a row, its cell is empty.
COLUMNS = ["part", "key", "name", "learners", "completed", "active", "left", "percent", "difficulty", "discrimination"]


def report_of(course: Course) -> dict[str, Any]:
    """All figures of a course. Ten queries, however many learners."""
    wanted = wanted_languages(None, course)
    learners = learners_of(course)
    steps = steps_of(course, outline_of(course.edition, wanted), learners.all.learners) if course.edition else []
    return {"learners": learners, "steps": steps, "quizzes": items_of(course, wanted)}


class ReportView(SignInRequired, View):
    """Who takes it, where they stop, which questions are hard."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for everybody but the course's own people and the Branch."""
        course = readable_course_or_404(request.user, slug)
        return render(request, "training/report.html", {"item": course, **report_of(course)})


class ReportFileView(SignInRequired, View):
    """The same as CSV."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """One row a language, region, lesson and question."""
        course = readable_course_or_404(request.user, slug)
        rows = as_csv(_records(report_of(course)), COLUMNS)
        response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="csonet-report.csv"'
        response["Cache-Control"] = "private, no-store"
        return response


def _records(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    learners = report["learners"]
    yield _record("all", **_numbers(learners.all))
    for part, rows in (("language", learners.languages), ("region", learners.regions)):
        for figures in rows:
            yield _record(part, name=figures.name, **_numbers(figures))
    for step in report["steps"]:
        yield _record("lesson", key=step.number, name=step.title.text, completed=step.done, percent=step.percent)
    for _quiz, items in report["quizzes"]:
        for one in items:
            r = None if one.discrimination is None else round(one.discrimination, 3)
            numbers = {"difficulty": round(one.p, 3), "discrimination": r}
            yield _record("question", key=one.key, name=one.stem.text, learners=one.answers, **numbers)


def _numbers(figures: Figures) -> dict[str, Any]:
    """Of fewer than five, the number of people alone."""
    if figures.percent is None:
        return {"learners": figures.learners}
    names = ("learners", "completed", "active", "left", "percent")
    return {name: getattr(figures, name) for name in names}


def _record(part: str, **given: Any) -> dict[str, Any]:
    return {name: given.get(name, "") for name in COLUMNS} | {"part": part}
