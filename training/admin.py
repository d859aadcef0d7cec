"""Courses and cohorts at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from csonet.content.admin_base import ItemAdmin
from training.models import Cohort, Course, Participant


@admin.register(Course)
class CourseAdmin(ItemAdmin):
    """What the catalogue says of a course."""

    list_display = (*ItemAdmin.list_display, "level", "award")
    list_filter = (*ItemAdmin.list_filter, "level", "award")


class ParticipantInline(admin.TabularInline):
    """Who is in a cohort; changed on its own pages alone, so that seats and people agree."""

    model = Participant
    fields = ("user", "place", "created", "left_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return request.user.has_perm("training.view_cohort")


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):
    """Cohorts as their course's people arranged them."""

    list_display = ("name", "course", "starts_on", "ends_on", "seats", "facilitator", "cancelled_at")
    list_select_related = ("course", "seats", "facilitator")
    list_filter = ("starts_on",)
    search_fields = ("name", "course__title")
    inlines = (ParticipantInline,)

    def get_queryset(self, request: Any) -> Any:
        """Of courses that were submitted; what belongs to a circle is not at the desk."""
        seen = Course.objects.visible_to(request.user).exclude(status="draft").exclude(audience="circle")
        return super().get_queryset(request).filter(course__in=seen.values("pk"))

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
