"""Groups on the Branch's desk: the same posts, reports and acts as on the site, and what came in by mail."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from csonet.content.admin_base import ItemAdmin
from csonet.content.models import Item
from csonet.content.moderation.queue import DeskAdmin
from csonet.engagement.comments import deciding
from csonet.engagement.models import Comment, IncomingMail, ModerationStep, Report, WatchedWord
from csonet.workflow import WorkflowError
from discussions.mail import reading
from discussions.models import Group
from discussions.words import ACTS


@admin.register(Group)
class GroupAdmin(ItemAdmin):
    """Everything of a group on one page."""

    list_display = (*ItemAdmin.list_display, "access", "moderation", "responses")
    list_filter = (*ItemAdmin.list_filter, "access", "moderation")


class ReasonForm(ActionForm):
    """The reason that goes with an act on posts; their authors read it."""

    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=1000)


class WaitsFilter(admin.SimpleListFilter):
    """What waits, or everything."""

    title = gettext_lazy("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("all", gettext_lazy("All posts"))]

    def choices(self, changelist: Any) -> Any:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("Held or reported"),
        }
        yield {
            "selected": self.value() == "all",
            "query_string": changelist.get_query_string({self.parameter_name: "all"}),
            "display": _("All posts"),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.value() == "all":
            return queryset
        reported = Report.objects.filter(comment=OuterRef("pk"), state="open")
        return queryset.filter(Q(state="held") | ~Q(held_because="") | Exists(reported))


def _seen(request: HttpRequest) -> QuerySet[Item]:
    """What the officer may see; what closed groups say is their own affair."""
    return Item.objects.visible_to(request.user).exclude(audience="circle")


@admin.register(Comment)
class CommentAdmin(DeskAdmin):
    """The queue of posts: decided here or on the site, over the same records."""

    list_display = ("words", "topic", "author", "state", "held_because", "created")
    list_display_links = None
    list_filter = (WaitsFilter, "state", "language")
    list_select_related = ("item", "author")
    search_fields = ("body",)
    ordering = ("created",)
    action_form = ReasonForm
    actions = ("show", "refuse", "hide", "decline")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return super().get_queryset(request).filter(line="", item__in=_seen(request)).exclude(state="deleted")

    @admin.display(description=gettext_lazy("text"))
    def words(self, comment: Comment) -> SafeString:
        """The beginning of the post, with the way to its page of decisions."""
        url = reverse("post_decide", args=[comment.pk])
        return format_html('<a href="{}" dir="auto">{}</a>', url, comment.body[:120] or "…")

    @admin.display(description=gettext_lazy("topic"))
    def topic(self, comment: Comment) -> str:
        return comment.item.title

    @admin.action(description=gettext_lazy("Show"))
    def show(self, request: HttpRequest, posts: QuerySet[Comment]) -> None:
        self._act(request, posts, lambda post: "restore" if post.state == "hidden" else "release")

    @admin.action(description=gettext_lazy("Refuse (with a reason)"))
    def refuse(self, request: HttpRequest, posts: QuerySet[Comment]) -> None:
        self._act(request, posts, lambda _post: "refuse")

    @admin.action(description=gettext_lazy("Hide (with a reason)"))
    def hide(self, request: HttpRequest, posts: QuerySet[Comment]) -> None:
        self._act(request, posts, lambda _post: "hide")

    @admin.action(description=gettext_lazy("No breach: decline the reports"))
    def decline(self, request: HttpRequest, posts: QuerySet[Comment]) -> None:
        self._act(request, posts, lambda _post: "decline")

    def _act(self, request: HttpRequest, posts: QuerySet[Comment], choose: Any) -> None:
        """Decide on each; what can't be decided is said, the others are."""
        reason, done = request.POST.get("reason", "").replace("\0", ""), 0
        for post in posts[:50]:
            action = choose(post)
            try:
                if action == "decline":
                    deciding.decline_reports(post, actor=request.user)
                else:
                    deciding.decide(post, action, actor=request.user, reason=reason)
                done += 1
            except WorkflowError as refused:
                self.message_user(request, f"“{post.body[:40]}”: {refused}", messages.WARNING)
        if done:
            said = ngettext("%(count)d post was decided on.", "%(count)d posts were decided on.", done)
            self.message_user(request, said % {"count": done}, messages.SUCCESS)


@admin.register(ModerationStep)
class ModerationStepAdmin(DeskAdmin):
    """Everything that moderators of groups did; nobody changes it."""

    list_display = ("created", "what", "item", "person", "actor", "reason")
    list_display_links = None
    list_select_related = ("item", "person", "actor")
    list_filter = ("action",)
    ordering = ("-created",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationStep]:
        return super().get_queryset(request).filter(item__in=_seen(request))

    @admin.display(description=gettext_lazy("what"))
    def what(self, step: ModerationStep) -> str:
        return str(ACTS.get(step.action, step.action))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(WatchedWord)
class WatchedWordAdmin(admin.ModelAdmin):
    """Words that make a post wait."""

    list_display = ("word", "created")
    search_fields = ("word",)


@admin.register(IncomingMail)
class IncomingMailAdmin(DeskAdmin):
    """Mails that did not become posts: an officer looks, and writes to the sender where it helps."""

    list_display = ("created", "subject", "sender", "why", "state")
    list_filter = ("state",)
    fields = readonly_fields = ("created", "sender", "subject", "why", "state", "user", "text")
    actions = ("done",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncomingMail]:
        """What somebody wrote to a closed group is not the Branch's to read."""
        return super().get_queryset(request).filter(Q(item=None) | Q(item__in=_seen(request)))

    @admin.display(description=gettext_lazy("text"))
    def text(self, mail: IncomingMail) -> str:
        """The words of the mail."""
        raw = bytes(mail.raw)
        return reading.read(raw).text[:20_000] or str(message_from_bytes(raw, policy=policy.default))[:2000]

    @admin.action(description=gettext_lazy("Looked at"))
    def done(self, request: HttpRequest, mails: QuerySet[IncomingMail]) -> None:
        mails.update(state=IncomingMail.State.DONE)
