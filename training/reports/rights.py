"""Who reads the reports of a course."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from csonet.content.rights import is_author_side
from csonet.content.views.common import item_or_404
from training.models import Course


def readable_course_or_404(user: Any, slug: str) -> Course:
    """The course, for its own people and the Branch; for everybody else there is no such page."""
    course = item_or_404(Course, user, slug)
    if not (is_author_side(user, course) or user.is_branch):
        raise Http404
    return course
