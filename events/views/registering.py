"""Taking part: registering oneself, one's own registration, and the same by a link for those without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.models import Organization
from accounts.people.parking import SignInRequired
from csonet.capacity import seats
from csonet.content.files.serving import send
from csonet.content.views.common import item_or_404
from csonet.workflow import WorkflowError
from events import completing, deciding, eligible, papers, retention, rights
from events.forms.registering import OwnForm, SelfForm
from events.models import Answer, Delegation, Event, Registration
from events.models.choices import ATTENDANCE, Stage
from events.registering import register


class RegisterView(SignInRequired, View):
    """Register oneself, for one of one's organizations or for none."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form, or in words why not."""
        event = item_or_404(Event, request.user, slug)
        return self._page(event, self.parked_data())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Register; on a fault everything typed stays."""
        event = item_or_404(Event, request.user, slug)
        return self._page(event, request.POST, sent=True)

    def _page(self, event: Event, data: Any, sent: bool = False) -> HttpResponse:
        user: Any = self.request.user
        there = Registration.objects.live().filter(event=event, user=user).first()
        if there is not None:
            messages.info(self.request, _("You are registered for this event already."))
            return redirect(there)
        organizations = list(Organization.objects.filter(pk__in=user.standing.organizations).order_by("name"))
        named = _chosen(organizations, (data or self.request.GET).get("organization", ""))
        chosen, rule, why = eligible.first_for(event, [named] if named else organizations)
        context = {"event": event, "item": event, "organizations": organizations, "organization": chosen}
        if rule is None:
            return render(self.request, "events/register.html", {**context, "why": why}, status=403 if sent else 200)
        questions = [one for one in rule.questions.all() if one.stage == Stage.REGISTER]
        files = self.request.FILES if sent else None
        form = SelfForm(data, files, event=event, user=user, has_organization=chosen is not None, questions=questions)
        context |= {"rule": rule, "form": form, "kept": retention.kept()}
        if not sent or not form.is_valid():
            return render(self.request, "events/register.html", context)
        try:
            made = register(event, form.candidate(), organization=chosen, actor=user)
        except WorkflowError as error:
            return render(self.request, "events/register.html", {**context, "conflict": str(error)}, status=409)
        messages.success(self.request, _("Your registration has arrived."))
        return redirect(made)


def _chosen(organizations: list[Organization], wanted: str) -> Organization | None:
    """The organization that was named, if it is one of the person's."""
    return next((one for one in organizations if str(one.pk) == wanted), None)


class RegistrationView(SignInRequired, View):
    """One registration: where it stands and why, what is missing, and what can be done."""

    by_link = False

    def get(self, request: HttpRequest, **where: Any) -> HttpResponse:
        """404 for everybody whom it does not concern."""
        row = self.found(**where)
        return self.page(row, OwnForm(registration=row))

    def post(self, request: HttpRequest, **where: Any) -> HttpResponse:
        """Save what was filled in, or do what the pressed button says."""
        row = self.found(**where)
        act = request.POST.get("do", "")
        if act:
            return self._act(row, act)
        form = OwnForm(request.POST, request.FILES, registration=row)
        if not self.may_write(row) or not form.is_valid():
            return self.page(row, form)
        completing.complete(row, form.values(), form.answers())
        messages.success(request, _("It is saved."))
        return redirect(request.path)

    def found(self, slug: str, key: Any) -> Registration:
        """The registration for the person, an owner of the organization, or an organizer."""
        row = get_object_or_404(_rows(), event__slug=slug, key=key)
        if not rights.may_see(self.request.user, row):
            raise Http404
        return row

    def may_write(self, row: Registration) -> bool:
        """Only the person answers for themselves."""
        return row.is_live and (self.by_link or row.user_id == self.request.user.pk)

    def _act(self, row: Registration, act: str) -> HttpResponse:
        own = self.by_link or row.user_id == self.request.user.pk
        try:
            if act == "withdraw":
                actor: Any = self.request.user if self.request.user.is_authenticated else None
                deciding.withdraw(row, actor=actor, by_link=self.by_link)
                messages.success(self.request, _("The registration is withdrawn, and the seat is free."))
            elif own:
                self._own_act(row, act)
            else:
                raise Http404
        except WorkflowError as error:
            messages.error(self.request, str(error))
        return redirect(self.request.path)

    def _own_act(self, row: Registration, act: str) -> None:
        if act == "accept":
            deciding.accept_offer(row)
            messages.success(self.request, _("The seat is yours."))
        elif act == "decline":
            deciding.decline_offer(row)
            messages.success(self.request, _("The seat goes to the next. Thank you for saying so."))
        elif act == "confirm":
            deciding.confirm_again(row)
            messages.success(self.request, _("Thank you: the organizers know that you come."))
        elif act in dict(ATTENDANCE):
            deciding.change_mode(row, act, actor=row.user)
            messages.success(self.request, _("It is changed."))

    def page(self, row: Registration, form: Any) -> HttpResponse:
        """The page with its form."""
        event = row.event
        context = {
            "event": event,
            "item": event,
            "registration": row,
            "form": form if self.may_write(row) else None,
            "kept": retention.kept(),
            "own": self.by_link or row.user_id == self.request.user.pk,
            "by_link": self.by_link,
            "missing": completing.missing(row),
            "turn": completing.turn_of(row),
            "position": seats.position(row.place) if row.place else 0,
            "steps": list(row.steps.select_related("actor")),
            "segments": list(row.admitted_segments.all()),
            "other_modes": [pair for pair in ATTENDANCE if pair[0] != row.mode] if event.mode == "hybrid" else [],
            "join_link": join_link_of(row),
            "papers": _papers(row, self.by_link),
            "answers": [one for one in row.answers.all() if one.file_name],
        }
        return render(self.request, "events/registration.html", context)


def _papers(row: Registration, by_link: bool) -> list[tuple[str, str]]:
    """(address, name) of what the person can print."""
    names = {"letter": _("Confirmation letter"), "badge": _("Badge"), "certificate": _("Certificate of attendance")}
    return [
        (
            reverse("attend_paper", args=[row.token, kind])
            if by_link
            else reverse("registration_paper", args=[row.event.slug, row.key, kind]),
            label,
        )
        for kind, label in names.items()
        if papers.may_have(row, kind)
    ]


def join_link_of(row: Registration) -> Any:
    """The link for somebody who is admitted and takes part online, while it is shown."""
    link = getattr(row.event, "join_link", None) if row.is_admitted and row.event.takes_place_online else None
    return link if link is not None and not row.event.is_cancelled and link.is_open() else None


def _rows() -> Any:
    return Registration.objects.select_related(
        "event__organization", "event__join_link", "rule", "delegation__organization", "place", "user"
    ).prefetch_related("answers", "rule__questions")


@method_decorator(never_cache, name="dispatch")
class AttendView(RegistrationView):
    """The same page behind the link that somebody without an account got by mail."""

    by_link = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """No account is asked for: the link is the key."""
        answer = View.dispatch(self, request, *args, **kwargs)
        # Told to nobody else; with "no-referrer" browsers send Origin: null, and every form here would be refused.
        answer["Referrer-Policy"] = "same-origin"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    def found(self, token: str) -> Registration:  # type: ignore[override]
        """404 for a link that is none; whoever has an account signs in instead."""
        row = get_object_or_404(_rows(), token=token)
        if row.user_id is not None:
            raise Http404
        return row


class AnswerFileView(SignInRequired, View):
    """A file that somebody answered with, for them and the organizers."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
        """404 for everybody else, the organization's owners too."""
        rows = Answer.objects.select_related("registration__event", "registration__delegation")
        answer = get_object_or_404(rows.exclude(file=""), registration__event__slug=slug, pk=pk)
        row = answer.registration
        if row.user_id != request.user.pk and not rights.is_organizer(request.user, row.event):
            raise Http404
        return send(
            request,
            answer.file.storage,
            str(answer.file.name),
            media_type=answer.media_type,
            disposition=content_disposition_header(True, answer.file_name) or "attachment",
            etag=f"answer-{answer.pk}-{answer.updated.timestamp()}",
            public=False,
        )


class MyEventsView(SignInRequired, View):
    """What I am registered for, my delegations, and the address of my own calendar."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Coming ones first; six queries, whatever there is."""
        user: Any = request.user
        rows = list(
            Registration.objects.filter(user=user)
            .select_related("event__organization", "place")
            .order_by("-event__starts")[:200]
        )
        address = getattr(user, "calendar_address", None)
        context = {
            "coming": [row for row in rows if row.is_live and not row.event.is_over][::-1],
            "past": [row for row in rows if not row.is_live or row.event.is_over],
            "delegations": _delegations(user),
            "address": address,
        }
        return render(request, "events/mine.html", context)


def _delegations(user: Any) -> list[Any]:
    rows = Delegation.objects.filter(organization__in=user.standing.owned)
    return list(rows.select_related("event", "organization", "quota").order_by("-event__starts")[:100])
