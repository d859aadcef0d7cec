"""Best practices at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from csonet.content.admin_base import ItemAdmin
from csonet.workflow import WorkflowError
from practices import removing
from practices.forms import UseDecisionForm
from practices.models import Practice, Use, UseDecision


class UseInline(admin.TabularInline):
    """Who used it too, with what result."""

    model = Use
    extra = 0
    fields = readonly_fields = ("organization", "user", "result", "country", "year", "created", "removed_at")
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Practice)
class PracticeAdmin(ItemAdmin):
    """Everything of a practice on one page."""

    list_display = (*ItemAdmin.list_display, "cost", "responses")
    list_filter = (*ItemAdmin.list_filter, "cost", "licence")
    inlines = (UseInline,)


class OnThePage(admin.SimpleListFilter):
    """What stands on pages, and what was taken off them."""

    title = _("on the page")
    parameter_name = "shown"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("On the page")), ("no", _("Taken off the page"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Use]) -> QuerySet[Use]:
        return queryset if self.value() is None else queryset.filter(removed_at__isnull=self.value() == "yes")


@admin.register(Use)
class UseAdmin(admin.ModelAdmin):
    """What organizations say of practices that they repeated, the newest first; the Branch can take it off the page."""

    form = UseDecisionForm
    list_display = ("organization", "practice", "beginning", "created", "removed_at")
    list_filter = (OnThePage, "created")
    list_select_related = ("organization", "practice")
    search_fields = ("organization__name", "result", "practice__title")
    ordering = ("-pk",)
    show_full_result_count = False
    readonly_fields = ("page", "organization", "user", "result", "country", "year", "created", "removed_at", "history")
    fieldsets = (
        (None, {"fields": readonly_fields[:-1]}),
        (_("Decision"), {"fields": ("decision", "reason", "text")}),
        (_("Decisions until now"), {"fields": ("history",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Use]:
        """As far as this officer may see the practices; what belongs to a circle is not at the desk."""
        seen = Practice.objects.visible_to(request.user).exclude(audience="circle")
        return super().get_queryset(request).filter(practice__in=seen.order_by().values("pk"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Use | None = None) -> bool:
        """Nobody decides on the words of their own organization."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or removing.may_decide(request.user, obj))

    def save_model(self, request: HttpRequest, obj: Use, form: Any, change: bool) -> None:
        """Carry the decision out by its door; one that can't be made is said, and nothing changes."""
        given = form.cleaned_data
        try:
            if given["decision"] == "remove":
                removing.remove(obj, actor=request.user, reason=given["reason"], text=given["text"])
            elif given["decision"] == "put-back":
                removing.put_back(obj, actor=request.user, text=given["text"])
        except WorkflowError as error:
            self.message_user(request, str(error), messages.ERROR)

    @admin.display(description=_("with what result"))
    def beginning(self, use: Use) -> str:
        return use.result[:80]

    @admin.display(description=_("best practice"))
    def page(self, use: Use) -> SafeString:
        """The page on which it stands."""
        return format_html('<a href="{}#uses" dir="auto">{}</a>', use.practice.get_absolute_url(), use.practice.title)

    @admin.display(description=_("decisions"))
    def history(self, use: Use) -> SafeString | str:
        """Who decided what and why, the latest first."""
        rows = UseDecision.objects.filter(practice=use.practice_id, organization=use.organization_id)
        lines = (
            (row.created.date().isoformat(), row.actor or "–", row.get_action_display(), row.reason or "", row.text)
            for row in rows.select_related("actor", "reason")
        )
        return format_html_join("", '<p dir="auto">{} · {} · {} {} {}</p>', lines) or "–"
