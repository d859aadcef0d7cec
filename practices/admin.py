"""Best practices at the desk."""

from django.contrib import admin

from csonet.content.admin_base import ItemAdmin
from practices.models import Practice, Use


class UseInline(admin.TabularInline):
    """Who used it too, with what result."""

    model = Use
    extra = 0
    fields = readonly_fields = ("organization", "user", "result", "country", "year", "created")
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Practice)
class PracticeAdmin(ItemAdmin):
    """Everything of a practice on one page."""

    list_display = (*ItemAdmin.list_display, "cost", "responses")
    list_filter = (*ItemAdmin.list_filter, "cost", "licence")
    inlines = (UseInline,)
