"""Events and bodies at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from csonet.content.admin_base import ItemAdmin
from csonet.content.models.item import Audience
from csonet.notifications.admin import ReadOnlyAdmin
from events.models import (
    Body,
    Event,
    Purge,
    SideEventCall,
    SideEventRequest,
    SpeakersList,
    Statement,
    StatementCall,
)


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

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(event__audience=Audience.CIRCLE)


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    """The bodies whose meetings are announced."""

    list_display = ("code", "acronym", "name_en")
    search_fields = ("code", "acronym", "name_en")


@admin.register(StatementCall, SpeakersList, SideEventCall)
class CallAdmin(ReadOnlyAdmin):
    """Calls of all events, but not of a circle's: those are its members' alone."""

    list_display = ("name", "event", "opens", "closes")
    list_select_related = ("event",)
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(event__audience=Audience.CIRCLE)


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    """What was handed in; drafts are their writers' alone."""

    list_display = ("number", "title", "organization", "state", "words", "submitted_at")
    list_filter = ("state", "language")
    list_select_related = ("organization",)
    search_fields = ("number", "title", "organization__name")
    exclude = ("key", "version", "place")

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .filter(submitted_at__isnull=False)
            .exclude(call__event__audience=Audience.CIRCLE)
        )


@admin.register(SideEventRequest)
class SideEventRequestAdmin(ReadOnlyAdmin):
    """Who asked for a side event, and what became of it."""

    list_display = ("title", "organization", "state", "slot")
    list_filter = ("state",)
    list_select_related = ("organization", "slot")
    search_fields = ("title", "organization__name")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(call__event__audience=Audience.CIRCLE)
