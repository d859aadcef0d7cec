"""A person's own pages: the settings, and what they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from accounts.models import User
from accounts.people.forms import SettingsForm
from accounts.people.parking import SignInRequired


class SettingsView(SignInRequired, View):
    """Name, language, time zone, data saver; and the way to everything else about the account."""

    def get(self, request: HttpRequest) -> HttpResponse:
        parked = self.parked_data()
        return self._page(SettingsForm(parked, instance=_fresh(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SettingsForm(request.POST, instance=_fresh(request))
        if not form.is_valid():
            return self._page(form)
        person = form.save()
        with override(person.language):
            messages.success(request, _("Your settings are saved."))
            return HttpResponseRedirect(reverse("account_settings"))

    def _page(self, form: SettingsForm) -> HttpResponse:
        person: Any = self.request.user
        context = {
            "form": form,
            "memberships": person.memberships.select_related("organization").order_by("organization__name"),
            "requests": person.join_requests.filter(state="waiting").select_related("organization"),
            "claims": person.claims.filter(state="waiting").select_related("organization"),
        }
        return render(self.request, "accounts/settings.html", context)


def _fresh(request: HttpRequest) -> User:
    """The person's row for the form to write on, so that a refused entry doesn't show in the page's head."""
    person: Any = request.user
    return User.objects.get(pk=person.pk)
