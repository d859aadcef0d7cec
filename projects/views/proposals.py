"""The pages of a proposal: reading, co-proposers, how far it is, the yearly report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Organization
from accounts.organizations.matching import near_matches
from accounts.people.parking import SignInRequired
from csonet.content.rights import is_author_side
from csonet.content.views.common import own_item_or_404, sent_key
from csonet.content.views.details import ItemDetailView
from csonet.workflow import NotAllowed, WorkflowError
from projects import co_proposing, reporting
from projects.forms.proposals import ReportForm
from projects.models import CoProposal, Interest, ProgressReport, Proposal


class ProposalDetailView(ItemDetailView):
    """The page of a proposal, with its light while it runs."""

    model = Proposal

    def further_context(self, item: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The light, and what those concerned can do."""
        user = self.request.user
        reports = context.get("reports", [])
        further = {"light": reporting.standing_of(item, reports)}
        if not user.is_authenticated:
            return further
        decides = is_author_side(user, item)
        others = user.standing.organizations - {item.organization_id}
        interests = Interest.objects.visible_to(user).filter(proposal=item).exclude(state="accepted")
        return {
            **further,
            "decides": decides,
            "can_come_forward": bool(others) and item.looks_for_partners,
            "interests": list(interests.select_related("organization")) if user.standing.is_member else [],
            "asked_co_proposers": list(item.co_proposals.select_related("organization")) if decides else [],
            "steps": _steps(item) if decides and item.status == "published" else [],
            "own_answers": [one for one in co_proposing.waiting_for(user) if one.proposal_id == item.pk],
        }


def _steps(item: Any) -> list[tuple[str, str]]:
    words = {
        "begin": _("It has begun"),
        "finish": _("It is finished"),
        "stop": _("It is stopped"),
        "reopen": _("Prepare it again"),
    }
    return [(name, words[name]) for name, (sources, _target) in reporting.STEPS.items() if item.stage in sources]


class ProposalStepView(SignInRequired, View):
    """Begin, finish, stop: by its own side."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the proposal, with a message where it could not be done."""
        item = own_item_or_404(Proposal, request.user, slug)
        try:
            reporting.step(item, request.POST.get("step", ""), user=request.user)
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The state is now: %(state)s.") % {"state": item.get_stage_display()})
        return redirect(item)


class ReportView(SignInRequired, View):
    """The yearly report of a running project."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form, a field for each indicator and deliverable."""
        item = own_item_or_404(Proposal, request.user, slug)
        return self._page(item, ReportForm(self.parked_data(), proposal=item))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Record it, and go back to the proposal."""
        item = own_item_or_404(Proposal, request.user, slug)
        form = ReportForm(request.POST, proposal=item)
        if not form.is_valid():
            return self._page(item, form)
        made = ProgressReport(
            proposal=item,
            summary=form.cleaned_data["summary"],
            indicators=form.indicators,
            deliverables=form.deliverables,
            key=sent_key(request.POST),
        )
        try:
            reporting.report(made, user=request.user)
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. The report stands on the page, and the light is green."))
        return redirect(item.get_absolute_url() + "#reports")

    def _page(self, item: Any, form: Any) -> HttpResponse:
        context = {
            "item": item,
            "form": form,
            "key": sent_key(self.request.POST),
            "title": _("Report on the year"),
            "send": _("Publish the report"),
        }
        return render(self.request, "projects/text.html", context)


class CoProposerInviteView(SignInRequired, View):
    """Ask an organization to stand behind the proposal: by its name, as the directory writes it."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the proposal; where the name is not exact, the nearest names are said."""
        item = own_item_or_404(Proposal, request.user, slug)
        name = " ".join(request.POST.get("name", "").replace("\0", "").split())[:300]
        near = near_matches(name, limit=3, among=Organization.objects.approved()) if name else []
        try:
            if request.POST.get("remove"):
                self._remove(item, request.POST["remove"])
            elif near and near[0].is_same:
                co_proposing.invite(item, near[0].organization, user=request.user)
                messages.success(request, _("They are asked. Their name is shown when they have confirmed."))
            else:
                names = " · ".join(match.organization.name for match in near)
                messages.error(
                    request,
                    _("No approved organization has exactly this name. Near: %(names)s") % {"names": names or "—"},
                )
        except WorkflowError as error:
            messages.error(request, str(error))
        return redirect(item.get_absolute_url() + "#co-proposers")

    def _remove(self, item: Any, key: str) -> None:
        found = (
            item.co_proposals.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 18 else None
        )
        if found is not None:
            co_proposing.remove(found, user=self.request.user)
            messages.success(self.request, _("It is taken off the page."))


class CoProposalView(SignInRequired, View):
    """Whoever was asked confirms or declines."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What it is about; 404 for everybody but the asked organization's owners and editors."""
        asked = self._asked(pk)
        return render(request, "projects/co_proposal.html", {"asked": asked, "item": asked.proposal})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer, and read what was said."""
        asked = self._asked(pk)
        try:
            co_proposing.answer(asked, user=request.user, confirms=request.POST.get("answer") == "confirm")
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. The lead organization was told."))
        return redirect(asked)

    def _asked(self, pk: int) -> CoProposal:
        standing = self.request.user.standing  # type: ignore[union-attr]
        mine = CoProposal.objects.exclude(proposal__status__in=["draft", "refused", "hidden"]).filter(
            organization__in=standing.editing
        )
        asked = get_object_or_404(mine.select_related("proposal__organization", "organization"), pk=pk)
        if not asked.proposal.organization.is_approved:
            raise Http404
        return asked
