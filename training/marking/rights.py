"""Who marks whose work: the people who write a course, and a cohort's facilitator its people's; never one's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from csonet.content.models import Item
from training.models import Course, Enrolment, Participant


def markable(user: Any) -> QuerySet[Enrolment]:
    """The learners whose works a person marks.

    Those of the courses of one's organizations, as an author or editor; as a facilitator those who have a seat in
    one's cohorts.
    """
    if not user.is_authenticated or not user.is_active:
        return Enrolment.objects.none()
    standing = user.standing
    seats = Participant.objects.seated().filter(
        cohort__facilitator=user.pk, cohort__course=OuterRef("course"), user=OuterRef("user")
    )
    side = Q(organization__in=standing.editing) | Q(author=user.pk, organization__in=standing.organizations)
    # Asked apart: joined, the condition is looked up for every item that there is.
    courses = Item.objects.of_kind(Course.KIND).filter(side).values("pk")
    return Enrolment.objects.filter(Q(course__in=courses) | Exists(seats)).exclude(user=user.pk)


def may_mark(user: Any, enrolment: Enrolment) -> bool:
    """May this person mark what this learner did?"""
    return markable(user).filter(pk=enrolment.pk).exists()
