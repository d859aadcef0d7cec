"""Courses for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from csonet.testing.makers import make_item
from training.building import build
from training.cohorts import arranging
from training.editions import draft_of, publish
from training.models import Cohort, Course
from training.samples.short import STRUCTURE


def make_course(cast: Any, *, structure: list[dict[str, Any]] = STRUCTURE, **kwargs: Any) -> Course:
    """A published course of the author's organization."""
    kwargs.setdefault("title", "How to apply")
    made = make_item(Course, organization=cast.organization, author=cast.author, **kwargs)
    edition = draft_of(made)
    build(edition, structure)
    publish(edition)
    return Course.objects.get(pk=made.pk)


def make_cohort(course: Course, *, cap: int | None = None, **kwargs: Any) -> Cohort:
    """One that can be joined now and begins in ten days."""
    today = timezone.localdate()
    kwargs.setdefault("name", "Spring together")
    kwargs.setdefault("starts_on", today + timedelta(days=10))
    kwargs.setdefault("ends_on", today + timedelta(days=40))
    return arranging.arrange(Cohort(course=course, **kwargs), cap)
