"""The desk's page of a noun, to be read: decisions are made in the queue, texts are written by their authors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from csonet.content.models import Item


class ItemAdmin(admin.ModelAdmin):
    """Read-only, for officers of the Branch; drafts and what belongs to a circle are not there."""

    list_display = ("title", "organization", "language", "status", "published_at")
    list_filter = ("status", "language")
    list_select_related = ("organization",)
    ordering = ("-pk",)
    show_full_result_count = False
    #: Columns that say nothing to a reader.
    exclude = ("key", "circle", "item_ptr")
    #: As in the authors' forms.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # noqa: RUF012  # as Django declares it

    def get_queryset(self, request: HttpRequest) -> Any:
        """What was ever submitted, as far as this officer may see it."""
        items: Any = self.model._default_manager
        return items.visible_to(request.user).exclude(status="draft").exclude(audience="circle")

    def has_view_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        return request.user.is_branch and super().has_view_permission(request, obj)  # type: ignore[union-attr]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        return False

    def get_view_on_site_url(self, obj: Item | None = None) -> str | None:
        """The item's page, where it has one."""
        return obj.get_absolute_url() if obj is not None else None
