"""Events and bodies at the desk."""

from __future__ import annotations

from django.contrib import admin

from csonet.content.admin_base import ItemAdmin
from csonet.notifications.admin import ReadOnlyAdmin
from events.models import Body, Event, Purge


@admin.register(Event)
class EventAdmin(ItemAdmin):
    """An event as the desk sees it; people and seats are looked after on the event's own pages."""

    list_display = (*ItemAdmin.list_display, "sort", "mode", "event_status")
    list_filter = (*ItemAdmin.list_filter, "sort", "mode", "event_status")


@admin.register(Purge)
class PurgeAdmin(ReadOnlyAdmin):
    """What was deleted of whose events when: the proof that retention is kept."""

    list_display = ("at", "event", "figures")
    list_select_related = ("event",)
    list_filter = ("at",)
    search_fields = ("event__title",)
    ordering = ("-at",)


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    """The bodies whose meetings are announced."""

    list_display = ("code", "acronym", "name_en")
    search_fields = ("code", "acronym", "name_en")
