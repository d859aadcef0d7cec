"""The page of a course: what it teaches and takes, its parts, and for learners how far they are."""

from __future__ import annotations

from typing import Any

from csonet.content.views.details import ItemDetailView
from csonet.ui.languages import own_name
from training.cohorts.listing import shown_on
from training.learning import wanted_languages
from training.models import Course, Edition, Enrolment
from training.organizations.assigning import asked_of
from training.outline import Outline, outline_of
from training.progress import Progress, progress_of
from training.surveys.answering import is_open_after
from training.wording import languages_of

#: The lesson that everybody reads, to see what the course is like.
OPEN_LESSON = 1


class CourseDetailView(ItemDetailView):
    """As every noun's page, with the contents and the reader's own progress."""

    def further_context(self, item: Course, context: dict[str, Any]) -> dict[str, Any]:
        """The outline of what this reader takes; of a course in preparation its authors see the draft."""
        enrolment = enrolment_of(self.request.user, item)
        edition = enrolment.edition if enrolment else shown_edition(item, is_author=bool(context.get("is_author")))
        if edition is None:
            return {}
        user = self.request.user
        outline = outline_of(edition, wanted_languages(enrolment, item))
        progress = progress_of(enrolment, outline) if enrolment else None
        return {
            "outline": outline,
            "enrolment": enrolment,
            "progress": progress,
            "course_languages": languages_in(outline),
            "go_on": place_to_go_on(enrolment, outline, progress) if progress else None,
            "cohorts": shown_on(item, user),
            "assigned": asked_of(user, item),
            "survey_open": enrolment is not None and is_open_after(enrolment),
            "certificates": list(enrolment.certificates.filter(state="valid")) if enrolment else [],
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
    rows = Enrolment.objects.select_related("edition", "course", "user")
    return rows.filter(user=user, course=course, left_at=None).first()


def shown_edition(course: Course, *, is_author: bool) -> Edition | None:
    """What a reader who doesn't take the course sees of its contents."""
    if course.edition_id is not None:
        return course.edition
    return course.editions.filter(published_at=None).first() if is_author else None


def languages_in(outline: Outline) -> list[tuple[str, str, int]]:
    """The languages of a course: (code, own name, per cent of the lessons that are there); the most complete first."""
    rows = [inside.lesson.wording for inside in outline.lessons]
    shares = languages_of(rows, "body")
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, own_name(code), int(part * 100)) for code, part in ranked]
