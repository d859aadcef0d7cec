"""Courses, certificates and cohorts at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from csonet.content.admin_base import ItemAdmin
from training.certificates.codes import read
from training.models import Certificate, Cohort, Course, Participant


@admin.register(Course)
class CourseAdmin(ItemAdmin):
    """What the catalogue says of a course."""

    list_display = (*ItemAdmin.list_display, "level", "award")
    list_filter = (*ItemAdmin.list_filter, "level", "award")


@admin.register(Certificate)
class CertificateAdmin(admin.ModelAdmin):
    """Every certificate that was ever issued, also of courses and people that are gone. Ended on its own page."""

    list_display = ("written_code", "holder", "title", "kind", "issued_on", "valid_until", "state")
    list_filter = ("state", "kind")
    search_fields = ("holder", "title")
    search_help_text = _("A code, a name or a title.")
    show_full_result_count = False
    exclude = ("credential", "pdf", "ended_by", "enrolment")

    @admin.display(description=_("code"), ordering="code")
    def written_code(self, certificate: Certificate) -> str:
        """As it is printed."""
        return certificate.written_code

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the code, however it was typed, or by name and title."""
        code = read(search_term)
        if code is not None:
            return queryset.filter(code=code), False
        return super().get_search_results(request, queryset, search_term)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False


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
