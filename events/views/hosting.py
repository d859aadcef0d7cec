"""Asking organizations to host with us, and their answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.models import Organization
from accounts.people.parking import SignInRequired
from csonet.content.views.common import item_or_404
from csonet.workflow import NotAllowed, WorkflowError
from events import hosting
from events.models import CoHost, Event
from events.views.organizing import OrganizerView


class CoHostForm(forms.Form):
    """An organization by the address of its page, or by its name as the directory writes it."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Organization"),
        max_length=300,
        help_text=gettext_lazy("Its name as the directory writes it."),
    )

    def clean_name(self) -> Organization:
        """Raises ValidationError for a name that no approved organization bears."""
        words = " ".join(self.cleaned_data["name"].split())
        found = Organization.objects.approved().filter(name__iexact=words)[:2] if "\0" not in words else []
        if len(found) != 1:
            raise forms.ValidationError(_("No approved organization of this name was found."))
        return found[0]


class CoHostsView(OrganizerView):
    """Who is asked to host the event too."""

    tab = "manage"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The list, and the form."""
        return self._page(CoHostForm(self.parked_data()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask an organization."""
        form = CoHostForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            hosting.invite(self.event, form.cleaned_data["name"], user=request.user)
        except WorkflowError as error:
            return self._page(form, conflict=str(error), status=409)
        return self.saved(_("It is asked, once the event is announced."), "event_co_hosts")

    def _page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        hosts = list(self.event.co_hosts.select_related("organization").order_by("pk"))
        return self.show("co_hosts", status=status, form=form, co_hosts=hosts, **context)


class CoHostAnswerView(SignInRequired, View):
    """An organization that was asked says yes or no."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Back to the event; 404 for what is not asked of this person's organizations."""
        event = item_or_404(Event, request.user, slug)
        one = get_object_or_404(CoHost.objects.select_related("event", "organization"), event=event, pk=pk)
        try:
            hosting.answer(one, user=request.user, confirms=request.POST.get("do") == "confirm")
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you: the host knows your answer."))
        return redirect(event)
