"""Requests, proposals and partnerships at the desk: to be read; public questions can be hidden."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from csonet.content.admin_base import ItemAdmin
from projects.models import Partnership, Proposal, Question, SolutionRequest


@admin.register(SolutionRequest)
class RequestAdmin(ItemAdmin):
    """Everything of a request but its offers, which are known to both sides alone."""

    list_display = (*ItemAdmin.list_display, "life", "responses")
    list_filter = (*ItemAdmin.list_filter, "life")


@admin.register(Proposal)
class ProposalAdmin(ItemAdmin):
    """Everything of a proposal but the interests that were not accepted."""

    list_display = (*ItemAdmin.list_display, "stage", "responses")
    list_filter = (*ItemAdmin.list_filter, "stage")


class ForTheBranch(admin.ModelAdmin):
    """Nothing is added or deleted here."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Question)
class QuestionAdmin(ForTheBranch):
    """Public questions: one that breaks the rules is hidden, with its answer."""

    list_display = ("text", "organization", "request", "is_hidden", "created")
    list_filter = ("is_hidden",)
    list_select_related = ("organization", "request")
    fields = ("request", "organization", "user", "text", "answer", "is_hidden")
    readonly_fields = ("request", "organization", "user", "text", "answer")


@admin.register(Partnership)
class PartnershipAdmin(ForTheBranch):
    """Partnerships, to be read."""

    list_display = ("purpose", "lead", "partner", "started", "state")
    list_filter = ("state",)
    list_select_related = ("lead", "partner")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
