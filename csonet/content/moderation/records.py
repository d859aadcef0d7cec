"""The desk's lists of everything that was submitted, of all decisions, and of the reasons for them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from csonet.content.models import Decision, Item, Reason
from csonet.content.moderation import filters, pages
from csonet.content.moderation.kinds import kind_names
from csonet.content.moderation.queue import DeskAdmin
from csonet.content.moderation.review import Review
from csonet.content.search.query import find
from csonet.content.states import PUBLICATION, REVISION

#: What a state is called, of an item or of its changes: a decision outlives the changes that it was about.
STATE_LABELS = {state.name: state.label for state in (*REVISION.states, *PUBLICATION.states)}


@admin.register(Item)
class ItemAdmin(DeskAdmin):
    """Everything that was ever submitted, to be found, hidden and restored; circles' items are their own affair."""

    list_display = ("titled", "noun_name", "organization", "language", "status", "published_at")
    list_display_links = ("titled",)
    list_filter = (
        filters.StateFilter,
        filters.ItemKindFilter,
        filters.ItemLanguageFilter,
        filters.ItemOrganizationFilter,
    )
    list_select_related = ("organization",)
    search_fields = ("title",)
    search_help_text = _("Words of the text, or the address of the page.")
    ordering = ("-pk",)
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "title": _("Everything that was submitted")})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        """Drafts belong to their authors alone, the officer's own ones too: this is the desk."""
        nouns = list(Item.nouns())  # topics are decided on in their groups
        seen = Item.objects.visible_to(request.user).of_kind(*nouns)
        return seen.exclude(status="draft").exclude(audience="circle")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Item], search_term: str
    ) -> tuple[QuerySet[Item], bool]:
        """By the portal's own search, or by an address."""
        typed = search_term.replace("\0", "").strip()
        if not typed:
            return queryset, False
        if "/" in typed:
            return queryset.filter(slug=typed.rstrip("/").rpartition("/")[2]), False
        kinds = tuple(kind_names())
        hits = [hit.item.pk for page in (1, 2) for hit in find(typed, request.user, kinds=kinds, page=page).hits]
        return queryset.filter(pk__in=hits) | queryset.filter(title__iexact=typed), False

    def get_urls(self) -> list[Any]:
        look = self.admin_site.admin_view(self.look_view)
        return [path("<int:pk>/look/", look, name="content_item_look"), *super().get_urls()]

    def _item(self, request: HttpRequest, pk: Any) -> Item:
        if not self.has_change_permission(request) or not str(pk).isdigit() or len(str(pk)) > 18:
            raise Http404
        return get_object_or_404(self.get_queryset(request).select_related("organization", "author"), pk=pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The review page of the item; if something of it waits, the queue's."""
        item = self._item(request, object_id)
        waiting = item.cases.open().first()
        if waiting is not None and request.method == "GET":
            return redirect("admin:content_case_change", waiting.pk)
        return pages.review_page(self, request, Review(item, request.user))

    @method_decorator(require_GET)
    def look_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The item as readers see it, for the frame."""
        return pages.look_page(request, Review(self._item(request, pk), request.user))

    @admin.display(description=_("title"), ordering="title")
    def titled(self, item: Item) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', item.language, item.title)

    @admin.display(description=_("type"), ordering="kind")
    def noun_name(self, item: Item) -> Any:
        return kind_names().get(item.kind, item.kind)


class ActionFilter(admin.SimpleListFilter):
    """By what was done."""

    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(act.name, act.label) for act in PUBLICATION.transitions]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(Decision)
class DecisionAdmin(DeskAdmin):
    """All decisions, as they were written: nobody changes them."""

    list_display = ("created", "item", "act", "who", "reason", "text_start")
    list_filter = (ActionFilter, "reason")
    list_select_related = ("item", "actor", "reason", "revision")
    search_fields = ("item__slug", "=batch")
    search_help_text = _("The last part of the page's address.")
    fields = (
        *("created", "item", "act", "who", "state_before", "state_after"),
        *("reason", "text", "note", "target", "version", "batch", "reverses"),
    )
    readonly_fields = fields
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Those on items that this officer may see, circles' apart."""
        visible = Item.objects.visible_to(request.user).exclude(audience="circle")
        return super().get_queryset(request).filter(item__in=visible)

    @admin.display(description=_("action"), ordering="action")
    def act(self, decision: Decision) -> Any:
        return decision.action_label

    @admin.display(description=_("former state"))
    def state_before(self, decision: Decision) -> Any:
        return STATE_LABELS.get(decision.from_status, decision.from_status)

    @admin.display(description=_("new state"))
    def state_after(self, decision: Decision) -> Any:
        return STATE_LABELS.get(decision.to_status, decision.to_status)

    @admin.display(description=_("who"), ordering="actor")
    def who(self, decision: Decision) -> Any:
        return decision.actor or _("the portal itself")

    @admin.display(description=_("words to the author"))
    def text_start(self, decision: Decision) -> str:
        return decision.text[:80]


@admin.register(Reason)
class ReasonAdmin(admin.ModelAdmin):
    """Reason codes with the words that the author reads. What was used once is not deleted, but can be retired."""

    list_display = ("code", "__str__", "is_active", "position")
    ordering = ("position", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()
