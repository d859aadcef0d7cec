"""The Branch's pages about one organization: review and decision, claims, merger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Claim, Organization
from accounts.organizations import reasons, reviewing
from accounts.organizations.inheriting import state_taken
from accounts.organizations.matching import near_matches
from accounts.organizations.merging import merge, what_moves
from accounts.organizations.verifying import move
from accounts.people.joining import decide_claim
from accounts.people.words import SeenWords, validate_words
from csonet.workflow import VersionConflict, WorkflowError


class DecisionForm(SeenWords, forms.Form):
    """A decision with its reason and own words."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("That did not work. Please send it once more.")
        ),
    )
    reason_code = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In your own words, to the applicant"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField", "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].choices = [("", "—"), *reasons.choices()]  # type: ignore[attr-defined]

    def stand_on(self, version: int) -> None:
        """Shown again, the form decides on what its page shows: this version of the organization."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["version"] = str(version)


def review(request: HttpRequest, pk: int, site_context: dict[str, Any]) -> HttpResponse:
    """All that is known about an organization on one page, and the decision."""
    organization = _organization(request, pk)
    if request.method != "POST":
        return _review_page(request, organization, site_context)
    if "claim" in request.POST:
        return _answer_claim(request, organization, site_context)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        if form["version"].errors:
            form.stand_on(organization.version)
        return _review_page(request, organization, site_context, form=form)
    given = form.cleaned_data
    try:
        decision = move(
            organization,
            request.POST.get("action", ""),
            actor=request.user,
            version=given["version"],
            reason_code=given["reason_code"],
            text=given["text"],
        )
    except VersionConflict as conflict:
        return _conflict(request, organization, site_context, form, conflict)
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return _review_page(request, organization, site_context, form=form)
    messages.success(request, _("%(name)s: %(action)s.") % {"name": organization.name, "action": decision.label})
    return redirect("admin:accounts_organization_changelist")


def _organization(request: HttpRequest, pk: int) -> Organization:
    if not request.user.is_branch:  # type: ignore[union-attr]
        raise PermissionDenied
    return get_object_or_404(Organization.objects.select_related("applicant", "parent", "merged_into"), pk=pk)


def _conflict(
    request: HttpRequest,
    organization: Organization,
    site_context: dict[str, Any],
    form: DecisionForm,
    conflict: VersionConflict,
) -> HttpResponse:
    """The other's step and the own words, side by side; deciding again is deciding on what stands now."""
    organization = _organization(request, organization.pk)
    form.stand_on(conflict.current)
    form.add_error(None, str(conflict))
    other = organization.verification_decisions.select_related("actor").first()
    return _review_page(request, organization, site_context, form=form, status=409, other=other)


def _review_page(
    request: HttpRequest,
    organization: Organization,
    site_context: dict[str, Any],
    form: DecisionForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        **site_context,
        "title": organization.name,
        "organization": organization,
        "form": form or DecisionForm(initial={"version": organization.version}),
        "answers": reviewing.answers_of(organization),
        "duplicates": reviewing.duplicates_of(organization),
        "decisions": list(organization.committee_decisions.select_related("session")[:20]),
        "check": reviewing.applicant_check(organization),
        "acts": reviewing.acts(organization, request.user),
        "steps": reviewing.steps_of(organization),
        "claims": reviewing.waiting_claims(organization),
        "members": organization.memberships.select_related("user")[:50],
        "reasons": reasons.choices(),
        **more,
    }
    return TemplateResponse(request, "admin/accounts/organization/review.html", context, status=status)


def _answer_claim(request: HttpRequest, organization: Organization, site_context: dict[str, Any]) -> HttpResponse:
    claims = Claim.objects.filter(organization=organization)
    claim = get_object_or_404(claims, pk=_number(request.POST["claim"]))
    accept = request.POST.get("answer") == "accept"
    words = request.POST.get("text", "").replace("\x00", "")[:2000]
    code = request.POST.get("reason_code", "")
    try:
        if code and not reasons.exists(code):
            raise WorkflowError(_("Choose a reason from the list."))
        _require_seen(words)
        decide_claim(claim, request.user, accept, reason_code=code, text=words)
    except WorkflowError as refusal:
        more = {"claim_error": str(refusal), "claim_pk": claim.pk, "claim_text": words, "claim_reason": code}
        return _review_page(request, _organization(request, organization.pk), site_context, **more)
    messages.success(request, _("The claim is accepted.") if accept else _("The claim is declined."))
    return redirect("admin:accounts_organization_review", organization.pk)


def _require_seen(words: str) -> None:
    """Raises WorkflowError for words with characters that nobody sees."""
    try:
        validate_words(words)
    except ValidationError as error:
        raise WorkflowError(" ".join(error.messages)) from None


def merging(request: HttpRequest, pk: int, site_context: dict[str, Any]) -> HttpResponse:
    """Choose the survivor, see what will move, then do it."""
    organization = _organization(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    target = _target(asked.get("target", ""))
    text = asked.get("text", "").replace("\x00", "")[:4000]
    error = ""
    if request.method == "POST" and target is not None:
        try:
            _require_seen(text)
            merge(organization, target, actor=request.user, version=_number(asked.get("version", "")), text=text)
        except WorkflowError as refusal:
            error = str(refusal)
            organization = _organization(request, pk)
        else:
            messages.success(
                request, _("%(name)s now stands under %(target)s.") % {"name": organization.name, "target": target.name}
            )
            return redirect("admin:accounts_organization_review", target.pk)
    elif request.method == "POST":
        error = _("Choose the record that stays.")
    return TemplateResponse(
        request,
        "admin/accounts/organization/merge.html",
        {
            **site_context,
            "title": _("Merge %(name)s into another record") % {"name": organization.name},
            "organization": organization,
            "target": target,
            "text": text,
            "error": error,
            **_merge_choices(request, organization, target),
        },
        status=409 if error else 200,
    )


def _merge_choices(request: HttpRequest, organization: Organization, target: Organization | None) -> dict[str, Any]:
    """With a target: what will move. Without: where to look for one."""
    if target is not None:
        return {
            "moving": what_moves(organization, target),
            "state_taken": state_taken(organization, target),
            "back": reverse("admin:accounts_organization_merge", args=[organization.pk]),
        }
    name = request.GET.get("name", "").replace("\x00", "").strip()[:300] or organization.name
    everything = Organization.objects.exclude(verification="merged")
    matches = near_matches(name, 20, among=everything, leaving_out=organization.pk)
    return {"name": name, "matches": matches}


def _target(value: str) -> Organization | None:
    number = _number(value)
    return Organization.objects.filter(pk=number).first() if number else None


def _number(value: str) -> int:
    """The number that a form carries; 0 for anything else, which is no organization and no version."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0
