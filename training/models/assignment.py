"""Courses that an organization asks its people to take."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from csonet.abstract import Timestamped
from training.models.course import Course
from training.models.learning import Enrolment


class Standing(models.TextChoices):
    """How far somebody is with what was assigned."""

    DONE = "done", pgettext_lazy("an assigned course", "done")
    UNDER_WAY = "under-way", pgettext_lazy("an assigned course", "under way")
    NOT_BEGUN = "not-begun", pgettext_lazy("an assigned course", "not begun")
    LATE = "late", pgettext_lazy("an assigned course", "late")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """What was assigned, and how it stands."""

    def of_own_people(self, organization_id: int) -> AssignmentQuerySet:
        """An organization's, as far as the people still belong to it: who has left is no longer looked at."""
        own = Membership.objects.filter(organization=organization_id, user=OuterRef("user"))
        return self.filter(Exists(own), organization=organization_id, user__is_active=True)

    def with_standing(self, today: date) -> AssignmentQuerySet:
        """Each with its `standing` on a day; who is past the due date and not done is late, begun or not."""
        own = Enrolment.objects.filter(user=OuterRef("user"), course=OuterRef("course"))
        return self.annotate(
            standing=Case(
                When(Exists(own.filter(completed_at__isnull=False)), then=Value(Standing.DONE.value)),
                When(due_on__lt=today, then=Value(Standing.LATE.value)),
                When(Exists(own.filter(left_at=None)), then=Value(Standing.UNDER_WAY.value)),
                default=Value(Standing.NOT_BEGUN.value),
                output_field=models.CharField(),
            )
        )

    def open(self) -> AssignmentQuerySet:
        """Not done yet, of people who still belong to the organization."""
        own = Enrolment.objects.filter(user=OuterRef("user"), course=OuterRef("course"))
        belongs = Membership.objects.filter(organization=OuterRef("organization"), user=OuterRef("user"))
        return self.filter(~Exists(own.filter(completed_at__isnull=False)), Exists(belongs))


class Assignment(Timestamped):
    """An organization asks one of its people to take a course. Whoever is asked knows who looks at their progress."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="assignments", verbose_name=_("course"))
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="assigned_courses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assigned_courses")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    #: Which reminder went out last (training.organizations.reminding); 0 for none, and again after a new due date.
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assigned course")
        verbose_name_plural = _("assigned courses")
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["organization", "course", "user"], name="assignment_once")]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="assignment_due"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.course_id}"


def by_due_date() -> tuple[models.expressions.OrderBy, str]:
    """The order of lists: what is due first comes first, what has no date last."""
    return F("due_on").asc(nulls_last=True), "pk"
