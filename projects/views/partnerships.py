"""Partnerships as a list and as open data, ending one, and an organization's wishes about suggestions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Organization
from accounts.people.parking import SignInRequired
from csonet.opendata.answering import MEDIA_TYPES, OpenView, answer, refusal
from csonet.opendata.datasets import datasets
from csonet.workflow import NotAllowed, WorkflowError
from projects import partnering
from projects.models import Matching, Partnership
from projects.open_data import NAME

PAGE_SIZE = 20


def _listed(request: HttpRequest) -> Any:
    """What the list and the open data show this person, narrowed to one organization if that is asked."""
    rows = Partnership.objects.visible_to(request.user).for_lists()
    slug = request.GET.get("organization", "")
    if slug and "\0" not in slug:
        organization = Organization.objects.visible_to(request.user).filter(slug=slug[:120]).first()
        rows = rows.of(organization) if organization else rows.none()
    return rows


class PartnershipListView(View):
    """All partnerships, the latest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Twenty a page."""
        page = Paginator(_listed(request), PAGE_SIZE).get_page(request.GET.get("page"))
        for row in page.object_list:
            row.can_end = row.is_running and partnering.own_side(row, request.user) is not None
        tail = f"?{urlencode({'organization': slug})}" if (slug := request.GET.get("organization", "")) else ""
        context = {
            "page_obj": page,
            "partnerships": page.object_list,
            "export_urls": [
                (format.upper(), reverse("partnership_export", args=[format]) + tail) for format in MEDIA_TYPES
            ],
        }
        return render(request, "projects/partnership_list.html", context)


class PartnershipExportView(OpenView):
    """The list as a file."""

    def get(self, request: HttpRequest, format: str) -> HttpResponseBase:
        """CSV or JSON; 429 for who asks too often."""
        if refused := refusal(request):
            return refused
        dataset = datasets()[NAME]
        return answer(request, dataset, dataset.of(_listed(request), request.user), format)


class PartnershipEndView(SignInRequired, View):
    """Either party ends it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the list of partnerships of one's organization."""
        found = get_object_or_404(Partnership.objects.visible_to(request.user).for_lists(), pk=pk)
        try:
            partnering.end(found, user=request.user)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The partnership has ended. The other side was told."))
        return redirect("partnership_list")


class MatchingForm(forms.ModelForm):
    """Two wishes."""

    class Meta:
        model = Matching
        fields = ("is_suggested", "is_told")


class MatchingView(SignInRequired, View):
    """What an organization wants of the suggestions; its owners and editors decide."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The two boxes as they stand."""
        organization = self._organization(slug)
        return self._page(organization, MatchingForm(instance=partnering.wishes_of(organization)))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Save and go back to the profile."""
        organization = self._organization(slug)
        form = MatchingForm(request.POST, instance=partnering.wishes_of(organization))
        if not form.is_valid():
            return self._page(organization, form)
        Matching.objects.update_or_create(organization=organization, defaults=form.cleaned_data)
        messages.success(request, _("Your wishes are saved."))
        return redirect(organization)

    def _organization(self, slug: str) -> Organization:
        standing = self.request.user.standing  # type: ignore[union-attr]
        return get_object_or_404(Organization.objects.approved(), slug=slug, pk__in=standing.editing)

    def _page(self, organization: Organization, form: Any) -> HttpResponse:
        return render(self.request, "projects/matching.html", {"organization": organization, "form": form})
