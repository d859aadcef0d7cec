"""Assigning courses: who acts for an organization asks its people to take one, by a day; and can take it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organization
from csonet.workflow import NotAllowed, WorkflowError
from training import telling
from training.models import Assignment, Course, Enrolment


def may_assign(user: Any, organization_id: int) -> bool:
    """A focal point: owner or editor of the organization, which is approved."""
    return user.is_authenticated and user.is_active and organization_id in user.standing.editing


def assignable(user: Any) -> Any:
    """The courses that can be assigned: those that are open, as far as this person may see them."""
    courses = Course.objects.published().visible_to(user).exclude(audience="circle")
    return courses.filter(edition__isnull=False).order_by("title")


def people_of(organization: Organization) -> Any:
    """The memberships of an organization's people, by name."""
    rows = Membership.objects.filter(organization=organization, user__is_active=True)
    return rows.select_related("user").order_by("user__name", "user__username")


def assign(
    course: Course, organization: Organization, people: Iterable[Any], *, actor: Any, due_on: date | None
) -> int:
    """Ask these people to take the course by a day; how many were asked, or have another day than before.

    They get a notice in their language. Who was asked already and keeps the day is not told again.
    Raises NotAllowed for who does not act for the organization, WorkflowError for people of another one.
    """
    if not may_assign(actor, organization.pk):
        raise NotAllowed(_("You may not do this."))
    wanted = {person.pk: person for person in people}
    with transaction.atomic():
        # Two colleagues, or two clicks, come one after the other: nobody is told twice.
        Organization.objects.select_for_update().get(pk=organization.pk)
        own = Membership.objects.filter(organization=organization, user__in=wanted, user__is_active=True)
        if own.count() != len(wanted):
            raise WorkflowError(_("Choose people of your own organization."))
        rows = Assignment.objects.filter(course=course, organization=organization)
        known = dict(rows.filter(user__in=wanted).values_list("user_id", "due_on"))
        changed = [pk for pk, day in known.items() if day != due_on]
        rows.filter(user__in=changed).update(due_on=due_on, assigned_by=actor, reminded=0)
        fresh = [pk for pk in wanted if pk not in known]
        Assignment.objects.bulk_create(
            Assignment(course=course, organization=organization, user_id=pk, assigned_by=actor, due_on=due_on)
            for pk in fresh
        )
        told = [wanted[pk] for pk in (*fresh, *changed)]
        words = {"name": organization.name, "due": due_on.isoformat() if due_on else ""}
        telling.about_course(told, "course_assigned", course, **words)
    return len(told)


def take_back(assignment: Assignment, *, actor: Any) -> None:
    """No longer ask somebody; what they did stays theirs. They are told. Raises NotAllowed; twice is once."""
    if not may_assign(actor, assignment.organization_id):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        gone, _rows = Assignment.objects.filter(pk=assignment.pk).delete()
        if gone:
            name = assignment.organization.name
            telling.about_course([assignment.user], "course_unassigned", assignment.course, name=name)


def note_source(enrolment: Enrolment) -> None:
    """Somebody takes a course that was assigned: the enrolment says so, and counts for the organization that asked."""
    asked = Assignment.objects.filter(user=enrolment.user_id, course=enrolment.course_id).order_by("due_on").first()
    if asked is not None:
        enrolment.source, enrolment.organization_id = Enrolment.Source.ASSIGNED, asked.organization_id
        enrolment.save(update_fields=["source", "organization", "updated"])


def asked_of(user: Any, course: Course) -> list[Assignment]:
    """Who asks this person to take the course; one query, none for who belongs to no approved organization."""
    if not user.is_authenticated or not user.standing.is_member:
        return []
    rows = Assignment.objects.filter(user=user, course=course, organization__in=user.standing.organizations)
    rows = rows.select_related("organization")
    return list(rows.order_by("due_on", "pk"))
