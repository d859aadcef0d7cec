"""A course as learners will see it, before anybody can take it: for those who write it and those who decide on it."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View

from csonet.content.views.common import item_or_404
from training.editions import current_draft
from training.learning import wanted_languages
from training.media.access import reads_draft
from training.models import Course, Edition, Quiz, Response
from training.outline import Outline, outline_of
from training.quizzes.asking import asked
from training.quizzes.attempting import names_for, questions_for
from training.views.learning import parts_of


class _PreviewView(LoginRequiredMixin, View):
    """What the previews share. Nothing that is done in one is kept."""

    http_method_names = ["get", "head"]

    def opened(self, slug: str) -> tuple[Course, Outline]:
        """The course and its draft, else the edition that is published. 404 for who may not read it."""
        course = item_or_404(Course, self.request.user, slug)
        if not reads_draft(course, self.request.user):
            raise Http404
        edition: Edition | None = current_draft(course) or course.edition
        if edition is None:
            raise Http404
        return course, outline_of(edition, wanted_languages(None, course))


@method_decorator(csp_update({"media-src": [SELF]}), name="dispatch")
class PreviewLessonView(_PreviewView):
    """A lesson of the draft, every module open."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        """404 for a lesson that the draft doesn't have."""
        course, outline = self.opened(slug)
        if not 1 <= number <= len(outline.lessons):
            raise Http404
        context: dict[str, Any] = {
            "item": course,
            "outline": outline,
            "module": outline.module_of(number),
            "is_preview": True,
        }
        return render(
            request,
            "training/lesson.html",
            context | parts_of(outline.lessons[number - 1], outline, None, request.user),
        )


class PreviewQuizView(_PreviewView):
    """The questions of a quiz as an attempt would ask them; nothing can be sent."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """404 for a quiz of another course or edition."""
        course, outline = self.opened(slug)
        quiz = get_object_or_404(Quiz.objects.select_related("activity"), pk=pk)
        inside = next((one for one in outline.lessons if quiz.activity in one.activities), None)
        if inside is None:
            raise Http404
        rows = [
            Response(position=place, version=version, shown=names_for(version, shuffled=quiz.shuffles))
            for place, version in enumerate(questions_for(quiz))
        ]
        context = {"item": course, "outline": outline, "inside": inside, "quiz": quiz, "is_preview": True}
        return render(
            request, "training/quiz_preview.html", context | {"questions": [asked(row, outline.wanted) for row in rows]}
        )
