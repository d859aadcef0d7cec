"""Assignments: what is asked, handing it in, taking it back, and what was said of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from training.learning import standing
from training.marking.forms import HandInForm
from training.marking.handing import hand_in, take_back, works_of
from training.marking.points import points_of
from training.models import Activity, Exercise, HandIn
from training.progress import Progress
from training.views.learning import gone, own_enrolment_or_404, was_there
from training.wording import said


class WorkView(LoginRequiredMixin, View):
    """One exercise of a course that the reader takes."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who doesn't take the course, what is no exercise of it, a module that is still locked."""
        if request.user.is_authenticated:
            self.enrolment = own_enrolment_or_404(request, kwargs["slug"])
            self.outline, progress = standing(self.enrolment)
            if kwargs["key"] not in self.outline.activities and was_there(self.enrolment.course, kwargs["key"]):
                return gone(request, self.enrolment.course)
            self.activity = self._activity(kwargs["key"], progress)
            self.exercise = Exercise.objects.filter(activity=self.activity).first()
            if self.exercise is None:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def _activity(self, key: uuid.UUID, progress: Progress) -> Activity:
        activity = self.outline.activities.get(key)
        inside = next((lesson for lesson in self.outline.lessons if activity in lesson.activities), None)
        if activity is None or inside is None or progress.lock_of(self.outline.module_of(inside.number)):
            raise Http404
        self.inside = inside
        return activity

    def get(self, request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
        """What is asked, what was handed in, and the form where something can be handed in now."""
        return self._page(HandInForm(exercise=self.exercise))

    def post(self, request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
        """Hand in, or take back what waits."""
        if request.POST.get("do") == "back":
            return self._take_back()
        form = HandInForm(request.POST, request.FILES, exercise=self.exercise)
        if form.is_valid():
            sent = form.cleaned_data
            try:
                hand_in(self.enrolment, self.activity, sent.get("text", ""), sent.get("file"))
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, _("It is handed in. You are told as soon as somebody has marked it."))
                return redirect("work", slug, key)
        return self._page(form)

    def _take_back(self) -> HttpResponse:
        try:
            take_back(self.enrolment, self.activity)
            messages.success(self.request, _("You took it back."))
        except ValidationError as refused:
            messages.error(self.request, refused.messages[0])
        return redirect("work", self.enrolment.course.slug, self.activity.key)

    def _page(self, form: HandInForm) -> HttpResponse:
        wanted = self.outline.wanted
        works = works_of(self.enrolment, self.activity)
        last = works[0] if works else None
        context = {
            "item": self.enrolment.course,
            "inside": self.inside,
            "title": said(self.activity.wording, "title", wanted) or self.inside.title,
            "task": said(self.activity.wording, "task", wanted),
            "criteria": points_of(self.exercise.rubric, None, wanted) if self.exercise else [],
            "works": [(work, self._told(work)) for work in works],
            "waiting": last if last and last.state == HandIn.State.WAITING else None,
            "is_open": last is None or last.state == HandIn.State.RETURNED or not form.is_valid() and form.is_bound,
            "form": form,
        }
        return render(self.request, "training/work.html", context)

    def _told(self, work: HandIn) -> Any:
        """The points that were given, line by line; nothing of a draft."""
        marking = getattr(work, "marking", None)
        if marking is None or marking.given_at is None or self.exercise is None:
            return None
        return {
            "points": points_of(self.exercise.rubric, marking, self.outline.wanted),
            "comment": marking.comment,
        }
