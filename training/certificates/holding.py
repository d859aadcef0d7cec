"""Whose certificates are whose: the holder's own, those on a course's desk, and who decides over one."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from csonet.content.rights import is_author_side
from training.certificates.codes import read
from training.models import Certificate, Course


def own(user: Any) -> QuerySet[Certificate]:
    """The certificates of a person, the newest first."""
    rows = Certificate.objects.filter(enrolment__user=user).select_related("superseded_by")
    return rows.order_by("-issued_on", "-pk")


def of_course(course: Course, words: str = "", state: str = "") -> QuerySet[Certificate]:
    """The certificates of a course, by a code however it is typed, or by a part of the holder's name."""
    rows = Certificate.objects.filter(course=course).order_by("-issued_on", "-pk")
    if state in Certificate.State.values:
        rows = rows.filter(state=state)
    if not words:
        return rows
    code = read(words)
    return rows.filter(Q(code=code) if code else Q(holder__icontains=words[:100]))


def is_holder(user: Any, certificate: Certificate | None) -> bool:
    """Is it this person's own?"""
    enrolment = certificate.enrolment if certificate else None
    return user.is_authenticated and enrolment is not None and enrolment.user_id == user.pk


def looks_after(user: Any, course: Course) -> bool:
    """The course's own people and the Branch look after its certificates."""
    return user.is_authenticated and (user.is_branch or is_author_side(user, course))


def may_decide(user: Any, certificate: Certificate | None) -> bool:
    """May this person revoke or renew it? Nobody decides over their own; of a course that is gone the Branch does."""
    if certificate is None or not user.is_authenticated or is_holder(user, certificate):
        return False
    if certificate.course is None:
        return user.is_branch
    return looks_after(user, certificate.course)
