"""What an organization's people learn: one page for its owners and editors, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts.models import Organization
from accounts.people.parking import SignInRequired
from csonet.opendata.writing import as_csv
from csonet.workflow import WorkflowError
from training.models import Assignment, Standing
from training.organizations import assigning, following_up
from training.organizations.forms import AssignForm

PER_PAGE = 50


class _FocalPointsPage(SignInRequired, View):
    """What these pages share: the organization, for whoever may edit for it; for all others there is no such page."""

    def organization_or_404(self, slug: str) -> Organization:
        """404 for everybody who does not act for it."""
        user: Any = self.request.user
        organization = get_object_or_404(Organization.objects.visible_to(user), slug=slug)
        if not assigning.may_assign(user, organization.pk):
            raise Http404
        return organization


class OrganizationView(_FocalPointsPage):
    """Who is done, under way, has not begun or is late; and the form that assigns."""

    def get(self, request: HttpRequest, organization: str) -> HttpResponse:
        """As many queries for one person as for fifty. ?standing= shows those alone."""
        own = self.organization_or_404(organization)
        return self._page(own, AssignForm(self.parked_data(), organization=own, user=request.user))

    def post(self, request: HttpRequest, organization: str) -> HttpResponse:
        """Assign; on a fault everything chosen stays."""
        own = self.organization_or_404(organization)
        form = AssignForm(request.POST, organization=own, user=request.user)
        if not form.is_valid():
            return self._page(own, form)
        chosen = form.cleaned_data
        try:
            people = [membership.user for membership in chosen["people"]]
            asked = assigning.assign(chosen["course"], own, people, actor=request.user, due_on=chosen["due_on"])
        except WorkflowError as error:
            form.add_error(None, str(error))
            return self._page(own, form)
        words = ngettext("%(count)d person was told.", "%(count)d people were told.", asked) % {"count": asked}
        messages.success(request, words if asked else _("They were asked already; nothing has changed."))
        return redirect("organization_training", own.slug)

    def _page(self, organization: Organization, form: AssignForm) -> HttpResponse:
        today, wanted = timezone.localdate(), self.request.GET.get("standing", "")
        rows = following_up.assigned(organization.pk, today)
        if wanted in Standing.values:
            rows = rows.filter(standing=wanted)
        counts = following_up.counts(organization.pk, today)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        context = {
            "organization": organization,
            "form": form,
            "counts": counts,
            "total": sum(count for _standing, count in counts),
            "wanted": wanted if wanted in Standing.values else "",
            "page_obj": page,
            "rows": following_up.rows_of(page.object_list),
        }
        return render(self.request, "training/organization.html", context)


class TakeBackView(_FocalPointsPage):
    """No longer ask somebody."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, organization: str, pk: int) -> HttpResponse:
        """Back to the page; also for what was taken back a moment ago."""
        own = self.organization_or_404(organization)
        rows = Assignment.objects.filter(organization=own).select_related("user", "course", "organization")
        found = rows.filter(pk=pk).first()
        if found is not None:
            assigning.take_back(found, actor=request.user)
            messages.success(request, _("This is no longer assigned; the person was told."))
        return redirect("organization_training", own.slug)


class OrganizationFileView(_FocalPointsPage):
    """All of it as CSV."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, organization: str) -> HttpResponseBase:
        """Cells that a spreadsheet would carry out are made harmless."""
        own = self.organization_or_404(organization)
        records = following_up.records(own.pk, timezone.localdate())
        response = StreamingHttpResponse(as_csv(records, following_up.COLUMNS), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="csonet-training-of-our-people.csv"'
        response["Cache-Control"] = "private, no-store"
        return response
