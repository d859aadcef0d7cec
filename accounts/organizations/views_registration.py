"""Registering an organization, near names on the way, and editing its profile."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.models import Organization
from accounts.names import name_key
from accounts.organizations import limits, reasons
from accounts.organizations.forms import NameForm, OrganizationForm
from accounts.organizations.matching import Match, near_matches
from accounts.organizations.saving import (
    MOST_WAITING,
    AlreadyRegistered,
    register,
    save_profile,
    waiting_registrations,
)
from accounts.organizations.verifying import move
from accounts.organizations.views_directory import name_countries
from csonet.workflow import VersionConflict, WorkflowError


def _matches(name: str, user: Any) -> list[Match]:
    """Near names among what the person may see; theirs that wait are among them."""
    matches = near_matches(name, among=Organization.objects.visible_to(user).exclude(verification="merged"))
    name_countries([match.organization for match in matches])
    return matches


class OrganizationNewView(LoginRequiredMixin, View):
    """Registration. The address carries the step: ?name= shows near names, &step=details the whole form.

    The form carries the name whose near names were shown (`shown`): for another one they are shown before it is sent.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        if waiting_registrations(request.user) >= MOST_WAITING:
            return self._page(request, "accounts/organization_new_limit.html", most=MOST_WAITING)
        if "name" not in request.GET:
            return self._page(request, "accounts/organization_new.html", form=NameForm(), step=1)
        form = NameForm(request.GET)
        if not form.is_valid():
            return self._page(request, "accounts/organization_new.html", form=form, step=1)
        name, country = form.cleaned_data["name"], form.cleaned_data["country"]
        matches = [] if request.GET.get("step") == "details" else _matches(name, request.user)
        if matches:
            return self._page(request, "accounts/organization_new.html", form=form, matches=matches, step=1)
        initial = {"name": name, "country": country.pk if country else "", "contact_email": request.user.email}
        return self._details(request, OrganizationForm(initial=initial), shown=name)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrganizationForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._details(request, form, shown=request.POST.get("shown", ""))
        name = form.cleaned_data["name"]
        if matches := self._not_shown_yet(request, name):
            return self._details(request, form, shown=name, matches=matches)
        try:
            organization = register(form, request.user)
        except AlreadyRegistered as known:
            messages.info(request, str(known))
            return redirect(known.organization)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            return self._details(request, form, shown=name)
        messages.success(request, _("Your registration was sent to the NGO Branch."))
        return redirect(organization)

    def _not_shown_yet(self, request: HttpRequest, name: str) -> list[Match]:
        """Near names that the person has not looked at; none where it is their own form, sent twice."""
        if name_key(name) == name_key(request.POST.get("shown", "")[:300]):
            return []
        matches = _matches(name, request.user)
        sent_before = any(match.is_same and match.organization.applicant_id == request.user.pk for match in matches)
        return [] if sent_before else matches

    def _details(self, request: HttpRequest, form: OrganizationForm, **context: Any) -> HttpResponse:
        form.fields["name"].widget.attrs["data-suggest"] = reverse("organization_suggest")
        return self._page(request, "accounts/organization_new.html", form=form, step=2, **context)

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        context.setdefault("review_days", settings.REVIEW_TARGET_DAYS)
        context["steps"] = [_("Name"), _("About the organization"), _("Decision of the NGO Branch")]
        return render(request, template, context)


class OrganizationSuggestView(LoginRequiredMixin, View):
    """Near names as a piece of HTML, while a name is typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        name = request.GET.get("name", "").replace("\x00", "").strip()[:300]
        if not limits.may("suggest", request.user.pk, times=120, seconds=60):
            return HttpResponse(status=429)
        matches = _matches(name, request.user) if len(name) >= 3 else []
        return render(request, "accounts/_organization_matches.html", {"matches": matches})


class OrganizationEditView(LoginRequiredMixin, View):
    """The profile's form for owners and editors; a returned registration with the reason on top."""

    def dispatch(self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.organization = get_object_or_404(Organization.objects.editable_by(request.user), slug=slug)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, OrganizationForm(instance=self.organization))

    def post(self, request: HttpRequest) -> HttpResponse:
        organization = self.organization
        form = OrganizationForm(request.POST, request.FILES, instance=organization)
        if not form.is_valid():
            return self._page(request, form)
        try:
            save_profile(form, request.user, form.cleaned_data["version"])
            if "resubmit" in request.POST:
                move(organization, "resubmit", actor=request.user)
        except VersionConflict as conflict:
            return self._conflict(request, form, conflict)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            return self._page(request, form)
        if "resubmit" in request.POST:
            messages.success(request, _("Your registration was sent to the NGO Branch again."))
        else:
            messages.success(request, _("The profile was saved."))
        return redirect(organization)

    def _conflict(self, request: HttpRequest, form: OrganizationForm, conflict: VersionConflict) -> HttpResponse:
        """What was typed stays; sending it again replaces what the other person saved."""
        form.data = form.data.copy()
        form.data["version"] = str(conflict.current)
        form.add_error(None, str(conflict))
        last = Organization.objects.get(pk=self.organization.pk).verification_decisions.select_related("actor").first()
        return self._page(request, form, status=409, conflict=last)

    def _page(self, request: HttpRequest, form: OrganizationForm, status: int = 200, **context: Any) -> HttpResponse:
        organization = Organization.objects.get(pk=self.organization.pk)  # the form may have changed the other one
        returned = None
        if organization.verification == "returned":
            returned = organization.verification_decisions.filter(action="return").first()
            returned.reason_text = reasons.text_of(returned.reason_code)
        context.update(form=form, organization=organization, returned=returned)
        return render(request, "accounts/organization_edit.html", context, status=status)
