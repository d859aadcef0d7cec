"""Coming into a group and going: joining, asking, invitations, leaving; and what moderators do with members."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.workflow import WorkflowError
from discussions import measures, membership
from discussions.forms_posts import BanForm, JoinForm, ReasonForm
from discussions.models import JoinRequest
from discussions.views.common import group_or_404, in_haste, moderated_or_404
from discussions.views.groups import standing_in


class JoinView(SignInRequired, View):
    """The rules, who can see what one posts, and the button."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page before one joins."""
        return self._page(request, slug, JoinForm(self.parked_data()))

    def _page(self, request: HttpRequest, slug: str, form: Any, status: int = 200) -> HttpResponse:
        group = group_or_404(request.user, slug)
        context = {"group": group, "item": group, "form": form, **standing_in(group, request.user)}
        return render(request, "discussions/group_join.html", context, status=status)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Join, ask to, accept an invitation, or withdraw."""
        group, person = group_or_404(request.user, slug), request.user
        if membership.is_in(group, person):
            return redirect(group.get_absolute_url())
        if "withdraw" in request.POST:
            return self._withdraw(group)
        form = JoinForm(request.POST)
        if not form.is_valid():
            return self._page(request, slug, form)
        try:
            if "accept" in request.POST:
                membership.accept_invitation(group, person)
            elif group.is_closed:
                membership.ask(group, person, form.cleaned_data["text"].replace("\0", ""))
                messages.success(request, _("Your request is with the moderators; you will be told."))
                return redirect("group_about", slug=slug)
            else:
                membership.join(group, person)
        except WorkflowError as refused:
            messages.error(request, str(refused))
            return redirect("group_about", slug=slug)
        messages.success(request, _("Welcome: you are a member of this group now."))
        return redirect(group.get_absolute_url())

    def _withdraw(self, group: Any) -> HttpResponse:
        """Not now: the request is taken back, or the invitation declined."""
        try:
            membership.withdraw(group, self.request.user)
            messages.success(self.request, _("Done: you can ask to join at any time."))
        except WorkflowError as refused:
            messages.error(self.request, str(refused))
        return redirect("group_about", slug=group.slug)


class LeaveView(SignInRequired, View):
    """Go out of a group."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The owner hands the group over first."""
        group = group_or_404(request.user, slug)
        try:
            membership.leave(group, request.user)
            messages.success(request, _("You have left the group."))
        except WorkflowError as refused:
            messages.error(request, str(refused))
        return redirect("group_about", slug=slug)


class TakeUpView(SignInRequired, View):
    """Somebody of the hosting United Nations entity takes up the moderation."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for everybody else."""
        group = group_or_404(request.user, slug)
        try:
            membership.take_up(group, request.user)
        except WorkflowError:
            raise Http404 from None
        messages.success(request, _("You moderate this group now."))
        return redirect(group.get_absolute_url())


class AnswerRequestView(SignInRequired, View):
    """Let somebody in, or not."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """For the group's moderators."""
        group = moderated_or_404(request.user, slug)
        asked = get_object_or_404(JoinRequest.objects.select_related("group", "user"), pk=pk, group=group)
        try:
            words = request.POST.get("text", "").replace("\0", "")
            membership.answer(asked, actor=request.user, accept="accept" in request.POST, text=words)
            messages.success(request, _("Your answer is on its way."))
        except WorkflowError as refused:
            messages.error(request, str(refused))
        return redirect("group_members", slug=slug)


class InviteView(SignInRequired, View):
    """Ask somebody in by user name or e-mail address; nobody learns whether there is such an account."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """For the group's moderators."""
        group = moderated_or_404(request.user, slug)
        if in_haste(request, "invite"):
            messages.error(request, _("You invited many people just now. Please go on in an hour."))
            return redirect("group_members", slug=slug)
        typed = request.POST.get("person", "").replace("\0", "").strip()[:254]
        people = get_user_model().objects.filter(is_active=True)
        person = people.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).first() if typed else None
        if person is not None:
            membership.invite(group, person, actor=request.user)
        messages.success(request, _("If there is an account of this name or address, its owner is invited."))
        return redirect("group_members", slug=slug)


class MemberView(SignInRequired, View):
    """What moderators and the owner do with one member; each act on its own page with its reason."""

    ACTS = ("remove", "ban", "warn", "hold", "trust", "appoint", "dismiss", "hand-over")

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """The acts that this person can do."""
        return self._page(request, slug, pk, ReasonForm(), BanForm())

    def _page(self, request: HttpRequest, slug: str, pk: int, form: Any, ban_form: Any) -> HttpResponse:
        group = moderated_or_404(request.user, slug)
        person = self._person(group, pk)
        known = membership.participation(group, person)
        steps = group.moderation_steps.filter(person=person).select_related("actor", "reversed_by")[:50]
        context = {
            "group": group,
            "item": group,
            "person": person,
            "known": known,
            "is_member": membership.is_in(group, person),
            "person_moderates": membership.moderates(group, person),
            "owns": membership.owns(group, request.user),
            "is_owner": group.owner_id == person.pk,
            "is_self": person.pk == request.user.pk,
            "form": form,
            "ban_form": ban_form,
            "steps": list(steps),
            "moderates": True,
            "is_in": True,
        }
        return render(request, "discussions/group_member.html", context)

    def _person(self, group: Any, pk: int) -> Any:
        """Somebody whom the group knows: others are nobody's to look up here."""
        known = Q(circle_memberships__circle=group.people_id) | Q(participations__group=group)
        return get_object_or_404(get_user_model().objects.filter(known).distinct(), pk=pk)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Do it, or say why not."""
        group = moderated_or_404(request.user, slug)
        person, act = self._person(group, pk), request.POST.get("act", "")
        form = BanForm(request.POST) if act == "ban" else ReasonForm(request.POST)
        free = act in ("trust", "appoint", "dismiss", "hand-over")
        if act not in self.ACTS or not (free or form.is_valid()):
            given = (ReasonForm(), form) if act == "ban" else (form, BanForm())
            return self._page(request, slug, pk, *given)
        try:
            _do(act, group, person, request.user, form.cleaned_data if not free else {})
            messages.success(request, _("Done, and noted in the record."))
        except WorkflowError as refused:
            messages.error(request, str(refused))
        return redirect("group_member", slug=slug, pk=pk)


def _do(act: str, group: Any, person: Any, actor: Any, given: dict[str, Any]) -> None:
    reason = given.get("reason", "").replace("\0", "")
    if act in ("appoint", "dismiss"):
        membership.set_moderator(group, person, actor=actor, is_moderator=act == "appoint")
    elif act == "hand-over":
        membership.hand_over(group, person, actor=actor)
    elif act in ("hold", "trust"):
        measures.hold(group, person, actor=actor, reason=reason, is_held=act == "hold")
    elif act == "ban":
        until = timezone.now() + timedelta(days=given["days"]) if given["days"] else None
        measures.ban(group, person, actor=actor, reason=reason, until=until)
    else:
        {"remove": measures.remove, "warn": measures.warn}[act](group, person, actor=actor, reason=reason)
