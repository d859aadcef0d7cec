"""Writing a course: its parts in their order, each row on a page of its own, in one language at a time."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from csonet.content.views.common import own_item_or_404
from csonet.richtext import composing_csp
from csonet.ui.languages import CODES, own_name
from csonet.workflow import WorkflowError
from training.advice import advice_for
from training.building import retire
from training.editions import current_draft, draft_of, lacks, publish
from training.forms_activities import ActivityForm
from training.forms_authoring import LessonForm, ModuleForm, QuestionForm, QuizForm
from training.media.desk import slots
from training.models import Activity, Course, Edition, Lesson, Module, Question, Quiz
from training.outline import outline_of

#: Rows by their name in the addresses: model, form, and how they hang together.
ROWS: dict[str, tuple[Any, Any]] = {
    "module": (Module, ModuleForm),
    "lesson": (Lesson, LessonForm),
    "activity": (Activity, ActivityForm),
}


class AuthorsPage(LoginRequiredMixin, View):
    """What the pages of authors share: whose course, which draft, in which language they write."""

    course: Course
    #: None while nobody writes on an edition: then there is nothing to change.
    draft: Edition | None
    language: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who may not know of the course, 403 for who may only read it."""
        if request.user.is_authenticated:
            self.course = own_item_or_404(Course, request.user, kwargs["slug"])
            self.draft = current_draft(self.course)
            asked = request.GET.get("language", "")
            self.language = asked if asked in CODES else self.course.language
        return super().dispatch(request, *args, **kwargs)

    def row(self, name: str, pk: int) -> Any:
        """A row of this draft. 404 for another edition's."""
        to_edition = {"module": "edition", "lesson": "module__edition", "activity": "lesson__module__edition"}
        if name not in ROWS:
            raise Http404
        return get_object_or_404(ROWS[name][0], pk=pk, **{to_edition[name]: self.draft})

    def shown(self, template: str, **context: Any) -> HttpResponse:
        """A page of the authors."""
        languages = [(code, own_name(code)) for code in CODES]
        shared = {"item": self.course, "draft": self.draft, "language": self.language, "languages": languages}
        return render(self.request, template, shared | context)

    def back(self) -> HttpResponse:
        """To the parts of the course."""
        return redirect("course_write", self.course.slug)


class BeginEditionView(AuthorsPage):
    """Begin the next edition: a copy of the published one, in which everything can be changed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """To its parts; where one was begun before, to that one."""
        draft_of(self.course)
        return self.back()


class WriteView(AuthorsPage):
    """The parts of the draft, with what it still lacks; without one, those of the published edition to be read."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Shows; begins nothing."""
        edition = self.draft or self.course.edition
        outline = outline_of(edition, (self.language, self.course.language)) if edition else None
        if outline is None or self.draft is None:
            return self.shown("training/write.html", outline=outline)
        advice = advice_for(outline)
        return self.shown("training/write.html", outline=outline, lacks=lacks(self.draft), advice=advice)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Publish the edition that the page showed; the first one is published with the course, by its approval."""
        if self.course.status != "published" or self.course.edition_id is None:
            messages.error(request, _("The first edition is published when the moderators approve the course."))
            return self.back()
        if self.draft is None or request.POST.get("edition") != str(self.draft.pk):
            messages.info(request, _("This was sent already."))
            return redirect(self.course)
        try:
            self.draft.moves_learners = "moves" in request.POST
            publish(self.draft)
        except WorkflowError as error:
            messages.error(request, str(error))
            return self.back()
        messages.success(request, _("The new edition is published."))
        return redirect(self.course)


class AddView(AuthorsPage):
    """A new row at the end of its neighbours."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, name: str, parent: int) -> HttpResponse:
        """To the page of the new row. 404 for a parent of another edition, and for a draft that was published."""
        with transaction.atomic():
            if self.course.edition_id is None:  # the first row of a new course
                self.draft = draft_of(self.course)
            # Of two clicks the second waits for its place.
            drafts = Edition.objects.select_for_update().filter(published_at=None)
            row = self._added(get_object_or_404(drafts, pk=self.draft and self.draft.pk), name, parent)
        return redirect("course_row", slug, name, row.pk)

    def _added(self, draft: Edition, name: str, parent: int) -> Any:
        if name == "module":
            return Module.objects.create(edition=draft, position=_end(draft.modules))
        if name == "lesson":
            module = self.row("module", parent)
            return Lesson.objects.create(module=module, position=_end(module.lessons), key=uuid.uuid4())
        if name == "activity":
            lesson = self.row("lesson", parent)
            return Activity.objects.create(lesson=lesson, position=_end(lesson.activities), key=uuid.uuid4())
        raise Http404


def _end(rows: Any) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@method_decorator(composing_csp, name="dispatch")
class RowView(AuthorsPage):
    """A row's texts in one language, and what it is."""

    def get(self, request: HttpRequest, slug: str, name: str, pk: int) -> HttpResponse:
        """The form. 404 for a row of another edition."""
        row = self.row(name, pk)
        return self._page(name, row, self._form(name, row))

    def post(self, request: HttpRequest, slug: str, name: str, pk: int) -> HttpResponse:
        """Save; what is wrong is said beside the field, with everything typed kept."""
        row = self.row(name, pk)
        form = self._form(name, row, request.POST)
        if not form.is_valid():
            return self._page(name, row, form)
        form.save()
        messages.success(request, _("Saved."))
        if getattr(form, "goes_on", False):
            return redirect(f"{request.path}?language={self.language}")
        return self.back()

    def _form(self, name: str, row: Any, data: Any = None) -> Any:
        return ROWS[name][1](data, instance=row, language=self.language, user=self.request.user)

    def _page(self, name: str, row: Any, form: Any) -> HttpResponse:
        quiz = Quiz.objects.filter(activity=row).first() if name == "activity" else None
        files = slots(row, self.language) if name == "activity" else []
        return self.shown("training/write_row.html", form=form, row=row, name=name, quiz=quiz, files=files)


class MoveView(AuthorsPage):
    """A row one place up, one place down, or out of the course."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, name: str, pk: int) -> HttpResponse:
        """Back to the parts of the course."""
        row = self.row(name, pk)
        with transaction.atomic():
            if request.POST.get("do") == "delete":
                row.delete()
            else:
                _swap(name, row, up=request.POST.get("do") == "up")
        return self.back()


def _swap(name: str, row: Any, *, up: bool) -> None:
    """Change places with the neighbour, if there is one; over a place that nobody has, for places are unique."""
    parent = {"module": "edition", "lesson": "module", "activity": "lesson"}[name]
    rows = type(row).objects.select_for_update().filter(**{parent: getattr(row, parent)})
    near = rows.filter(position__lt=row.position).last() if up else rows.filter(position__gt=row.position).first()
    if near is None:
        return
    mine, other = row.position, near.position
    aside = _end(rows)
    for changed, place in ((row, aside), (near, mine), (row, other)):
        type(row).objects.filter(pk=changed.pk).update(position=place)


class QuizRulesView(AuthorsPage):
    """The rules of a quiz and its questions."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """404 for an activity that is no quiz of this draft."""
        return self._page(QuizForm(instance=self._quiz(pk)))

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Save the rules."""
        form = QuizForm(request.POST, instance=self._quiz(pk))
        if not form.is_valid():
            return self._page(form)
        form.save()
        messages.success(request, _("Saved."))
        return redirect("quiz_rules", slug, pk)

    def _quiz(self, pk: int) -> Quiz:
        return get_object_or_404(Quiz, activity=self.row("activity", pk))

    def _page(self, form: QuizForm) -> HttpResponse:
        banks = form.instance.draws.values("bank")
        questions = Question.objects.filter(bank__in=banks, retired=False).prefetch_related("versions")
        return self.shown("training/write_quiz.html", form=form, quiz=form.instance, questions=questions)


class QuestionView(AuthorsPage):
    """A question of a quiz's bank; an edit is a new version, for attempts keep the one that they began with."""

    def get(self, request: HttpRequest, slug: str, pk: int, question: int = 0) -> HttpResponse:
        """The form. 404 for a question of another course."""
        quiz, asked = self._asked(pk, question)
        version = asked.versions.first() if asked else None
        return self._page(quiz, asked, QuestionForm(language=self.language, version=version))

    def post(self, request: HttpRequest, slug: str, pk: int, question: int = 0) -> HttpResponse:
        """Save it, or retire it; what can't be asked or marked is said with everything typed kept."""
        quiz, asked = self._asked(pk, question)
        if asked and request.POST.get("do") == "retire":
            retire(asked)
            return redirect("quiz_rules", slug, pk)
        version = asked.versions.first() if asked else None
        form = QuestionForm(request.POST, language=self.language, version=version)
        if form.is_valid():
            try:
                form.save(quiz.draws.first().bank, asked)
            except ValidationError as error:
                form.add_error("answers", error)
            else:
                return redirect("quiz_rules", slug, pk)
        return self._page(quiz, asked, form)

    def _asked(self, pk: int, question: int) -> tuple[Quiz, Question | None]:
        quiz = get_object_or_404(Quiz, activity=self.row("activity", pk))
        if not question:
            return quiz, None
        return quiz, get_object_or_404(Question, pk=question, bank__draws__quiz=quiz)

    def _page(self, quiz: Quiz, question: Question | None, form: QuestionForm) -> HttpResponse:
        return self.shown("training/write_question.html", form=form, quiz=quiz, question=question)
