"""A person's notices in the portal, and the link by which a stream of mails ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from csonet.notifications import addresses, leaving, reading, tokens
from csonet.notifications.kinds import KINDS, STREAMS
from csonet.ui import languages


class NoticeListView(LoginRequiredMixin, TemplateView):
    """What the person was told, grouped by object."""

    http_method_names = ["get", "head", "options"]
    template_name = "notices/notice_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        unread_only, stream = asked.get("state") == "unread", asked.get("stream", "")
        number = asked.get("page", "")
        page, groups = reading.list_of(
            self.request.user,
            unread_only=unread_only,
            stream=stream,
            page=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
        )
        in_portal = {kind.stream.name for kind in KINDS.values() if kind.in_portal}
        return super().get_context_data(
            groups=groups,
            page_obj=page,
            unread=any(group.unread for group in groups),
            unread_only=unread_only,
            stream=stream if stream in STREAMS else "",
            streams=[one for one in STREAMS.values() if one.name in in_portal],
            **kwargs,
        )


class NoticesReadView(LoginRequiredMixin, View):
    """Mark notices as read: those about one object, or all."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        thread = None if "all" in request.POST else request.POST.get("thread", "").replace("\0", "")[:80]
        number = reading.mark_read(request.user, thread=thread)
        if number:
            text = ngettext("%(number)d notice is marked as read.", "%(number)d notices are marked as read.", number)
            messages.success(request, text % {"number": number})
        else:
            messages.info(request, _("There was nothing to mark."))
        return HttpResponseRedirect(_onward(request))


class AddressAgainView(LoginRequiredMixin, View):
    """The person says that their address takes mails again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        addresses.try_again(request.user)
        messages.success(request, _("Thank you. We write to your address again from now on."))
        return HttpResponseRedirect(reverse("notice_list"))


def _onward(request: HttpRequest) -> str:
    """Back to the list as it was; never to another site."""
    onward = request.POST.get("next", "")
    if onward.startswith(reverse("notice_list")) and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        return onward
    return reverse("notice_list")


class WithoutTrace(View):
    """A page that a signed link opens: in nobody's cache, in nobody's log of referrers, in no index."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: Any = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response


@method_decorator(csrf_exempt, name="dispatch")
class LeaveView(WithoutTrace):
    """The way out of a stream (RFC 8058): POST ends it at once, without cookie, session or confirmation; GET only asks.

    The token is the authority, so no CSRF token is needed: whoever could forge the post would hold it.
    """

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, act=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, act=True)

    def _answer(self, request: HttpRequest, token: str, act: bool) -> HttpResponse:
        """404 for a forged token; a token of an account that is gone is answered politely."""
        try:
            person, stream = tokens.read_leave_token(token)
        except tokens.NoSuchToken:
            raise Http404 from None
        if person is None:
            return render(request, "notices/leave.html", {"gone": True, "done": act})
        if act:
            leaving.leave(person, stream)
        with translation.override(person.language if person.language in languages.CODES else languages.current()):
            return render(
                request,
                "notices/leave.html",
                {
                    "done": act,
                    "name": leaving.name_of(person, stream),
                    "settings_url": tokens.settings_url(person.pk),
                },
            )


class MailSettingsOpenView(WithoutTrace):
    """The link to the mail settings has no language: it leads to the page in the person's own, for ever."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """404 for a forged token and for an account that is gone."""
        try:
            person = tokens.read_settings_token(token)
        except tokens.NoSuchToken:
            raise Http404 from None
        if person is None:
            raise Http404
        with translation.override(person.language if person.language in languages.CODES else languages.current()):
            return HttpResponseRedirect(reverse("notice_settings_open", args=[token]))
