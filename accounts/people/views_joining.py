"""Coming in from outside: asking to join, claiming a register entry, accepting an invitation."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.models import Invitation, Organization
from accounts.models.membership import RequestState
from accounts.organizations import reasons
from accounts.people import joining
from accounts.people.adapter import AFTER_SIGN_IN
from accounts.people.errors import AlreadyAsked, AlreadyMember, InvitationGone
from accounts.people.forms_joining import ClaimForm, JoinForm
from accounts.people.inviting import addressed_to
from accounts.people.parking import SignInRequired
from csonet.workflow import WorkflowError


class AskingView(SignInRequired, View):
    """A page with a form to ask for something about an organization, and the state of what was asked."""

    form_class: type[BaseForm]
    template_name = ""
    asked_name = ""  # the person's relation that holds what was asked

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.organization: Organization | None = None

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self._find(slug)
        return self._page(self.form_class(self.parked_data()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        organization = self._find(slug)
        asked = self._asked(organization)
        if "withdraw" in request.POST and asked is not None:
            return self._withdraw(asked, organization)
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                self.ask(organization, form)
            except AlreadyMember as error:
                messages.info(request, str(error))
                return redirect("organization_members", organization.slug)
            except AlreadyAsked as error:
                messages.info(request, str(error))
                return redirect(request.path)
            except WorkflowError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, self.done_words())
                return redirect(request.path)
        return self._page(form)

    @abstractmethod
    def ask(self, organization: Organization, form: BaseForm) -> None:
        """Write down what is asked. Raises AlreadyMember, AlreadyAsked, WorkflowError."""

    @abstractmethod
    def done_words(self) -> str:
        """What the person reads when it is asked."""

    def more(self, asked: Any) -> dict[str, Any]:
        return {}

    def _find(self, slug: str) -> Organization:
        self.organization = get_object_or_404(Organization.objects.visible_to(self.request.user), slug=slug)
        return self.organization

    def _asked(self, organization: Organization) -> Any:
        """What this person asked last about the organization."""
        return (
            getattr(self.request.user, self.asked_name).filter(organization=organization).order_by("-created").first()
        )

    def _withdraw(self, asked: Any, organization: Organization) -> HttpResponse:
        try:
            joining.withdraw(asked, self.request.user)
        except WorkflowError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("You have taken it back."))
        return redirect(self.request.path)

    def _page(self, form: BaseForm) -> HttpResponse:
        assert self.organization is not None  # noqa: S101  # _find() came first
        asked = self._asked(self.organization)
        person: Any = self.request.user
        membership = self.organization.memberships.filter(user=person).first()
        context = {
            "organization": self.organization,
            "form": form,
            "asked": asked,
            "is_waiting": asked is not None and asked.state == RequestState.WAITING,
            "is_declined": asked is not None and asked.state == RequestState.DECLINED,
            "membership": membership,
            **self.more(asked),
        }
        return render(self.request, self.template_name, context)


class JoinView(AskingView):
    """Ask the owners of an organization to be let in."""

    form_class = JoinForm
    template_name = "accounts/organization_join.html"
    asked_name = "join_requests"

    def ask(self, organization: Organization, form: BaseForm) -> None:
        joining.ask_to_join(organization, self.request.user, form.cleaned_data["message"])

    def done_words(self) -> str:
        return _("Your request was sent to the owners. We write to you when they have answered.")


class ClaimView(AskingView):
    """Say that an entry of the register is one's own organization, and see how the claim stands."""

    form_class = ClaimForm
    template_name = "accounts/organization_claim.html"
    asked_name = "claims"

    def ask(self, organization: Organization, form: BaseForm) -> None:
        joining.claim(organization, self.request.user, **form.cleaned_data)

    def done_words(self) -> str:
        return _("Your claim was sent to the NGO Branch. We write to you when it has been answered.")

    def more(self, asked: Any) -> dict[str, Any]:
        assert self.organization is not None  # noqa: S101  # _find() came first
        return {
            "can_be_claimed": joining.can_be_claimed(self.organization),
            "reason": reasons.text_of(asked.reason_code) if asked is not None else "",
        }


@method_decorator(never_cache, name="dispatch")
class InvitationAcceptView(View):
    """What the link of an invitation opens: GET shows it, POST accepts it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation = joining.find_invitation(token)
        except InvitationGone as error:
            return _gone(request, str(error))
        if not request.user.is_authenticated:
            request.session[AFTER_SIGN_IN] = request.path
        return self._page(invitation)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            membership = joining.accept_invitation(token, request.user)
        except InvitationGone as error:
            return _gone(request, str(error))
        except AlreadyMember as error:
            messages.info(request, str(error))
            return redirect("account_settings")
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(request, _("Welcome! You are now acting for this organization."))
        return redirect("organization_members", membership.organization.slug)

    def _page(self, invitation: Invitation) -> HttpResponse:
        person: Any = self.request.user
        onward = urlencode({"next": self.request.path})
        context = {
            "invitation": invitation,
            "organization": invitation.organization,
            "hidden_address": _hide(invitation.email),
            "fits": person.is_authenticated and addressed_to(invitation, person),
            "sign_in_url": f"{reverse('account_login')}?{onward}",
            "sign_up_url": f"{reverse('account_signup')}?{onward}",
        }
        return render(self.request, "accounts/invitation.html", context)


def _hide(email: str) -> str:
    """ "a…@example.org": enough to know one's own address again, too little to learn another's."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"


def _gone(request: HttpRequest, why: str) -> HttpResponse:
    """The link leads nowhere any more."""
    return render(request, "accounts/invitation_gone.html", {"why": why}, status=410)
