"""The outbox, stopped addresses and the periodic jobs on the Branch's desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from csonet.notifications import jobs, outbox
from csonet.notifications.models import JobRun, MailState, OutboundMail, StoppedAddress


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
    list_display = ["created", "to", "what", "language", "state", "attempts", "sent_at", "last_error"]
    list_filter = ["state", "language", "is_digest"]
    list_select_related = ["notice"]
    search_fields = ["to", "subject"]
    exclude = ["body", "html", "notice"]  # links in mails let people in: the desk does not show them
    actions = ["resend"]
    show_full_result_count = False

    @admin.display(description=_("what"))
    def what(self, mail: OutboundMail) -> str:
        if mail.is_digest:
            return str(_("summary"))
        return mail.notice.kind if mail.notice else mail.subject

    @admin.action(description=_("Send again what was given up or stopped"), permissions=["view"])
    def resend(self, request: HttpRequest, queryset: QuerySet[OutboundMail]) -> None:
        dead = list(queryset.filter(state__in=[MailState.DEAD, MailState.STOPPED]))
        for mail in dead:
            outbox.resend(mail)
        text = ngettext("%(count)s mail will be sent again.", "%(count)s mails will be sent again.", len(dead))
        self.message_user(request, text % {"count": len(dead)}, messages.SUCCESS)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under a sentence that says how the outbox fares."""
        if request.method == "GET":
            state = outbox.health()
            tone = messages.WARNING if state.is_late or state.dead else messages.INFO
            text = _("%(due)d mails are due, the oldest for %(minutes)d minutes; %(dead)d were given up.")
            words = text % {"due": state.due, "minutes": state.minutes, "dead": state.dead}
            self.message_user(request, words, tone)
        return super().changelist_view(request, extra_context)


@admin.register(StoppedAddress)
class StoppedAddressAdmin(ReadOnlyAdmin):
    list_display = ["address", "cause", "since", "detail"]
    list_filter = ["cause"]
    search_fields = ["address"]
    actions = ["open_again"]

    @admin.action(description=_("Mail to these addresses again"), permissions=["view"])
    def open_again(self, request: HttpRequest, queryset: QuerySet[StoppedAddress]) -> None:
        number, _by_model = queryset.delete()
        text = ngettext("%(count)s address is open again.", "%(count)s addresses are open again.", number)
        self.message_user(request, text % {"count": number}, messages.SUCCESS)


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    list_display = ["name", "rhythm", "started_at", "finished_at", "result", "failures"]
    actions = ["run_soon"]

    @admin.display(description=_("runs every"))
    def rhythm(self, row: JobRun) -> str:
        job = jobs.REGISTRY.get(row.name)
        return str(job.every) if job else ""

    @admin.action(description=_("Run as soon as the worker can"), permissions=["view"])
    def run_soon(self, request: HttpRequest, queryset: QuerySet[JobRun]) -> None:
        number = queryset.filter(name__in=list(jobs.REGISTRY)).update(started_at=None)
        text = ngettext("%(count)s job will run.", "%(count)s jobs will run.", number)
        self.message_user(request, text % {"count": number}, messages.SUCCESS)
