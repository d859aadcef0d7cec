"""The page of a course: what it teaches and takes, its parts, and for learners how far they are."""

from __future__ import annotations

from typing import Any

from csonet.content.views.details import ItemDetailView
from training.learning import wanted_languages
from training.models import Course, Edition, Enrolment
from training.outline import Outline, outline_of
from training.progress import progress_of
from training.wording import languages_of


class CourseDetailView(ItemDetailView):
    """As every noun's page, with the contents and the reader's own progress."""

    def further_context(self, item: Course, context: dict[str, Any]) -> dict[str, Any]:
        """The outline of what this reader takes; of a course in preparation its authors see the draft."""
        enrolment = enrolment_of(self.request.user, item)
        edition = enrolment.edition if enrolment else shown_edition(item, is_author=bool(context.get("is_author")))
        if edition is None:
            return {}
        outline = outline_of(edition, wanted_languages(enrolment, item))
        return {
            "outline": outline,
            "enrolment": enrolment,
            "progress": progress_of(enrolment, outline) if enrolment else None,
            "course_languages": languages_in(outline),
        }


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


def languages_in(outline: Outline) -> list[tuple[str, int]]:
    """The languages of a course with how much of it is there in each, in per cent; the most complete first."""
    rows = [inside.lesson.wording for inside in outline.lessons]
    shares = languages_of(rows, "body")
    return sorted(((code, int(part * 100)) for code, part in shares.items()), key=lambda pair: (-pair[1], pair[0]))
