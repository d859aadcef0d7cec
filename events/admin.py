"""Events and bodies at the desk."""

from __future__ import annotations

from django.contrib import admin

from csonet.content.admin_base import ItemAdmin
from events.models import Body, Event


@admin.register(Event)
class EventAdmin(ItemAdmin):
    """An event as the desk sees it; people and seats are looked after on the event's own pages."""

    list_display = (*ItemAdmin.list_display, "sort", "mode", "event_status")
    list_filter = (*ItemAdmin.list_filter, "sort", "mode", "event_status")


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    """The bodies whose meetings are announced."""

    list_display = ("code", "acronym", "name_en")
    search_fields = ("code", "acronym", "name_en")
