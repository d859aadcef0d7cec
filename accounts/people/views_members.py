"""The members of an organization: who is what, invitations, requests to join, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Invitation, JoinRequest, Membership, Organization
from accounts.models.membership import RequestState, Role
from accounts.people import joining
from accounts.people.forms_joining import InviteForm, RoleForm
from accounts.people.parking import SignInRequired
from csonet.workflow import WorkflowError


class OfOrganization(SignInRequired, View):
    """A page inside an organization, for its members; to everybody else it isn't there."""

    owners_only = False

    @cached_property
    def organization(self) -> Organization:
        visible = Organization.objects.visible_to(self.request.user)
        return get_object_or_404(visible, slug=self.kwargs["slug"])

    @cached_property
    def own(self) -> Membership | None:
        """The reader's own membership."""
        person: Any = self.request.user
        return self.organization.memberships.filter(user=person).first()

    @property
    def is_owner(self) -> bool:
        return self.own is not None and self.own.role == Role.OWNER

    def require_inside(self) -> None:
        """404 for outsiders; the Branch may look."""
        person: Any = self.request.user
        if self.owners_only and not self.is_owner:
            raise Http404
        if self.own is None and not person.is_branch:
            raise Http404

    def attempt(self, act: Callable[[], Any], done: str) -> bool:
        """Do it and say so, or say why not."""
        try:
            act()
        except WorkflowError as error:
            messages.error(self.request, str(error))
            return False
        messages.success(self.request, done)
        return True


class MembersView(OfOrganization):
    """Who acts for the organization. Owners invite here, answer requests, change roles."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.require_inside()
        return self._page(InviteForm(self.parked_data()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Invite somebody."""
        self.owners_only = True
        self.require_inside()
        form = InviteForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                joining.invite(self.organization, request.user, given["email"], given["role"])
            except WorkflowError as error:
                form.add_error("email", str(error))
            else:
                messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": given["email"]})
                return redirect("organization_members", slug)
        return self._page(form)

    def _page(self, form: InviteForm) -> HttpResponse:
        members = self.organization.memberships.select_related("user").order_by("user__name", "user__username")
        context: dict[str, Any] = {
            "organization": self.organization,
            "members": members,
            "own": self.own,
            "is_owner": self.is_owner,
            "roles": Role.choices,
        }
        if self.is_owner:
            waiting = self.organization.join_requests.filter(state=RequestState.WAITING)
            context["join_requests"] = waiting.select_related("user").order_by("created")
            still_open = self.organization.invitations.filter(accepted_at=None, revoked_at=None)
            context["invitations"] = still_open.order_by("-created")
            context["now"] = timezone.now()
            context["form"] = form
        return render(self.request, "accounts/organization_members.html", context)


class MembershipChangeView(OfOrganization):
    """One member: another role, removed, or leaving. POST alone."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        self.require_inside()
        membership = get_object_or_404(self.organization.memberships.select_related("user"), pk=pk)
        is_own = membership.user_id == request.user.pk
        if not (self.is_owner or is_own):
            raise Http404
        act = request.POST.get("act", "")
        if act == "leave" and is_own:
            left = self.attempt(lambda: joining.leave(membership, request.user), _("You have left the organization."))
            return redirect("account_settings") if left else redirect("organization_members", slug)
        if act == "remove" and self.is_owner:
            self.attempt(lambda: joining.remove_member(membership, request.user), _("The member was removed."))
        elif act == "role" and self.is_owner:
            role = request.POST.get("role", "")
            self.attempt(lambda: joining.change_role(membership, request.user, role), _("The role was changed."))
        else:
            raise Http404
        person: Any = request.user
        still_in = self.organization.memberships.filter(user=person).exists()
        return redirect("organization_members", slug) if still_in else redirect("account_settings")


class InvitationChangeView(OfOrganization):
    """One open invitation: sent again with a new link, or taken back. POST alone."""

    owners_only = True

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        self.require_inside()
        still_open = Invitation.objects.filter(organization=self.organization, accepted_at=None, revoked_at=None)
        invitation = get_object_or_404(still_open, pk=pk)
        if request.POST.get("act") == "resend":
            self.attempt(
                lambda: joining.invite(self.organization, request.user, invitation.email, invitation.role),
                _("A new link is on its way; the old one doesn't work any more."),
            )
        else:
            self.attempt(lambda: joining.revoke(invitation, request.user), _("The invitation was taken back."))
        return redirect("organization_members", slug)


class JoinRequestAnswerView(OfOrganization):
    """An owner answers a request to join. POST alone."""

    owners_only = True

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        self.require_inside()
        asked = get_object_or_404(JoinRequest.objects.select_related("user"), organization=self.organization, pk=pk)
        form = RoleForm(request.POST)
        accept = request.POST.get("act") == "accept"
        if accept and not form.is_valid():
            messages.error(request, _("Choose a role from the list."))
            return redirect("organization_members", slug)
        role = form.cleaned_data["role"] if accept else Role.MEMBER
        done = _("The person is a member now.") if accept else _("The request was declined.")
        self.attempt(lambda: joining.answer_request(asked, request.user, accept, role), done)
        return redirect("organization_members", slug)
