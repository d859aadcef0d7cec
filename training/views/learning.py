"""Taking a course: enrol, read a lesson, say that it is done."""

from __future__ import annotations

import uuid
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from csonet.content.views.common import item_or_404
from training.attending import sessions_of
from training.learning import LearningError, enrol, leave, remember_place, say_done, standing, wanted_languages
from training.media.showing import media_of, shown
from training.models import Activity, Course, Enrolment
from training.outline import LessonInside, Outline, outline_of
from training.progress import Progress, progress_of
from training.views.courses import OPEN_LESSON, enrolment_of, place_to_go_on, shown_edition
from training.wording import said


class EnrolView(LoginRequiredMixin, View):
    """Take the course, in one click."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for what this person may not know of."""
        course = item_or_404(Course, request.user, slug)
        own = request.user.standing.organizations
        try:
            enrolment = enrol(request.user, course, organization_id=min(own, default=None))
        except LearningError as error:
            messages.error(request, str(error))
            return redirect(course)
        messages.success(request, _("You take this course now. Go at your own pace; nothing is lost when you stop."))
        return redirect("lesson", slug, place_to_go_on(enrolment, *standing(enrolment)))


class LeaveView(LoginRequiredMixin, View):
    """Leave the course; what was done is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the course's page."""
        enrolment = own_enrolment_or_404(request, slug)
        leave(enrolment)
        messages.success(request, _("You left this course. What you did is kept, in case you come back."))
        return redirect(enrolment.course)


@method_decorator(csp_update({"media-src": [SELF]}), name="dispatch")
class LessonView(View):
    """One lesson. Opening it completes nothing."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        """404 for a lesson that this edition doesn't have; the door to the course for who doesn't take it."""
        course = item_or_404(Course, request.user, slug)
        enrolment = enrolment_of(request.user, course)
        edition = enrolment.edition if enrolment else shown_edition(course, is_author=False)
        if edition is None:
            raise Http404
        outline = outline_of(edition, wanted_languages(enrolment, course))
        if enrolment is not None and number > len(outline.lessons):
            return gone(request, course)
        if not 1 <= number <= len(outline.lessons):
            raise Http404
        if enrolment is None and number != OPEN_LESSON:
            messages.info(request, _("Enrol to read on: the first lesson is open to everybody."))
            return redirect(course)
        progress = progress_of(enrolment, outline) if enrolment else None
        module, inside = outline.module_of(number), outline.lessons[number - 1]
        if progress and (lock := progress.lock_of(module)):
            messages.info(request, lock)
            return redirect(course)
        if enrolment:
            remember_place(enrolment, inside.lesson.key)
        context = {"item": course, "outline": outline, "enrolment": enrolment, "progress": progress, "module": module}
        return render(request, "training/lesson.html", context | parts_of(inside, outline, progress, request.user))


def parts_of(inside: LessonInside, outline: Outline, progress: Progress | None, user: Any) -> dict[str, Any]:
    """What the page prints of a lesson, in the reader's languages. Three queries for files and live sessions."""
    wanted = outline.wanted
    media, sessions = media_of(inside.activities), sessions_of(inside.activities, user)
    return {
        "inside": inside,
        "body": said(inside.lesson.wording, "body", wanted),
        "activities": [
            {
                "activity": activity,
                "title": said(activity.wording, "title", wanted),
                "task": said(activity.wording, "task", wanted),
                "transcript": said(activity.wording, "transcript", wanted),
                "alt": said(activity.wording, "alt", wanted),
                "media": shown(media.get(activity.pk, ()), wanted),
                "session": sessions.get(activity.pk),
                "state": progress.states.get(activity.key, "") if progress else "",
                "done": progress is not None and activity.key in progress.done,
            }
            for activity in inside.activities
        ],
        "previous": outline.lessons[inside.number - 2] if inside.number > 1 else None,
        "next": outline.lessons[inside.number] if inside.number < len(outline.lessons) else None,
    }


class DoneView(LoginRequiredMixin, View):
    """“Done”, said by the learner."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """To the next lesson with something left; back to the course when nothing is, or the module is locked."""
        enrolment = own_enrolment_or_404(request, slug)
        outline = outline_of(enrolment.edition, wanted_languages(enrolment, enrolment.course))
        activity = outline.activities.get(sent_key(request))
        if activity is None:
            return gone(request, enrolment.course)
        here = next(inside for inside in outline.lessons if activity in inside.activities)
        if lock := progress_of(enrolment, outline).lock_of(outline.module_of(here.number)):
            messages.info(request, lock)
            return redirect(enrolment.course)
        try:
            say_done(enrolment, activity)
        except LearningError as error:
            messages.error(request, str(error))
        progress = progress_of(enrolment, outline)
        if progress.is_complete:
            messages.success(request, _("That was the last part: you completed the course."))
            return redirect(enrolment.course)
        onward = here if not progress.lesson_is_done(here) else progress.next_lesson()
        return redirect("lesson", slug, (onward or here).number)


def own_enrolment_or_404(request: HttpRequest, slug: str) -> Enrolment:
    """What this person takes of the course. 404 if they don't, or may not know of it."""
    course = item_or_404(Course, request.user, slug)
    enrolment = enrolment_of(request.user, course)
    if enrolment is None:
        raise Http404
    return enrolment


def gone(request: HttpRequest, course: Course) -> HttpResponse:
    """The answer to a learner who was at something that the course no longer has."""
    messages.info(request, _("This part is no longer in the course. What you did before still counts."))
    return redirect(course)


def was_there(course: Course, key: uuid.UUID) -> bool:
    """Did an edition that learners saw have this activity?"""
    rows = Activity.objects.filter(key=key, lesson__module__edition__course=course)
    return rows.filter(lesson__module__edition__published_at__isnull=False).exists()


def sent_key(request: HttpRequest) -> uuid.UUID | None:
    """The key of an activity that a form sent; None for what is no key."""
    try:
        return uuid.UUID(request.POST.get("activity", ""))
    except ValueError:
        return None
