"""The desk's page of searches without results: what people miss."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from csonet.content.models import FruitlessSearch


@admin.register(FruitlessSearch)
class FruitlessSearchAdmin(admin.ModelAdmin):
    """Words by how often they found nothing in a month; nobody's name stands there, and nothing can be changed."""

    list_display = ("words", "language", "month", "count")
    list_filter = ("language",)
    list_display_links = None
    date_hierarchy = "month"
    search_fields = ("words",)
    ordering = ("-month", "-count", "words")
    show_full_result_count = False
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: FruitlessSearch | None = None) -> bool:
        return request.user.is_branch and super().has_view_permission(request, obj)  # type: ignore[union-attr]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FruitlessSearch | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FruitlessSearch | None = None) -> bool:
        return False
