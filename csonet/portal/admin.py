"""The shell on the Branch's desk: its pages in six languages, and the contact desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.people.words import SeenWords
from csonet.portal.contact import desk
from csonet.portal.models import SUFFIXES, ContactMessage, ContactReply, ContactState, Page
from csonet.richtext import Plain, RichTextField, composing_csp
from csonet.ui import languages


class PageForm(SeenWords, forms.ModelForm):
    """A page with its text in each language as rich text."""

    class Meta:
        model = Page
        fields = [f"{name}_{suffix}" for suffix in SUFFIXES.values() for name in ("title", "body")]
        field_classes = {f"body_{suffix}": RichTextField for suffix in SUFFIXES.values()}
        widgets = {f"body_{suffix}": RichTextField.widget for suffix in SUFFIXES.values()}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, suffix in SUFFIXES.items():
            self.fields[f"title_{suffix}"].widget.attrs |= {
                "lang": languages.tag(code),
                "dir": languages.direction(code),
            }
            self.fields[f"body_{suffix}"].widget.write_in(code)


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    """The pages of the Branch. Which pages there are is the portal's matter; what they say is the Branch's."""

    form = PageForm
    list_display = ["title_en", "slug", "updated"]
    fieldsets = [
        (languages.own_name(code), {"fields": [f"title_{suffix}", f"body_{suffix}"]})
        for code, suffix in sorted(SUFFIXES.items(), key=lambda pair: pair[0] != "en")
    ]

    @method_decorator(composing_csp)
    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(*args, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AnswerForm(Plain, forms.ModelForm):
    """An answer to a message. It goes out by mail when the form is saved."""

    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80, "dir": "auto"}),
        help_text=_("Write in the sender's language: it is mailed to them as it stands, with the number and a link."),
    )
    new_state = forms.ChoiceField(
        label=_("Afterwards"),
        choices=[
            ("", _("Answered: something may follow")),
            (ContactState.CLOSED, _("Closed: the matter is done")),
            (ContactState.NEW, _("Waiting for an answer again")),
        ],
        required=False,
    )

    class Meta:
        model = ContactMessage
        fields: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for "answered" without words."""
        cleaned = super().clean() or {}
        text, state = (cleaned.get("answer") or "").strip(), cleaned.get("new_state")
        if not text and not state:
            self.add_error("answer", _("Write an answer, or choose another state."))
        if text and state == ContactState.NEW:
            self.add_error("new_state", _("With an answer it is not waiting any more."))
        return cleaned


class ReplyInline(admin.StackedInline):
    """The answers so far; they went out and stay as they are."""

    model = ContactReply
    extra = 0
    can_delete = False
    fields = ["created", "author", "text"]
    readonly_fields = ["created", "author", "text"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ContactMessage)
class ContactMessageAdmin(admin.ModelAdmin):
    """The contact desk: newest first, those without an answer by the filter; answered on the message's page."""

    form = AnswerForm
    list_display = ["number", "subject", "category", "sender", "language", "state", "created"]
    list_filter = ["state", "category", "language"]
    search_fields = ["subject", "name", "email"]
    search_help_text = _("Number, subject, name or e-mail address")
    list_select_related = ["user"]
    list_per_page = 50
    actions = ["close"]
    inlines = [ReplyInline]
    readonly_fields = ["number", "state", "created", "category", "sender", "person", "language", "subject", "text"]
    fieldsets = [
        (None, {"fields": ["number", "state", "created", "category", "sender", "person", "language"]}),
        (_("Message"), {"fields": ["subject", "text"]}),
        (_("Your answer"), {"fields": ["answer", "new_state"]}),
    ]

    @admin.display(description=_("number"), ordering="pk")
    def number(self, message: ContactMessage) -> str:
        return message.number

    @admin.display(description=_("from"))
    def sender(self, message: ContactMessage) -> str:
        return format_html('<bdi>{}</bdi> &lt;<bdi dir="ltr">{}</bdi>&gt;', message.name, message.email)

    @admin.display(description=_("account"))
    def person(self, message: ContactMessage) -> str:
        return str(message.user or _("written without signing in"))

    @admin.display(description=_("message"))
    def text(self, message: ContactMessage) -> str:
        return format_html(
            '<div class="message-text" lang="{}" dir="auto">{}</div>', languages.tag(message.language), message.message
        )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """A whole number such as C-2026-000123, or its last part, finds its message."""
        last = search_term.strip().upper().rsplit("-", 1)[-1]
        if last.isascii() and last.isdigit() and len(last) < 18:
            return queryset.filter(pk=int(last)), False
        return super().get_search_results(request, queryset, search_term)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ContactMessage, form: AnswerForm, change: bool) -> None:
        """Send the answer, or change the state; the message itself is never edited."""
        text, state = form.cleaned_data["answer"].strip(), form.cleaned_data["new_state"]
        if text:
            desk.answer(obj, request.user, text, close=state == ContactState.CLOSED)
        else:
            desk.set_state(obj, state)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What the log says of it: that it was answered, or its new state."""
        return [{"changed": {"fields": [str(form.instance.get_state_display())]}}]

    def response_change(self, request: HttpRequest, obj: ContactMessage) -> HttpResponse:
        messages.success(request, _("%(number)s: saved.") % {"number": obj.number})
        return HttpResponseRedirect(reverse("admin:portal_contactmessage_changelist") + "?state__exact=new")

    @admin.action(description=_("Close without an answer"), permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[ContactMessage]) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied
        for message in queryset:
            desk.set_state(message, ContactState.CLOSED)
            self.log_change(request, message, [{"changed": {"fields": [str(ContactState.CLOSED.label)]}}])
