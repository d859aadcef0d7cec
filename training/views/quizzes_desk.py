"""The quizzes of a course for its people: results, more time for somebody, a question marked again."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from csonet.content.views.common import own_item_or_404
from csonet.richtext import Plain
from training.models import Course, ExtraTime, Question, Quiz, Regrading
from training.quizzes import allowing, figures, regrading
from training.quizzes.regrading import RegradingError

#: So many changes of results are listed; of the others the number is said.
MOST_SHOWN = 200


class MoreForm(Plain, forms.ModelForm):
    """More time or further attempts for one learner."""

    person = forms.CharField(
        label=gettext_lazy("User name or e-mail address of the learner"),
        max_length=254,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    class Meta:
        model = ExtraTime
        fields = ("percent", "attempts", "reason")
        help_texts = {
            "percent": gettext_lazy("25 means: a quarter more. An attempt that is under way gets it at once."),
            "attempts": gettext_lazy("On top of what the quiz allows everybody."),
            "reason": gettext_lazy("Only the people of the course read it. Write no diagnosis."),
        }

    field_order = ("person", "percent", "attempts", "reason")

    def __init__(self, *args: Any, course: Course, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.course = course
        self.user: Any = None

    def clean_person(self) -> str:
        """Raises ValidationError for somebody who doesn't take the course."""
        name = str(self.cleaned_data["person"])
        self.user = allowing.learner(self.course, name)
        if self.user is None:
            raise forms.ValidationError(_("Nobody takes this course under this name or address."))
        return name


class RegradeForm(Plain):
    """What becomes of a question, and why: the learners read it."""

    rule = forms.ChoiceField(label=gettext_lazy("What becomes of it"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody whose result changes reads it."),
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(rule.value, rule.label) for rule in regrading.rules_for(question)]


class _CoursePeoplesView(LoginRequiredMixin, View):
    """What these pages share: whose course, which quiz."""

    course: Course
    quiz: Quiz

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who may not know of the course, 403 for who may only read it, 404 for a quiz of another one."""
        if request.user.is_authenticated:
            self.course = own_item_or_404(Course, request.user, kwargs["slug"])
            if "key" in kwargs:
                quiz = figures.quiz_of(self.course, kwargs["key"])
                if quiz is None:
                    raise Http404
                self.quiz = quiz
        return super().dispatch(request, *args, **kwargs)

    def shown(self, template: str, **context: Any) -> HttpResponse:
        """A page of the course's people."""
        return render(self.request, template, {"item": self.course, "quiz": getattr(self, "quiz", None), **context})


class QuizzesView(_CoursePeoplesView):
    """Every quiz of the course with its attempts."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Shows; the same queries for one quiz and for many."""
        counts = figures.counted(self.course)
        none = {"made": 0, "passed": 0}
        rows = [(quiz, counts.get(quiz.activity.key, none)) for quiz in figures.quizzes_of(self.course)]
        return self.shown("training/desk_quizzes.html", rows=rows)


class QuizDeskView(_CoursePeoplesView):
    """One quiz: its questions, and who has more time."""

    def get(self, request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
        """Shows."""
        return self._page(MoreForm(course=self.course))

    def post(self, request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
        """Allow somebody more, or take it back; what is wrong is said with everything typed kept."""
        if "remove" in request.POST:
            return self._remove(request.POST["remove"])
        form = MoreForm(request.POST, course=self.course)
        if not form.is_valid():
            return self._page(form)
        given = {name: form.cleaned_data[name] for name in ("percent", "attempts", "reason")}
        allowing.grant(self.quiz, form.user, **given)
        messages.success(request, _("It is allowed from now on."))
        return redirect("desk_quiz", slug, key)

    def _remove(self, sent: str) -> HttpResponse:
        is_key = sent.isascii() and sent.isdigit() and len(sent) < 19
        extra = allowing.granted(self.quiz.activity.key).filter(pk=int(sent) if is_key else 0).first()
        if extra is not None:
            allowing.take_back(extra)
            messages.success(self.request, _("It is not allowed any more. What is under way keeps its time."))
        return redirect("desk_quiz", self.course.slug, self.quiz.activity.key)

    def _page(self, form: MoreForm) -> HttpResponse:
        questions = figures.questions_of(self.quiz)
        granted = list(allowing.granted(self.quiz.activity.key))
        acts = Regrading.objects.filter(question__bank__draws__quiz=self.quiz).select_related("by", "version")
        return self.shown("training/desk_quiz.html", form=form, questions=questions, granted=granted, acts=acts[:50])


class RegradeView(_CoursePeoplesView):
    """A question marked again: first who would change from what to what, then the act."""

    def get(self, request: HttpRequest, slug: str, key: uuid.UUID, question: int) -> HttpResponse:
        """The preview of the rule that is asked for. 404 for a question of another quiz."""
        asked = self._asked(question)
        rules = regrading.rules_for(asked)
        rule = request.GET.get("rule", "")
        form = RegradeForm(question=asked, initial={"rule": rule if rule in rules else rules[0]})
        return self._page(asked, rule if rule in rules else "", form)

    def post(self, request: HttpRequest, slug: str, key: uuid.UUID, question: int) -> HttpResponse:
        """“Show” looks first; “apply” does what was looked at. Another outcome than the one shown is shown again."""
        asked = self._asked(question)
        form, applies = RegradeForm(request.POST, question=asked), request.POST.get("do") == "apply"
        # Who only looks has not to say why yet.
        form.fields["reason"].required = applies
        if not form.is_valid() or not applies:
            return self._page(asked, form.cleaned_data.get("rule", ""), form)
        rule, reason = form.cleaned_data["rule"], form.cleaned_data["reason"]
        try:
            done = regrading.regrade(
                self.quiz, asked, rule, reason=reason, seen=request.POST.get("seen", ""), by=request.user
            )
        except RegradingError as error:
            messages.error(request, str(error))
            return self._page(asked, rule, form)
        told = ngettext(
            "The question is marked again. %(count)d result changed, and its learner is told.",
            "The question is marked again. %(count)d results changed, and their learners are told.",
            done.changed,
        ) % {"count": done.changed}
        messages.success(request, told)
        return redirect("desk_quiz", slug, key)

    def _asked(self, pk: int) -> Question:
        return get_object_or_404(Question, pk=pk, bank__draws__quiz=self.quiz)

    def _page(self, question: Question, rule: str, form: RegradeForm) -> HttpResponse:
        changes = regrading.preview(question, rule) if rule else []
        return self.shown(
            "training/desk_regrade.html",
            form=form,
            version=question.versions.first(),
            rule=rule,
            changes=changes[:MOST_SHOWN],
            further=max(0, len(changes) - MOST_SHOWN),
            seen=regrading.mark_of(changes) if rule else "",
        )
