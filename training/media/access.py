"""Who gets a file of a lesson: who may read the lesson, and nobody else."""

from __future__ import annotations

from typing import Any

from csonet.content.rights import is_author_side, is_moderator
from training.learning import wanted_languages
from training.models import Course, Edition, Enrolment, Lesson, Medium
from training.outline import outline_of
from training.progress import progress_of

#: The lesson that everybody reads, to see what the course is like.
OPEN_LESSON = 1


def visible_medium(course: Course, pk: int, user: Any, enrolment: Enrolment | None) -> Medium:
    """The file, if this person reads its lesson. Raises Medium.DoesNotExist.

    course: one that the person may see. enrolment: the person's own, if there is one.
    """
    rows = Medium.objects.select_related("activity__lesson__module__edition")
    medium = rows.get(pk=pk, activity__lesson__module__edition__course=course)
    lesson = medium.activity.lesson
    if not reads_draft(course, user) and not _reads(lesson, lesson.module.edition, course, enrolment):
        raise Medium.DoesNotExist
    return medium


def reads_draft(course: Course, user: Any) -> bool:
    """May this person read what is not published yet? Those who write it, and those who decide on it."""
    return user.is_authenticated and (is_author_side(user, course) or is_moderator(user, course))


def _reads(lesson: Lesson, edition: Edition, course: Course, enrolment: Enrolment | None) -> bool:
    """Is the lesson open: in the edition that the person takes, in a module that is not locked?"""
    if edition.pk != (enrolment.edition_id if enrolment else course.edition_id):
        return False
    outline = outline_of(edition, wanted_languages(enrolment, course))
    inside = next((inside for inside in outline.lessons if inside.lesson.pk == lesson.pk), None)
    if inside is None:
        return False
    if enrolment is None:
        return inside.number == OPEN_LESSON
    return not progress_of(enrolment, outline).lock_of(outline.module_of(inside.number))


def is_open_to_all(course: Course, medium: Medium) -> bool:
    """May caches that many people share keep it? The first lesson of a public course, as visitors read it."""
    return course.status == "published" and course.audience == "public" and course.circle_id is None
