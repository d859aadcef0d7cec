"""Two complete courses, for tests and for the demonstration."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from accounts.models import Organization, User
from csonet.content.drafts import create
from csonet.content.models import Item
from training.building import build
from training.editions import draft_of
from training.forms import CourseForm
from training.models import Course
from training.samples import applying, repeating

COURSES: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
    (applying.COURSE, applying.STRUCTURE),
    (repeating.COURSE, repeating.STRUCTURE),
]


def make_sample(
    sample: dict[str, Any], structure: list[dict[str, Any]], *, organization: Organization, author: User
) -> Course:
    """A draft of the course with its lessons, written through the form. Raises ValueError if it doesn't fit."""
    given = {"audience": "public", "licence": "cc-by-4.0", "tags": "", "organization": organization.pk, **sample}
    data = QueryDict(mutable=True)
    for name, value in given.items():
        data.setlist(name, [str(entry) for entry in value] if isinstance(value, list) else [str(value)])
    author.__dict__.pop("standing", None)
    form = CourseForm(data, user=author)
    if not form.is_valid():
        raise ValueError(f"{sample['title']}: {form.errors.as_json()}")
    item, _is_new = create(form, author, Item().key)
    course = item.noun
    build(draft_of(course), structure)
    return course
