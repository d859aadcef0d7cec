"""The marking queue and the pages on which works and essays are marked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from csonet.content.files import serving
from csonet.content.files.names import content_disposition
from csonet.ui import languages
from training.marking.forms import MarkForm
from training.marking.giving import MarkingError, decide, essays_of, give, keep_draft
from training.marking.queue import PER_PAGE, attempts_for, count_for, title_of, waiting_for, works_for
from training.marking.rights import may_mark
from training.models import Activity, Attempt, Exercise, HandIn, Response
from training.wording import said


class QueueView(LoginRequiredMixin, View):
    """What waits for this person's mark, the oldest first."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of it; 404 for one that there is none of."""
        typed = request.GET.get("page", "1")
        page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
        count = count_for(request.user)
        pages = max(1, -(-count // PER_PAGE))
        if not 1 <= page <= pages:
            raise Http404
        rows = waiting_for(request.user, (languages.current(),), page)
        return render(request, "training/marking.html", {"rows": rows, "count": count, "page": page, "pages": pages})


class _MarkView(LoginRequiredMixin, View):
    """What the two marking pages share."""

    http_method_names = ["get", "head", "post", "options"]

    def wanted(self, course: Any) -> tuple[str, ...]:
        """In which languages the marker reads."""
        return tuple(dict.fromkeys((languages.current(), course.language)))

    def done(self, words: str) -> HttpResponse:
        """Back to the queue."""
        messages.success(self.request, words)
        return redirect("marking")


class MarkWorkView(_MarkView):
    """A work that was handed in: read, mark, accept or return."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for what isn't this person's to mark; what was marked meanwhile is said in the queue."""
        work = self._work(pk)
        if work is None:
            return self._gone()
        return self._page(work, self._form(work))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a draft, accept or return."""
        work = self._work(pk)
        if work is None:
            return self._gone()
        act = request.POST.get("do", "draft")
        form = self._form(work, request.POST, gives=act == "accept")
        if not form.is_valid():
            return self._page(work, form)
        try:
            if act not in ("accept", "return"):
                keep_draft(work, form.mark, request.user)
                return self.done(_("Your draft is kept; the learner doesn't see it."))
            decide(work, form.mark, request.user, accept=act == "accept")
        except MarkingError as error:
            form.add_error(None, str(error))
            return self._page(work, form)
        return self.done(_("The work is accepted.") if act == "accept" else _("The work is returned."))

    def _work(self, pk: int) -> HandIn | None:
        """None for one that was marked already."""
        found = works_for(self.request.user).filter(pk=pk).first()
        if found is None:
            marked = get_object_or_404(HandIn.objects.select_related("enrolment"), pk=pk)
            if not may_mark(self.request.user, marked.enrolment):
                raise Http404
        return found

    def _gone(self) -> HttpResponse:
        messages.info(self.request, _("Somebody marked it meanwhile; what they gave stands."))
        return redirect("marking")

    def _activity(self, work: HandIn) -> Activity | None:
        """The exercise as the learner's edition has it, else as any has."""
        rows = Activity.objects.filter(key=work.activity_key).select_related("lesson", "exercise")
        own = rows.filter(lesson__module__edition=work.enrolment.edition_id).first()
        return own or rows.order_by("-pk").first()

    def _form(self, work: HandIn, data: Any = None, *, gives: bool = True) -> MarkForm:
        self.activity = self._activity(work)
        exercise: Exercise | None = getattr(self.activity, "exercise", None)
        return MarkForm(
            data,
            rubric=exercise.rubric if exercise else [],
            whole=0,
            gives=gives,
            wanted=self.wanted(work.enrolment.course),
            marking=getattr(work, "marking", None),
        )

    def _page(self, work: HandIn, form: MarkForm) -> HttpResponse:
        wanted, activity = self.wanted(work.enrolment.course), self.activity
        context = {
            "work": work,
            "form": form,
            "item": work.enrolment.course,
            "title": title_of(activity, wanted) if activity else "",
            "task": said(activity.wording, "task", wanted) if activity else "",
            "before": HandIn.objects.filter(
                enrolment=work.enrolment, activity_key=work.activity_key, number__lt=work.number
            ).select_related("marking"),
        }
        return render(self.request, "training/mark_work.html", context)


class MarkAttemptView(_MarkView):
    """The essays of an attempt at a quiz."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for what isn't this person's to mark; what was marked meanwhile leads back to the queue."""
        attempt = self._attempt(pk)
        if attempt is None:
            messages.info(request, _("Somebody marked it meanwhile; what they gave stands."))
            return redirect("marking")
        return self._page(attempt, self._forms(attempt))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a draft, or give the marks."""
        attempt = self._attempt(pk)
        if attempt is None:
            return self.get(request, pk)
        gives = request.POST.get("do") == "give"
        forms = self._forms(attempt, request.POST, gives=gives)
        valid = [form.is_valid() for _row, form in forms]
        if not all(valid):
            return self._page(attempt, forms)
        try:
            if gives:
                give(attempt, {row.pk: form.mark for row, form in forms}, request.user)
            else:
                for row, form in forms:
                    keep_draft(row, form.mark, request.user)
        except MarkingError as error:
            forms[0][1].add_error(None, str(error))
            return self._page(attempt, forms)
        return self.done(_("The marks are given.") if gives else _("Your draft is kept; the learner doesn't see it."))

    def _attempt(self, pk: int) -> Attempt | None:
        found = attempts_for(self.request.user).filter(pk=pk).first()
        if found is None:
            closed = get_object_or_404(Attempt.objects.select_related("enrolment"), pk=pk, state=Attempt.State.CLOSED)
            if not may_mark(self.request.user, closed.enrolment):
                raise Http404
        return found

    def _forms(self, attempt: Attempt, data: Any = None, *, gives: bool = True) -> list[tuple[Response, MarkForm]]:
        wanted = self.wanted(attempt.enrolment.course)
        return [
            (
                row,
                MarkForm(
                    data,
                    prefix=f"r{row.position}",
                    rubric=row.version.rubric,
                    whole=row.version.marks,
                    gives=gives,
                    wanted=wanted,
                    marking=getattr(row, "marking", None),
                ),
            )
            for row in essays_of(attempt)
        ]

    def _page(self, attempt: Attempt, forms: list[tuple[Response, MarkForm]]) -> HttpResponse:
        wanted = self.wanted(attempt.enrolment.course)
        context = {
            "attempt": attempt,
            "item": attempt.enrolment.course,
            "title": title_of(attempt.quiz.activity, wanted),
            "rows": [(row, said(row.version.wording, "stem", wanted), form) for row, form in forms],
        }
        return render(self.request, "training/mark_attempt.html", context)


class WorkFileView(LoginRequiredMixin, View):
    """The file of a work: for who sent it and for who marks it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """404 for everybody else."""
        work = get_object_or_404(HandIn.objects.select_related("enrolment").exclude(file=""), pk=pk)
        if work.enrolment.user_id != request.user.pk and not may_mark(request.user, work.enrolment):
            raise Http404
        return serving.send(
            request,
            work.file.storage,
            str(work.file.name),
            media_type=work.media_type,
            disposition=content_disposition(work.name),
            etag=work.sha256,
            public=False,
        )
