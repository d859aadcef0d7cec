"""The outbox and the periodic jobs on the Branch's desk."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from csonet.notifications import outbox
from csonet.notifications.models import JobRun, MailState, OutboundMail


class ReadOnlyAdmin(admin.ModelAdmin):
    """What the machine writes: people look."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(OutboundMail)
class OutboundMailAdmin(ReadOnlyAdmin):
    list_display = ["created", "to", "what", "language", "state", "attempts", "sent_at"]
    list_filter = ["state", "language"]
    list_select_related = ["notice"]
    search_fields = ["to", "subject"]
    exclude = ["body", "html", "notice"]  # links in mails let people in: the desk does not show them
    actions = ["resend"]
    show_full_result_count = False

    @admin.display(description=_("what"))
    def what(self, mail: OutboundMail) -> str:
        return mail.notice.kind if mail.notice else mail.subject

    @admin.action(description=_("Send again what was given up"), permissions=["view"])
    def resend(self, request: HttpRequest, queryset: QuerySet[OutboundMail]) -> None:
        dead = list(queryset.filter(state=MailState.DEAD))
        for mail in dead:
            outbox.resend(mail)
        text = ngettext("%(count)s mail will be sent again.", "%(count)s mails will be sent again.", len(dead))
        self.message_user(request, text % {"count": len(dead)}, messages.SUCCESS)


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    list_display = ["name", "started_at", "finished_at", "result", "failures"]
