"""Quizzes without JavaScript: the rules, one page of questions after the other, a last look, the result."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from training.learning import standing
from training.models import Attempt, Enrolment, Quiz, Review
from training.outline import Outline
from training.progress import Progress
from training.quizzes import attempting
from training.quizzes.allowing import allowance_of
from training.quizzes.asking import asked, sent
from training.quizzes.attempting import AttemptError
from training.quizzes.results import result_of
from training.views.learning import gone, own_enrolment_or_404, was_there


class _QuizPage(LoginRequiredMixin, View):
    """What the pages of a quiz share: whose enrolment, which quiz, in which languages."""

    enrolment: Enrolment
    quiz: Quiz
    outline: Outline

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who doesn't take the course, a quiz of another course, a module that is still locked."""
        if request.user.is_authenticated:
            self.enrolment = own_enrolment_or_404(request, kwargs["slug"])
            self.outline, progress = standing(self.enrolment)
            if kwargs["key"] not in self.outline.activities and was_there(self.enrolment.course, kwargs["key"]):
                return gone(request, self.enrolment.course)
            self.quiz = self._quiz(kwargs["key"], progress)
        return super().dispatch(request, *args, **kwargs)

    def _quiz(self, key: uuid.UUID, progress: Progress) -> Quiz:
        activity = self.outline.activities.get(key)
        quiz = getattr(activity, "quiz", None)
        inside = next((lesson for lesson in self.outline.lessons if activity in lesson.activities), None)
        if quiz is None or inside is None or progress.lock_of(self.outline.module_of(inside.number)):
            raise Http404
        self.inside = inside
        return quiz

    def to(self, page: str, *arguments: Any) -> HttpResponse:
        """To another page of this quiz."""
        return redirect(page, self.enrolment.course.slug, self.quiz.activity.key, *arguments)

    def shown(self, template: str, **context: Any) -> HttpResponse:
        """A page of this quiz."""
        shared = {"item": self.enrolment.course, "quiz": self.quiz, "inside": self.inside, "outline": self.outline}
        return render(self.request, template, shared | context)

    def attempt_under_way(self) -> Attempt | None:
        """The open attempt; one whose time is over is submitted on the way."""
        return attempting.open_attempt(self.enrolment, self.quiz)


class QuizView(_QuizPage):
    """The rules, said before one begins, and the attempts so far."""

    def get(self, request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
        """Shows; begins nothing."""
        under_way = self.attempt_under_way()
        attempts = list(Attempt.objects.filter(enrolment=self.enrolment, quiz=self.quiz).order_by("number"))
        return self.shown(
            "training/quiz.html",
            under_way=under_way,
            attempts=[attempt for attempt in attempts if attempt.state != Attempt.State.OPEN],
            why_not="" if under_way else attempting.why_not(self.enrolment, self.quiz),
            questions=len(attempting.questions_for(self.quiz)),
            allowance=allowance_of(self.enrolment, self.quiz),
        )


class BeginView(_QuizPage):
    """Begin an attempt, or go on with the one under way."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
        """To the first page; back to the rules with the reason where none can begin."""
        try:
            attempting.begin(self.enrolment, self.quiz)
        except AttemptError as error:
            messages.error(request, str(error))
            return self.to("quiz")
        return self.to("quiz_page", 1)


class PageView(_QuizPage):
    """A page of questions. Each button keeps what is on the page before it leads on."""

    def get(self, request: HttpRequest, slug: str, key: uuid.UUID, page: int) -> HttpResponse:
        """404 for a page that there is none of; to the rules if no attempt is under way."""
        attempt = self.attempt_under_way()
        if attempt is None:
            return self.to("quiz")
        rows, pages = self._page(attempt, page)
        questions = [asked(row, self.outline.wanted) for row in rows]
        return self.shown("training/quiz_page.html", attempt=attempt, questions=questions, page=page, pages=pages)

    def post(self, request: HttpRequest, slug: str, key: uuid.UUID, page: int) -> HttpResponse:
        """Keep, then lead where the button says. What arrives too late is not kept, and said."""
        attempt = self.attempt_under_way()
        if attempt is None:
            messages.error(request, _("This attempt is closed; its answers stay as they were saved."))
            return self.to("quiz")
        rows, pages = self._page(attempt, page)
        flags = {row.position: f"flag{row.position}" in request.POST for row in rows}
        try:
            attempting.save(attempt, {row.position: sent(row, request.POST) for row in rows}, flags)
        except AttemptError as error:
            messages.error(request, str(error))
            return self.to("quiz")
        return self._onward(request.POST.get("go", ""), page, pages)

    def _onward(self, go: str, page: int, pages: int) -> HttpResponse:
        if go == "finish" or (go == "next" and page == pages):
            return self.to("quiz_submit")
        onward = {"next": page + 1, "previous": max(1, page - 1)}.get(go, page)
        if onward == page:
            messages.success(self.request, _("Your answers are saved."))
        return self.to("quiz_page", onward)

    def _page(self, attempt: Attempt, page: int) -> tuple[list[Any], int]:
        size = self.quiz.per_page
        rows = list(attempt.responses.select_related("version"))
        pages = -(-len(rows) // size)
        if not 1 <= page <= pages:
            raise Http404
        return rows[(page - 1) * size : page * size], pages


class SubmitView(_QuizPage):
    """A last look at what is answered; then submit. A second time changes nothing."""

    def get(self, request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
        """What is still unanswered or marked, with the way back to it."""
        attempt = self.attempt_under_way()
        if attempt is None:
            return self.to("quiz")
        rows = attempt.responses.only("position", "answer", "flagged", "attempt_id")
        open_rows = [
            {"number": row.position + 1, "page": row.position // self.quiz.per_page + 1, "flagged": row.flagged}
            for row in rows
            if not row.answer or row.flagged
        ]
        return self.shown("training/quiz_submit.html", attempt=attempt, open_rows=open_rows)

    def post(self, request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
        """To the result. 404 for a token that is not this learner's."""
        try:
            attempt = attempting.submit(request.POST.get("token", "")[:40], self.enrolment)
        except Attempt.DoesNotExist:
            raise Http404 from None
        return self.to("quiz_result", attempt.number)


class ResultView(_QuizPage):
    """What an attempt earned, and as far as the rules say it what was right."""

    def get(self, request: HttpRequest, slug: str, key: uuid.UUID, number: int) -> HttpResponse:
        """404 for an attempt that there is none of, or that is still under way."""
        attempts = Attempt.objects.filter(enrolment=self.enrolment, quiz=self.quiz)
        attempt = attempts.exclude(state=Attempt.State.OPEN).filter(number=number).first()
        if attempt is None:
            raise Http404
        explained = self._explains(attempt)
        rows = result_of(attempt, self.outline.wanted) if explained else []
        return self.shown("training/quiz_result.html", attempt=attempt, explained=explained, rows=rows)

    def _explains(self, attempt: Attempt) -> bool:
        """Does the quiz's rule show now what was right?"""
        if attempt.percent is None or self.quiz.review == Review.NEVER:
            return False
        if self.quiz.review == Review.SUBMITTED:
            return True
        most = allowance_of(self.enrolment, self.quiz).attempts
        used_up = most is not None and attempt.number >= most
        return used_up or attempting.passed_before(self.enrolment, self.quiz)
