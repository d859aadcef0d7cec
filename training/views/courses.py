"""The page of a course: what it teaches and takes, its parts, and for learners how far they are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from csonet.content.rights import is_author_side, is_moderator
from csonet.content.views.common import item_or_404
from csonet.content.views.details import ItemDetailView
from csonet.notifications.reading import came_back
from csonet.ui.languages import own_name
from training.certificates.issuing import shown_to_learner
from training.cohorts.listing import shown_on
from training.contents import contents_of
from training.editions import current_draft
from training.learning import wanted_languages
from training.media.access import OPEN_LESSON
from training.models import Course, Edition, Enrolment
from training.organizations.assigning import asked_of
from training.outline import Outline
from training.progress import Progress, progress_of
from training.surveys.answering import is_open_after
from training.wording import languages_of


class CourseDetailView(ItemDetailView):
    """As every noun's page, with the contents. Who takes the course gets a short page: the contents and the progress.

    What the catalogue says of the course, and what is near it, is one click away for them (?about=1): most who come
    back want to go on, and many of them pay for what they load.
    """

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for what this person may not know of."""
        user = request.user
        if user.is_authenticated and "about" not in request.GET:
            item = item_or_404(Course, user, slug)
            enrolment = enrolment_of(user, item)
            if enrolment is not None and not (is_author_side(user, item) or is_moderator(user, item)):
                came_back(request, f"item:{item.pk}")
                return render(
                    request, "training/course_learning.html", {"item": item, **learning_context(enrolment, user)}
                )
        return super().get(request, slug)

    def further_context(self, item: Course, context: dict[str, Any]) -> dict[str, Any]:
        """The outline of what this reader takes; of a course in preparation its authors and deciders see the draft."""
        own = {"may_begin": bool(context.get("is_author")) and may_begin_edition(item)}
        enrolment = enrolment_of(self.request.user, item)
        if enrolment is not None:
            return own | learning_context(enrolment, self.request.user)
        edition = shown_edition(item, is_author=bool(context.get("is_author") or context.get("is_moderator")))
        if edition is None:
            return own
        return own | contents_context(edition, None, item) | around(item, self.request.user, None)


def may_begin_edition(course: Course) -> bool:
    """Is an edition published, and none being written? One query for a course with an edition."""
    return course.edition_id is not None and current_draft(course) is None


def around(course: Course, user: Any, enrolment: Enrolment | None) -> dict[str, Any]:
    """With whom one can take it, who asks the reader to, and whether they can say what they think of it.

    One query; one more for members of approved organizations, and one for who completed the course.
    """
    return {
        "cohorts": shown_on(course, user),
        "assigned": asked_of(user, course),
        "survey_open": enrolment is not None and is_open_after(enrolment),
    }


def learning_context(enrolment: Enrolment, user: Any) -> dict[str, Any]:
    """What the page says to who takes it. Two queries and those of around(); one more for who completed it."""
    context = contents_context(enrolment.edition, enrolment, enrolment.course)
    outline = context["outline"]
    progress = progress_of(enrolment, outline)
    certificates = shown_to_learner(enrolment) if enrolment.completed_at is not None else []
    return context | {
        "enrolment": enrolment,
        "progress": progress,
        "go_on": place_to_go_on(enrolment, outline, progress),
        "certificates": certificates,
        **around(enrolment.course, user, enrolment),
    }


def contents_context(edition: Edition, enrolment: Enrolment | None, course: Course) -> dict[str, Any]:
    """The contents of an edition, with what they weigh and the languages in which they are there."""
    contents = contents_of(edition, wanted_languages(enrolment, course))
    return {
        "outline": contents.outline,
        "weight": contents.weight,
        "course_languages": languages_in(contents.outline),
    }


def place_to_go_on(enrolment: Enrolment, outline: Outline, progress: Progress) -> int:
    """The number of the lesson at which a learner goes on: where they stopped, or the first with something left."""
    stopped = outline.place_of(enrolment.last_lesson) if enrolment.last_lesson else None
    if stopped is not None and not progress.lock_of(outline.module_of(stopped.number)):
        return stopped.number
    onward = progress.next_lesson()
    return onward.number if onward else OPEN_LESSON


def enrolment_of(user: Any, course: Course) -> Enrolment | None:
    """What this person takes of a course; None for visitors and who left it."""
    if not user.is_authenticated:
        return None
    rows = Enrolment.objects.select_related("edition", "user")
    found = rows.filter(user=user, course=course, left_at=None).first()
    if found is not None:
        found.course = course
    return found


def shown_edition(course: Course, *, is_author: bool) -> Edition | None:
    """What a reader who doesn't take the course sees of its contents."""
    if course.edition_id is not None:
        return course.edition
    return current_draft(course) if is_author else None


def languages_in(outline: Outline) -> list[tuple[str, str, int]]:
    """The languages of a course: (code, own name, per cent of the lessons that are there); the most complete first."""
    rows = [inside.lesson.wording for inside in outline.lessons]
    shares = languages_of(rows, "body")
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, own_name(code), int(part * 100)) for code, part in ranked]
