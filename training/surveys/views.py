"""The pages of surveys: answering, writing, what was answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.rights import is_author_side
from csonet.content.views.common import item_or_404
from csonet.ui import languages
from csonet.workflow import WorkflowError
from training.learning import standing, wanted_languages
from training.models import Course, Enrolment, Survey, SurveyQuestion
from training.reports.rights import readable_course_or_404
from training.surveys import answering, results, writing
from training.surveys.forms import AnswerForm, SurveyQuestionForm
from training.views.learning import own_enrolment_or_404
from training.wording import said


class SurveyView(SignInRequired, View):
    """The survey of an activity, or the one after the course, for who takes the course."""

    def get(self, request: HttpRequest, slug: str, key: UUID | None = None) -> HttpResponse:
        """404 for who doesn't take the course, or is not that far, and where nothing is asked."""
        enrolment, survey = self._found(slug, key)
        return self._page(enrolment, survey, self._form(enrolment, survey, self.parked_data()))

    def post(self, request: HttpRequest, slug: str, key: UUID | None = None) -> HttpResponse:
        """Keep the answers, once."""
        enrolment, survey = self._found(slug, key)
        form = self._form(enrolment, survey, request.POST)
        if not form.is_valid():
            return self._page(enrolment, survey, form)
        try:
            answering.answer(survey, enrolment, form.given(), languages.current())
        except WorkflowError as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _("Thank you. Nobody can see that these answers are yours."))
        return redirect("lesson", slug, self.number) if self.number else redirect(enrolment.course)

    def _found(self, slug: str, key: UUID | None) -> tuple[Enrolment, Survey]:
        enrolment = own_enrolment_or_404(self.request, slug)
        survey = writing.survey_of(enrolment.course, key)
        if survey is None or not self._is_that_far(enrolment, key):
            raise Http404
        return enrolment, survey

    def _is_that_far(self, enrolment: Enrolment, key: UUID | None) -> bool:
        """The course is done, or the activity's module is open; remembers the number of its lesson."""
        self.number = 0
        if key is None:
            return enrolment.completed_at is not None
        outline, progress = standing(enrolment)
        activity = outline.activities.get(key)
        inside = next((lesson for lesson in outline.lessons if activity in lesson.activities), None)
        if inside is None or progress.lock_of(outline.module_of(inside.number)):
            return False
        self.number = inside.number
        return True

    def _form(self, enrolment: Enrolment, survey: Survey, data: Any) -> AnswerForm:
        wanted = wanted_languages(enrolment, enrolment.course)
        return AnswerForm(data, questions=answering.questions_of(survey), wanted=wanted)

    def _page(self, enrolment: Enrolment, survey: Survey, form: AnswerForm) -> HttpResponse:
        context = {
            "item": enrolment.course,
            "survey": survey,
            "form": form,
            "number": self.number,
            "answered": answering.has_answered(survey, self.request.user),
        }
        return render(self.request, "training/survey.html", context)


class _AuthorsPage(SignInRequired, View):
    """What the authors' pages share."""

    def found(self, slug: str, key: UUID | None) -> None:
        """Sets course, key, language. 404 for everybody but the course's own people, and for what is no survey."""
        self.course = item_or_404(Course, self.request.user, slug)
        if not is_author_side(self.request.user, self.course):
            raise Http404
        if key is not None and not writing.is_survey(self.course, key):
            raise Http404
        asked = self.request.GET.get("language", "")
        self.language = asked if asked in languages.CODES else self.course.language
        self.key = key

    def home(self) -> HttpResponse:
        """To the questions."""
        if self.key is None:
            return redirect("survey_write", self.course.slug)
        return redirect("activity_survey_write", self.course.slug, self.key)

    def shown(self, template: str, **context: Any) -> HttpResponse:
        """A page in the language of the text."""
        codes = [(code, languages.own_name(code)) for code in languages.CODES]
        shared = {"item": self.course, "key": self.key, "language": self.language, "languages": codes}
        return render(self.request, template, shared | context)


class WriteView(_AuthorsPage):
    """The questions of a survey, and the form for one more."""

    def get(self, request: HttpRequest, slug: str, key: UUID | None = None) -> HttpResponse:
        """Shows; makes nothing."""
        self.found(slug, key)
        return self._page(SurveyQuestionForm(self.parked_data(), language=self.language))

    def post(self, request: HttpRequest, slug: str, key: UUID | None = None) -> HttpResponse:
        """Ask one more."""
        self.found(slug, key)
        form = SurveyQuestionForm(request.POST, language=self.language)
        survey = writing.survey_of(self.course, key)
        if form.is_valid() and survey is not None and survey.questions.count() >= writing.MOST_QUESTIONS:
            form.add_error(None, _("A survey has at most thirty questions."))
        if not form.is_valid():
            return self._page(form)
        kind = form.cleaned_data["kind"]
        writing.save_question(self.course, key, None, kind=kind, language=self.language, texts=form.cleaned_data)
        messages.success(request, _("Saved."))
        return self.home()

    def _page(self, form: SurveyQuestionForm) -> HttpResponse:
        survey = writing.survey_of(self.course, self.key)
        wanted = (self.language, self.course.language)
        questions = [
            (question, said(question.wording, "text", wanted))
            for question in (answering.questions_of(survey) if survey else [])
        ]
        return self.shown("training/survey_write.html", form=form, questions=questions)


class QuestionView(_AuthorsPage):
    """One question: other words while nobody has answered, another language at any time; or asked no longer."""

    def get(self, request: HttpRequest, slug: str, pk: int, key: UUID | None = None) -> HttpResponse:
        """The form. 404 for a question of another survey."""
        question = self._question(slug, pk, key)
        return self._page(question, SurveyQuestionForm(self.parked_data(), language=self.language, question=question))

    def post(self, request: HttpRequest, slug: str, pk: int, key: UUID | None = None) -> HttpResponse:
        """Save it, or ask it no longer."""
        question = self._question(slug, pk, key)
        if request.POST.get("do") == "retire":
            SurveyQuestion.objects.filter(pk=question.pk).update(retired=True)
            return self.home()
        form = SurveyQuestionForm(request.POST, language=self.language, question=question)
        if not form.is_valid():
            return self._page(question, form)
        kind = form.cleaned_data["kind"]
        writing.save_question(self.course, key, question, kind=kind, language=self.language, texts=form.cleaned_data)
        messages.success(request, _("Saved."))
        return self.home()

    def _question(self, slug: str, pk: int, key: UUID | None) -> SurveyQuestion:
        self.found(slug, key)
        return get_object_or_404(SurveyQuestion, pk=pk, survey__course=self.course, survey__activity_key=key)

    def _page(self, question: SurveyQuestion, form: SurveyQuestionForm) -> HttpResponse:
        return self.shown("training/survey_question.html", form=form, question=question)


class ResultsView(SignInRequired, View):
    """What was answered, for the course's own people and the Branch."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for everybody else."""
        course = readable_course_or_404(request.user, slug)
        wanted = wanted_languages(None, course)
        found = results.results_of(course, writing.titles_of(course, wanted), wanted)
        context = {"item": course, "results": found, "is_author": is_author_side(request.user, course)}
        return render(request, "training/survey_results.html", context)
