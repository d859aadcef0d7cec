"""News, articles, feeds and pins at the desk."""

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
from news.feeds import deciding
from news.forms_feeds import FeedDecisionForm
from news.models import Article, CoAuthor, Feed, NewsItem, Pin


@admin.register(NewsItem)
class NewsItemAdmin(ItemAdmin):
    """Everything of a piece of news on one page."""

    list_display = (*ItemAdmin.list_display, "place")


class CoAuthorInline(admin.TabularInline):
    """Who of other organizations was asked, and what they said."""

    model = CoAuthor
    extra = 0
    fields = readonly_fields = ("name", "organization", "state", "asked_by", "answered_by", "answered_at")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Article)
class ArticleAdmin(ItemAdmin):
    """Everything of an article on one page."""

    list_display = (*ItemAdmin.list_display, "licence")
    inlines = (CoAuthorInline,)


@admin.register(Pin)
class PinAdmin(admin.ModelAdmin):
    """What stands at the top of the home page; it is pinned on the page of the news."""

    list_display = ("item", "until", "pinned_by")
    list_select_related = ("item", "pinned_by")
    ordering = ("-until",)
    readonly_fields = ("item", "pinned_by")
    fields = ("item", "until", "pinned_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_branch and super().has_change_permission(request, obj)  # type: ignore[union-attr]


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    """Approving feeds, and how far each is trusted."""

    form = FeedDecisionForm
    list_display = ("__str__", "organization", "language", "state", "trust", "fetched_at", "failures")
    list_filter = ("state", "trust", "language")
    list_select_related = ("organization",)
    search_fields = ("title", "address", "organization__name")
    ordering = ("-pk",)
    readonly_fields = (
        "state",
        "organization",
        "link",
        "language",
        "asked_by",
        "fetched_at",
        "went_wrong",
        "sample",
        "history",
    )
    fieldsets = (
        (None, {"fields": ("state", "organization", "link", "language", "asked_by", "fetched_at", "went_wrong")}),
        (_("Decision"), {"fields": ("decision", "trust", "text")}),
        (_("What came"), {"fields": ("sample", "history")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        """As far as this officer may see them."""
        return Feed.objects.visible_to(request.user)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form knows who decides."""
        form = super().get_form(request, obj, change, **kwargs)

        class Asked(form):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **given: Any):
                super().__init__(*args, actor=request.user, **given)

        return Asked

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        """Carry the decision out by its door; a decision that can't be made is said, and nothing changes."""
        given = form.cleaned_data
        try:
            if given["decision"]:
                deciding.decide(obj, given["decision"], actor=request.user, text=given["text"], trust=given["trust"])
            elif "trust" in form.changed_data:
                deciding.set_trust(obj, given["trust"], actor=request.user)
        except WorkflowError as error:
            self.message_user(request, str(error), messages.ERROR)

    @admin.display(description=_("address"))
    def link(self, feed: Feed) -> SafeString:
        """The address, to be looked at before it is approved."""
        return format_html('<a href="{}" rel="noopener noreferrer" dir="ltr">{}</a>', feed.address, feed.address)

    @admin.display(description=_("what went wrong last"))
    def went_wrong(self, feed: Feed) -> str:
        return feed.problem_words or "–"

    @admin.display(description=_("latest entries"))
    def sample(self, feed: Feed) -> SafeString | str:
        """The titles of what came last."""
        items = NewsItem.objects.filter(entry__feed=feed).order_by("-pk")[:10]
        rows = ((item.get_absolute_url(), item.title) for item in items)
        return format_html_join("", '<p><a href="{}" dir="auto">{}</a></p>', rows) or "–"

    @admin.display(description=_("decisions"))
    def history(self, feed: Feed) -> SafeString | str:
        """Who decided what, the latest first."""
        rows = feed.decisions.select_related("actor")[:20]
        lines = ((row.created.date().isoformat(), row.actor or "–", row.action, row.text) for row in rows)
        return format_html_join("", '<p dir="auto">{} · {} · {} {}</p>', lines) or "–"
