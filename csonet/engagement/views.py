"""Following from any page, and the one page on which a person says what we tell them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from csonet.engagement import announcing
from csonet.engagement.controls import act, controls_of
from csonet.engagement.forms import MailSettingsForm
from csonet.engagement.targets import find
from csonet.notifications import tokens
from csonet.notifications.kinds import STREAMS
from csonet.notifications.reading import came_back
from csonet.notifications.views import WithoutTrace


class FollowView(LoginRequiredMixin, View):
    """What the control on a page does: follow, mute, mute for a time, forget."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """404 for what this person may not know of."""
        _change(request, request.user)
        return HttpResponseRedirect(_onward(request))


def _change(request: HttpRequest, person: Any) -> None:
    target = find(request.POST.get("target", "")[:100], person)
    if target is None:
        raise Http404
    if act(person, target, request.POST.get("level", "")):
        messages.success(request, _("Your choice is saved."))
    else:
        messages.error(request, _("Choose one of the entries."))


def _onward(request: HttpRequest) -> str:
    """Back to the page with the control; never to another site."""
    onward = request.POST.get("next", "").replace("\0", "")
    if onward.startswith("/") and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        return onward
    return reverse("notice_settings")


class AnnouncementView(LoginRequiredMixin, View):
    """An announcement of the Branch as it is read in the portal, by those who were told of it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for an announcement of which this person was not told."""
        text = announcing.text_for(request.user, pk, get_language() or "en")
        if text is None:
            raise Http404
        came_back(request, announcing.thread_of(pk))
        return render(request, "engagement/announcement_page.html", {"text": text})


class SettingsPage(View):
    """What we tell, by which rhythm, and everything that the person follows or mutes."""

    http_method_names = ["get", "head", "post", "options"]

    def page_of(self, request: HttpRequest, person: Any, address: str, *, token: str = "") -> HttpResponse:
        """Show the page, or do what its forms ask."""
        form = MailSettingsForm(person=person)
        if request.method == "POST":
            if "target" in request.POST:
                _change(request, person)
                return HttpResponseRedirect(address)
            form = MailSettingsForm(request.POST, person=person)
            if form.is_valid():
                form.save()
                messages.success(request, _("Your settings are saved."))
                return HttpResponseRedirect(address)
        context = {
            "form": form,
            "controls": controls_of(person),
            "fixed": [stream for stream in STREAMS.values() if not stream.choices],
            "person": person,
            "token": token,
            "address": address,
        }
        return render(request, "engagement/notice_settings.html", context)


class NoticeSettingsView(LoginRequiredMixin, SettingsPage):
    """For whoever is signed in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page_of(request, request.user, reverse("notice_settings"))

    post = get


@method_decorator(csrf_exempt, name="dispatch")
class NoticeSettingsOpenView(WithoutTrace, SettingsPage):
    """For whoever holds the signed link of a mail; it opens this page and nothing else.

    The token is the authority, so no CSRF token is needed: whoever could forge the post would hold it.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for a forged token and for an account that is gone."""
        try:
            self.person = tokens.read_settings_token(kwargs["token"])
        except tokens.NoSuchToken:
            raise Http404 from None
        if self.person is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page_of(request, self.person, reverse("notice_settings_open", args=[token]), token=token)

    post = get
