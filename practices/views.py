"""What practices have beside the shared pages: “We used this too”."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.views.common import item_or_404
from csonet.workflow import WorkflowError
from practices.forms import UseForm
from practices.models import Practice
from practices.using import able_to_use, confirm, withdraw


class UseView(SignInRequired, View):
    """Say that one's organization repeated the practice."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form; 403 for who has no organization that could confirm it."""
        practice = self._practice(slug)
        return self._page(practice, UseForm(self.parked_data(), practice=practice, user=request.user))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Record it and go back to the practice."""
        practice = self._practice(slug)
        form = UseForm(request.POST, practice=practice, user=request.user)
        if not form.is_valid():
            return self._page(practice, form)
        try:
            confirm(form.save(commit=False))
        except WorkflowError as error:  # sent twice at once
            form.add_error("organization", str(error))
            return self._page(practice, form)
        messages.success(request, _("Thank you. Your experience stands on the page of the practice now."))
        return redirect(practice.get_absolute_url() + "#uses")

    def _practice(self, slug: str) -> Any:
        practice = item_or_404(Practice, self.request.user, slug)
        user = self.request.user
        if practice.status != "published" or not user.standing.editing - {practice.organization_id}:  # type: ignore[union-attr]
            raise PermissionDenied
        return practice

    def _page(self, practice: Practice, form: UseForm) -> HttpResponse:
        context = {"item": practice, "form": form, "able": able_to_use(practice, self.request.user)}
        return render(self.request, "practices/practice_use.html", context)


class UseWithdrawView(SignInRequired, View):
    """Take back what one's organization said."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the practice; 403 for another organization's."""
        practice = item_or_404(Practice, request.user, slug)
        sent = request.POST.get("organization", "")
        organization = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 18 else 0
        if organization not in request.user.standing.editing:  # type: ignore[union-attr]
            raise PermissionDenied
        if withdraw(practice, organization):
            messages.success(request, _("It is taken off the page."))
        return redirect(practice.get_absolute_url() + "#uses")
