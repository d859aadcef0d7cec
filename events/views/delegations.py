"""The delegation's page: seats, people, what is missing of whom; nominating, replacing, asking for more seats."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts.models import Organization
from accounts.people.parking import SignInRequired
from csonet.capacity import seats
from csonet.content.views.common import item_or_404
from csonet.workflow import WorkflowError
from events import completing, deciding, delegating, eligible, rights, rosters, seating
from events.forms.delegating import ReasonForm, RosterForm, SeatsForm
from events.forms.registering import NomineeForm
from events.models import Delegation, Event, Registration
from events.models.choices import LIVE, Source
from events.registering import register, substitute


class DelegationBase(SignInRequired, View):
    """Finds the event, the organization and the delegation; owners of the organization, and who may look."""

    def found(self, slug: str, organization: str) -> None:
        """Sets event, organization, rule, why, delegation. 404 for the event, 403 for whom it does not concern."""
        user: Any = self.request.user
        self.delegation = (
            Delegation.objects.seen_by(user).filter(event__slug=slug, organization__slug=organization).first()
        )
        if self.delegation is not None:  # one query then for all of them
            self.event, self.organization = self.delegation.event, self.delegation.organization
        else:
            self.event = item_or_404(Event, user, slug)
            self.organization = get_object_or_404(Organization.objects.visible_to(user), slug=organization)
        self.is_owner = rights.is_focal_point(user, self.organization.pk)
        if not self.is_owner and not rights.is_organizer(user, self.event):
            raise PermissionDenied
        self.rule, self.why = (
            (self.delegation.rule, "") if self.delegation else eligible.rule_for(self.event, self.organization)
        )

    def context(self, **more: Any) -> dict[str, Any]:
        """What each page of a delegation shows."""
        return {
            "event": self.event,
            "item": self.event,
            "organization": self.organization,
            "delegation": self.delegation,
            "rule": self.rule,
            "why": self.why,
            "is_owner": self.is_owner,
            **more,
        }

    def home(self) -> HttpResponse:
        """Back to the delegation's page."""
        return redirect("delegation", self.event.slug, self.organization.slug)

    def owner_only(self) -> None:
        """Raises PermissionDenied for everybody but an owner of the organization."""
        if not self.is_owner:
            raise PermissionDenied


class DelegationView(DelegationBase):
    """Everything about an organization's people at an event, on one page."""

    def get(self, request: HttpRequest, slug: str, organization: str) -> HttpResponse:
        """At most ten queries, however many people."""
        self.found(slug, organization)
        return render(request, "events/delegation.html", self.context(**self._people(), **self._forms()))

    def post(self, request: HttpRequest, slug: str, organization: str) -> HttpResponse:
        """Approve, decline or withdraw somebody of the delegation."""
        self.found(slug, organization)
        self.owner_only()
        row = get_object_or_404(
            Registration.objects.select_related("event", "delegation", "place"),
            event=self.event,
            delegation__organization=self.organization,
            key=_key(request.POST.get("key", "")),
        )
        try:
            self._act(row, request.POST.get("do", ""))
        except WorkflowError as error:
            messages.error(request, str(error))
        return self.home()

    def _act(self, row: Registration, act: str) -> None:
        user = self.request.user
        if act in ("approve", "decline"):
            given = ReasonForm(self.request.POST)
            given.is_valid()
            words = {name: given.cleaned_data.get(name, "") for name in ("reason", "text")}
            deciding.decide(row, actor=user, side="org", approves=act == "approve", **words)
            messages.success(self.request, _("Your decision is written down, and told."))
        elif act == "withdraw":
            deciding.withdraw(row, actor=user)
            messages.success(self.request, _("The registration is withdrawn, and the seat is free."))

    def _people(self) -> dict[str, Any]:
        if self.delegation is None:
            return {"people": [], "former": [], "used": 0}
        rows = Registration.objects.filter(delegation=self.delegation).for_lists()
        found = list(rows.prefetch_related("answers", "rule__questions"))
        live = [row for row in found if row.state in LIVE]
        waits = any(row.state == "waiting" for row in live)
        positions = seats.positions(self.event.pool_id) if waits and self.event.pool_id else {}
        for row in live:
            row.event = self.event
            row.missing = completing.missing(row)  # type: ignore[attr-defined]
            row.turn = completing.turn_of(row)  # type: ignore[attr-defined]
            row.position = positions.get(row.place_id or 0, 0)  # type: ignore[attr-defined]
        return {"people": live, "former": [row for row in found if row.state not in LIVE], "used": len(live)}

    def _forms(self) -> dict[str, Any]:
        can = self.is_owner and self.rule is not None and not self.event.is_over and not self.event.is_cancelled
        quota = self.delegation.quota.cap if self.delegation else self.rule.quota if self.rule else None
        is_open = self.rule is not None and self.rule.is_open()
        return {
            "can_nominate": can and is_open,
            "is_open": is_open,
            "quota": quota,
            "left": None if quota is None else max(quota - (self.delegation.quota.taken if self.delegation else 0), 0),
            "reason_form": ReasonForm() if self.is_owner else None,
        }


def _key(text: str) -> Any:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


class NominateView(DelegationBase):
    """Nominate a colleague, or somebody without an account."""

    def get(self, request: HttpRequest, slug: str, organization: str) -> HttpResponse:
        """The form; 403 for who is no owner."""
        self.found(slug, organization)
        self.owner_only()
        form = NomineeForm(self.parked_data(), event=self.event, organization=self.organization)
        return render(request, "events/nominate.html", self.context(form=form))

    def post(self, request: HttpRequest, slug: str, organization: str) -> HttpResponse:
        """Nominate; on a fault everything typed stays."""
        self.found(slug, organization)
        self.owner_only()
        form = NomineeForm(request.POST, event=self.event, organization=self.organization)
        if not form.is_valid():
            return render(request, "events/nominate.html", self.context(form=form))
        try:
            made = register(
                self.event, form.candidate(), organization=self.organization, actor=request.user, source=Source.OWNER
            )
        except WorkflowError as error:
            return render(request, "events/nominate.html", self.context(form=form, conflict=str(error)), status=409)
        messages.success(request, _("%(name)s is nominated and gets a mail.") % {"name": made.name})
        return self.home()


class SubstituteView(DelegationBase):
    """Somebody else in the place of a delegate; both keep their history."""

    def get(self, request: HttpRequest, slug: str, organization: str, key: Any) -> HttpResponse:
        """The form; 403 for who is no owner."""
        row = self._row(slug, organization, key)
        form = NomineeForm(self.parked_data(), event=self.event, organization=self.organization)
        return render(request, "events/nominate.html", self.context(form=form, replaced=row))

    def post(self, request: HttpRequest, slug: str, organization: str, key: Any) -> HttpResponse:
        """Replace; on a fault everything typed stays."""
        row = self._row(slug, organization, key)
        form = NomineeForm(request.POST, event=self.event, organization=self.organization)
        context = self.context(form=form, replaced=row)
        if not form.is_valid():
            return render(request, "events/nominate.html", context)
        try:
            made = substitute(row, form.candidate(), actor=request.user)
        except WorkflowError as error:
            return render(request, "events/nominate.html", {**context, "conflict": str(error)}, status=409)
        messages.success(request, _("%(new)s comes in the place of %(old)s.") % {"new": made.name, "old": row.name})
        return self.home()

    def _row(self, slug: str, organization: str, key: Any) -> Registration:
        self.found(slug, organization)
        self.owner_only()
        rows = Registration.objects.select_related("event", "rule", "delegation", "place")
        return get_object_or_404(rows, event=self.event, delegation__organization=self.organization, key=key)


class MoreSeatsView(DelegationBase):
    """Ask for more seats, with a reason."""

    def get(self, request: HttpRequest, slug: str, organization: str) -> HttpResponse:
        """The form; 403 for who is no owner."""
        self.found(slug, organization)
        self.owner_only()
        return render(request, "events/more_seats.html", self.context(form=SeatsForm(self.parked_data())))

    def post(self, request: HttpRequest, slug: str, organization: str) -> HttpResponse:
        """Ask; on a fault everything typed stays."""
        self.found(slug, organization)
        self.owner_only()
        form = SeatsForm(request.POST)
        if self.rule is None or not form.is_valid():
            return render(request, "events/more_seats.html", self.context(form=form))
        seating.furnish(self.event)
        with transaction.atomic():
            delegation = seating.delegation_of(self.event, self.rule, self.organization)
        try:
            delegating.ask_for_seats(
                delegation, form.cleaned_data["count"], form.cleaned_data["reason"], actor=request.user
            )
        except WorkflowError as error:
            context = self.context(form=form, conflict=str(error))
            return render(request, "events/more_seats.html", context, status=409)
        messages.success(request, _("The organizers have your question."))
        return self.home()


class RosterView(DelegationBase):
    """Nominate many from a CSV file: first what it says, then, confirmed, the people."""

    def get(self, request: HttpRequest, slug: str, organization: str) -> HttpResponse:
        """The form; 403 for who is no owner."""
        self.found(slug, organization)
        self.owner_only()
        return render(request, "events/roster.html", self.context(form=RosterForm()))

    def post(self, request: HttpRequest, slug: str, organization: str) -> HttpResponse:
        """Show what the file says; nominate once it is confirmed."""
        self.found(slug, organization)
        self.owner_only()
        form = RosterForm(request.POST, request.FILES)
        try:
            text = request.POST.get("text") or self._text(form)
            roster = rosters.read(text, self.event, self.delegation, self._left()) if text else None
        except ValidationError as error:
            form.add_error("file", error)
            roster = None
        if roster is None:
            return render(request, "events/roster.html", self.context(form=form))
        if request.POST.get("do") != "confirm":
            return render(request, "events/roster.html", self.context(form=form, roster=roster, text=text))
        return self._nominate(roster)

    def _text(self, form: RosterForm) -> str:
        if not form.is_valid():
            return ""
        upload = form.cleaned_data["file"]
        if upload.size > rosters.MOST_BYTES:
            raise ValidationError(_("The file is larger than 1 MB."))
        return rosters.text_of(upload.read())

    def _left(self) -> int | None:
        quota = self.delegation.quota if self.delegation else None
        return quota.left if quota else self.rule.quota if self.rule else 0

    def _nominate(self, roster: rosters.Roster) -> HttpResponse:
        done = 0
        for line, person in roster.people:
            try:
                register(
                    self.event, person, organization=self.organization, actor=self.request.user, source=Source.FILE
                )
                done += 1
            except WorkflowError as error:
                message = _("Line %(line)d: %(fault)s") % {"line": line, "fault": error}
                messages.warning(self.request, message)
        words = ngettext("%(count)d person is nominated.", "%(count)d people are nominated.", done)
        messages.success(self.request, words % {"count": done})
        return self.home()
