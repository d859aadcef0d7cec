"""The queue on the Branch's desk: what waits for a decision, of all nouns, the oldest first."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from csonet.content.models import Case, Item
from csonet.content.models.case import CaseQuerySet
from csonet.content.moderation import bulk, filters, pages
from csonet.content.moderation.columns import CaseColumns
from csonet.content.moderation.review import Review
from csonet.prepared import prepared
from csonet.ui.markup import format_html


class DeskAdmin(admin.ModelAdmin):
    """What the desk's pages of content share: officers of the Branch look and decide; rows are neither added nor
    deleted by hand."""

    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    list_per_page = 20
    list_max_show_all = 100

    class Media:
        css = {"all": ["css/desk.css"]}

    @admin.display(description=mark_safe('<input type="checkbox" id="action-toggle">'))  # noqa: S308  # as Django's own
    def action_checkbox(self, row: Any) -> SafeString:
        """Django's box without its widget, whose template costs more than the rest of the row."""
        label = _("Select this row for an action: %(row)s") % {"row": row}
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            row.pk,
            label,
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return getattr(request.user, "is_branch", False) and super().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return getattr(request.user, "is_branch", False) and super().has_change_permission(request, obj)


class WholeQueue(Paginator):
    """Officers open the whole queue all day: its number and its first page are prepared questions."""

    def __init__(self, cases: QuerySet[Case], per_page: int, user: Any):
        super().__init__(cases, per_page)
        self.user = user

    @cached_property
    def count(self) -> int:
        """How many cases wait."""
        return sum(row["number"] for row in _number(self.user))

    def page(self, number: Any) -> Page:
        """One page; a query, whichever it is."""
        if self.validate_number(number) != 1:
            return super().page(number)
        return Page(_first(self.user), 1, self)


def _waiting(user: Any) -> CaseQuerySet:
    """What waits and this officer may see; topics are looked at in their groups' own queue."""
    return Case.objects.decidable_by(user).open().filter(item__kind__in=list(Item.nouns()))


def _printed(cases: CaseQuerySet) -> CaseQuerySet:
    """With what the columns print."""
    return cases.select_related("item__organization", "claimed_by").only(
        *("opened_at", "claimed_until", "revision_id", "claimed_by__name", "claimed_by__username"),
        *("item__kind", "item__title", "item__language", "item__organization__name"),
    )


@prepared
def _number(user: Any) -> QuerySet[Any, Any]:
    return _waiting(user).order_by().values("closed_at").annotate(number=Count("pk")).values("number")


@prepared
def _first(user: Any) -> CaseQuerySet:
    return _printed(_waiting(user)).order_by(*CaseAdmin.ordering)[: CaseAdmin.list_per_page]


@admin.register(Case)
class CaseAdmin(CaseColumns, DeskAdmin):
    """The queue."""

    list_display = ("title", "kind", "organization", "language", "waiting", "looked_at_by")
    list_display_links = ("title",)
    list_filter = (
        filters.KindFilter,
        filters.LanguageFilter,
        filters.OrganizationFilter,
        filters.AgeFilter,
        filters.ClaimFilter,
    )
    ordering = ("opened_at", "pk")
    actions = ("approve_selected",)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "title": _("What waits for a decision")})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """What waits, as far as this officer may see it, with what the columns print."""
        return _printed(_waiting(request.user))

    def get_paginator(self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any) -> Paginator:
        """The whole queue has pages of its own; a narrowed or sorted one is paged as everywhere."""
        if request.GET:
            return super().get_paginator(request, queryset, per_page, *args, **kwargs)
        return WholeQueue(queryset, per_page, request.user)

    def all_cases(self, request: HttpRequest) -> Any:
        """Closed ones too: their page shows what was decided."""
        cases = Case.objects.decidable_by(request.user)
        return cases.select_related("item__organization", "item__author", "revision", "claimed_by", "submitted_by")

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/look/", wrap(self.look_view), name="content_case_look"),
            path("batch/<uuid:batch>/", wrap(self.batch_view), name="content_case_batch"),
            path("batch/<uuid:batch>/undo/", wrap(self.undo_batch_view), name="content_case_undo_batch"),
            *super().get_urls(),
        ]

    def _review(self, request: HttpRequest, pk: Any) -> Review:
        if not self.has_change_permission(request) or not str(pk).isdigit() or len(str(pk)) > 18:
            raise Http404
        case = get_object_or_404(self.all_cases(request), pk=pk)
        return Review(case.item, request.user, case)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The review page; opening it marks the case as looked at."""
        return pages.review_page(self, request, self._review(request, object_id))

    @method_decorator(require_GET)
    def look_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The item as it will look, for the frame on the review page."""
        return pages.look_page(request, self._review(request, pk))

    @admin.action(description=gettext_lazy("Approve the selected submissions"), permissions=["change"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Case]) -> HttpResponse | None:
        """First a page that says what will really change; then the approval, and its result."""
        chosen = list(queryset[: bulk.MOST + 1])
        if len(chosen) > bulk.MOST:
            text = ngettext(
                "Choose at most %(count)d submission at once.",
                "Choose at most %(count)d submissions at once.",
                bulk.MOST,
            )
            messages.error(request, text % {"count": bulk.MOST})
            return None
        if "confirmed" not in request.POST:
            return self._confirmation(request, bulk.plan(chosen, request.user))
        return self._approve(request, chosen)

    def _confirmation(self, request: HttpRequest, made: bulk.Plan) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Approve the selected submissions"),
            "opts": self.opts,
            "plan": made,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/content/case/approve_selected.html", context)

    def _approve(self, request: HttpRequest, chosen: list[Case]) -> HttpResponse:
        made = bulk.plan(chosen, request.user, _sent_versions(request))
        batch, done = bulk.approve(made, request.user)
        for case, why in made.skipped:
            messages.warning(request, _("Left as it was: “%(title)s”. %(why)s") % {"title": case.item, "why": why})
        if not done:
            return redirect("admin:content_case_changelist")
        return redirect("admin:content_case_batch", batch=batch)

    @method_decorator(require_GET)
    def batch_view(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        """What a batch did, and the button that takes it back."""
        decisions = list(bulk.decisions_of(batch, request.user)) if self.has_change_permission(request) else []
        if not decisions:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Approved together"),
            "opts": self.opts,
            "batch": batch,
            "decisions": decisions,
            "can_undo": any(not hasattr(decision, "reversed_by") for decision in decisions),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/content/case/batch.html", context)

    @method_decorator(require_POST)
    def undo_batch_view(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        """Take the batch back, as far as it can be."""
        if not self.has_change_permission(request):
            raise Http404
        done, left = bulk.undo(batch, request.user)
        text = ngettext("%(count)d approval was undone.", "%(count)d approvals were undone.", done)
        messages.success(request, text % {"count": done})
        for decision, why in left:
            messages.warning(request, _("Left as it was: “%(title)s”. %(why)s") % {"title": decision.item, "why": why})
        return redirect(reverse("admin:content_case_batch", args=[batch]))


def _sent_versions(request: HttpRequest) -> dict[int, int]:
    """{case id: version} as the confirmation page sent it; what is no number is left out, and so is its case."""
    pairs = (value.partition("-") for value in request.POST.getlist("seen"))
    return {
        int(pk): int(version)
        for pk, _dash, version in pairs
        if pk.isascii() and pk.isdigit() and version.isascii() and version.isdigit() and len(pk + version) < 30
    }
