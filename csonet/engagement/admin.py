"""Announcements on the Branch's desk: write, count, preview, test on oneself, send; and what was done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models.membership import Role
from accounts.people.words import SeenWords
from csonet.engagement import announcing
from csonet.engagement.models import Announcement, AnnouncementState, AnnouncementStep, AnnouncementText
from csonet.reference import vocabulary

STATUSES = [
    ("general", _("General consultative status")),
    ("special", _("Special consultative status")),
    ("roster", _("Roster")),
    (announcing.NO_STATUS, _("No consultative status")),
]
ROLES = [
    *Role.choices,
    (announcing.UN_ENTITY, _("People of United Nations entities")),
    (announcing.NO_ORGANIZATION, _("People without an approved organization")),
]


class AnnouncementForm(SeenWords, forms.ModelForm):
    """The segment by lists; an empty one means everybody."""

    class Meta:
        model = Announcement
        fields = ["name", "is_required", *announcing.SEGMENT]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        regions = vocabulary.sorted_by_name(vocabulary.regions().values())
        fields = vocabulary.fields().values()
        offered: dict[str, list[tuple[Any, Any]]] = {
            "statuses": STATUSES,
            "regions": [(region.pk, region.name_in(language)) for region in regions],
            "fields": [(one.pk, f"{one.area.name_in(language)}: {one.name_in(language)}") for one in fields],
            "languages": list(settings.LANGUAGES),
            "roles": ROLES,
        }
        # What was sent is shown, not changed: then the form has no fields.
        for name, choices in ((name, choices) for name, choices in offered.items() if name in self.fields):
            many = len(choices) > 12
            widget = forms.SelectMultiple(attrs={"size": 10}) if many else forms.CheckboxSelectMultiple()
            self.fields[name] = forms.MultipleChoiceField(
                label=self.fields[name].label,
                choices=choices,
                required=False,
                widget=widget,
                help_text=_("Nothing chosen: everybody."),
            )


class TextForm(SeenWords, forms.ModelForm):
    """Words that go out by mail: nothing in them that cannot be seen."""


class TextInline(admin.StackedInline):
    """The announcement in one language."""

    model = AnnouncementText
    form = TextForm
    extra = 1
    max_num = len(settings.LANGUAGES)
    fields = ["language", "title", "body"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_draft(obj)


def _is_draft(obj: Any) -> bool:
    return obj is None or obj.state == AnnouncementState.DRAFT


class StepInline(admin.TabularInline):
    """What was done, by whom, to how many."""

    model = AnnouncementStep
    extra = 0
    fields = ("created", "actor", "action", "people")
    readonly_fields = ("created", "actor", "action", "people")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Announcement)
class AnnouncementAdmin(admin.ModelAdmin):
    """A draft is written and previewed; what was sent is looked at."""

    form = AnnouncementForm
    inlines = [TextInline, StepInline]
    list_display = ["name", "state", "is_required", "told", "sent_at", "sent_by"]
    list_filter = ["state", "is_required"]
    list_select_related = ["sent_by"]
    change_form_template = "admin/engagement/announcement/change_form.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        unused = obj is None or (_is_draft(obj) and not obj.steps.exists())
        return super().has_delete_permission(request, obj) and unused

    def get_urls(self) -> list[Any]:
        preview = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.preview))
        return [path("<int:pk>/preview/", preview, name="engagement_announcement_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every language version as it will be read, and how many read it; here it is tested and sent."""
        announcement = get_object_or_404(Announcement, pk=pk)
        if not super().has_change_permission(request, announcement):
            raise PermissionDenied
        if request.method == "POST":
            self._act(request, announcement)
            return HttpResponseRedirect(reverse("admin:engagement_announcement_preview", args=[pk]))
        counts = announcing.count_by_language(announcement)
        texts = {text.language: text for text in announcement.texts.all()}
        context = {
            **self.admin_site.each_context(request),
            "title": announcement.name,
            "opts": self.model._meta,
            "announcement": announcement,
            "is_draft": _is_draft(announcement),
            "versions": [(code, name, texts.get(code), counts.get(code, 0)) for code, name in settings.LANGUAGES],
            "number": sum(counts.values()),
            "has_texts": bool(texts),
        }
        return TemplateResponse(request, "admin/engagement/announcement/preview.html", context)

    def _act(self, request: HttpRequest, announcement: Announcement) -> None:
        """Test or send. Sending asks for the number that the officer saw: if the segment grew meanwhile, look again."""
        if "test" in request.POST:
            announcing.send_test(announcement, request.user)
            self.message_user(request, _("The test is on its way to your own address."), messages.SUCCESS)
            return
        number = sum(announcing.count_by_language(announcement).values())
        if request.POST.get("number") != str(number):
            self.message_user(request, _("The number of people has changed: please look again."), messages.WARNING)
            return
        try:
            begun = announcing.send(announcement, request.user)
        except ValueError:
            self.message_user(request, _("It was sent already, or it has no text yet."), messages.WARNING)
            return
        self.log_change(request, announcement, "sent")
        text = ngettext("It is being sent to %(count)d person.", "It is being sent to %(count)d people.", begun)
        self.message_user(request, text % {"count": begun}, messages.SUCCESS)
