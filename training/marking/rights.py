"""Who marks: the people who write a course, never their own work."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from training.models import Course, Enrolment


def marked_by(user: Any) -> QuerySet[Course]:
    """The courses whose works a person marks: those of the own organizations, as an author or editor."""
    if not user.is_authenticated or not user.is_active:
        return Course.objects.none()
    standing = user.standing
    return Course.objects.filter(
        Q(organization__in=standing.editing) | Q(author=user, organization__in=standing.organizations)
    )


def may_mark(user: Any, enrolment: Enrolment) -> bool:
    """May this person mark what this learner did?"""
    return user.pk != enrolment.user_id and marked_by(user).filter(pk=enrolment.course_id).exists()
