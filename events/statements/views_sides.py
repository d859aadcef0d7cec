"""Side events: the call with its slots, an organization's request, and what the organizers decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.people.parking import SignInRequired
from csonet.abstract import Confirmation
from csonet.workflow import NotAllowed, WorkflowError
from events.models import CoSponsor, Event, SideEventCall, SideEventRequest, Slot
from events.models.statement_choices import ALIVE, RequestState
from events.statements import requesting, siding
from events.statements.forms import request_decision
from events.statements.forms_requests import SideEventForm, SlotForm
from events.statements.views import OfEvent, mine
from events.views.hosting import CoHostForm
from events.views.organizing import OrganizerView

A_PAGE = 50


class SideEventCallView(OfEvent):
    """The call, its slots, and one's own requests."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Five queries beyond the event's."""
        call, user = get_object_or_404(SideEventCall, event=self.event, pk=pk), request.user
        rows = SideEventRequest.objects.visible_to(user).filter(call=call)
        slots = list(call.slots.select_related("allocated__organization", "allocated__event"))
        context = {
            "call": call,
            "slots": slots,
            "untold": self._untold(slots),
            "own": list(rows.select_related("organization", "call__event")),
            "may_ask": user.is_authenticated and bool(user.standing.editing) and call.is_open(),
        }
        return self.show("side_event_call", **context)

    def _untold(self, slots: list[Slot]) -> set[int]:
        """The slots whose side event has a page that this reader may not see: its title is not theirs either."""
        taken = [slot for slot in slots if hasattr(slot, "allocated")]
        made = {slot.pk: slot.allocated.event_id for slot in taken if slot.allocated.event_id}
        visible = set(
            Event.objects.visible_to(self.request.user).filter(pk__in=made.values()).values_list("pk", flat=True)
        )
        return {pk for pk, event in made.items() if event not in visible}


class SideEventNewView(SignInRequired, OfEvent):
    """The form of a request."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """The form; 403 for who acts for no organization."""
        call, organizations = self._found(pk)
        return self._page(call, SideEventForm(self.parked_data(), call=call, organizations=organizations))

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Ask."""
        call, organizations = self._found(pk)
        form = SideEventForm(request.POST, call=call, organizations=organizations)
        if not form.is_valid():
            return self._page(call, form)
        try:
            row = siding.ask(call, form.chosen, form.values, form.wishes, user=request.user)
        except WorkflowError as error:
            return self._page(call, form, conflict=str(error), status=409)
        messages.success(request, _("The request is with the organizers."))
        return redirect("side_event_request", slug, row.key)

    def _found(self, pk: int) -> tuple[SideEventCall, Any]:
        organizations = mine(self.request.user)
        if not organizations:
            raise PermissionDenied
        return get_object_or_404(SideEventCall.objects.select_related("event"), event=self.event, pk=pk), organizations

    def _page(self, call: SideEventCall, form: Any, status: int = 200, conflict: str = "") -> HttpResponse:
        return self.show("side_event_form", status=status, call=call, form=form, conflict=conflict)


class SideEventRequestView(SignInRequired, OfEvent):
    """One request, for its sponsors and the organizers."""

    def get(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """404 for everybody else."""
        return self.page(self.found(key))

    def post(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """Do what the button says."""
        row, form = self.found(key), request_decision(request.POST)
        if not form.is_valid():
            return self.page(row, decision_form=form)
        try:
            return self._do(row, request.POST.get("do", ""), form)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            return self.page(self.found(key), decision_form=form, conflict=str(error), status=409)

    def found(self, key: Any) -> SideEventRequest:
        """The request, if this person may read it."""
        rows = SideEventRequest.objects.visible_to(self.request.user, organizes=self.organizes)
        rows = rows.select_related("call__event", "organization", "slot", "event")
        return get_object_or_404(rows, call__event=self.event, key=key)

    def _do(self, row: SideEventRequest, act: str, form: Any) -> HttpResponse:
        user = self.request.user
        if act == "event":
            event = siding.make_event(row, user=user)
            messages.success(self.request, _("The draft of the event is made: complete it and submit it."))
            return redirect("event_edit", event.slug)
        if act == "withdraw":
            requesting.withdraw(row, user=user)
        elif act == "decline":
            requesting.decline(row, actor=user, **form.cleaned_data)
        elif act == "ask":
            return self._ask(row)
        elif act == "allocate":
            typed = self.request.POST.get("slot", "")
            slot = Slot.objects.filter(call=row.call, pk=typed if typed.isdecimal() and len(typed) < 12 else 0).first()
            if slot is None:
                raise WorkflowError(_("Choose a slot."))
            siding.allocate(row, slot, actor=user)
        else:
            raise NotAllowed(_("You may not do this."))
        messages.success(self.request, _("It is done."))
        return redirect(row.get_absolute_url())

    def _ask(self, row: SideEventRequest) -> HttpResponse:
        form = CoHostForm(self.request.POST)
        if not form.is_valid():
            return self.page(row, ask_form=form)
        siding.invite(row, form.cleaned_data["name"], user=self.request.user)
        messages.success(self.request, _("The organization is asked."))
        return redirect(row.get_absolute_url())

    def page(self, row: SideEventRequest, status: int = 200, **context: Any) -> HttpResponse:
        """With a form that was not valid, or without."""
        user: Any = self.request.user
        sponsors = list(row.co_sponsors.select_related("organization").order_by("organization__name"))
        asks, alive = requesting.is_asker(user, row), row.state in ALIVE
        decides = self.organizes and requesting.may_decide(user, row)
        free = Slot.objects.filter(call=row.call, allocated=None)
        shown = {
            "request_": row,
            "wishes": list(row.wishes.select_related("slot")),
            "sponsors": [one for one in sponsors if one.state == Confirmation.CONFIRMED],
            "asked": [one for one in sponsors if one.state != Confirmation.CONFIRMED] if asks else [],
            "to_answer": [
                one
                for one in sponsors
                if alive and one.organization_id in user.standing.editing and one.state != Confirmation.DECLINED
            ],
            "asks": asks,
            "may_change": asks and row.state == RequestState.ASKED and row.call.is_open(),
            "decides": decides and alive,
            "free": list(free) if decides and alive else [],
            "decision_form": request_decision(),
            "ask_form": CoHostForm() if asks and alive else None,
        }
        return self.show("side_event_request", status=status, **{**shown, **context})


class SideEventEditView(SideEventRequestView):
    """Changing a request until the call closes."""

    def get(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """The form."""
        row = self._own(key)
        return self._form(row, SideEventForm(self.parked_data(), instance=row, call=row.call))

    def post(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """Save."""
        row = self._own(key)
        form = SideEventForm(request.POST, instance=row, call=row.call)
        if not form.is_valid():
            return self._form(row, form)
        try:
            siding.change(self._own(key), form.values, form.wishes, user=request.user)
        except WorkflowError as error:
            return self._form(row, form, conflict=str(error), status=409)
        messages.success(request, _("It is saved."))
        return redirect(row.get_absolute_url())

    def _own(self, key: Any) -> SideEventRequest:
        row = self.found(key)
        if not requesting.is_asker(self.request.user, row):
            raise PermissionDenied
        return row

    def _form(self, row: SideEventRequest, form: Any, status: int = 200, conflict: str = "") -> HttpResponse:
        return self.show("side_event_form", status=status, call=row.call, form=form, request_=row, conflict=conflict)


class SponsorAnswerView(SideEventRequestView):
    """An organization that was asked to sponsor it too says yes or no; GET shows the request."""

    def get(self, request: HttpRequest, slug: str, key: Any, pk: int) -> HttpResponse:  # type: ignore[override]
        """The request's page."""
        return redirect(self.found(key).get_absolute_url())

    def post(self, request: HttpRequest, slug: str, key: Any, pk: int) -> HttpResponse:  # type: ignore[override]
        """Back to the request, or to the call for who said no."""
        row = self.found(key)
        one = get_object_or_404(CoSponsor.objects.select_related("organization"), request=row, pk=pk)
        one.request = row
        try:
            siding.answer(one, user=request.user, confirms=request.POST.get("do") == "confirm")
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect(row.get_absolute_url())
        messages.success(request, _("Your answer is noted."))
        if one.state == Confirmation.DECLINED:
            return redirect("side_event_call", slug, row.call_id)
        return redirect(row.get_absolute_url())


class SlotsView(OrganizerView):
    """The slots of a call: listed, added, taken away."""

    tab = "calls"

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """The list, and the form."""
        call = self._call(pk)
        return self._page(call, SlotForm(self.parked_data(), call=call))

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Add one, or take one away."""
        call, typed = self._call(pk), request.POST.get("slot", "")
        form = SlotForm(request.POST, call=call)
        try:
            if typed:
                slot = get_object_or_404(call.slots, pk=typed if typed.isdecimal() and len(typed) < 12 else 0)
                siding.remove_slot(slot)
                return self.saved(_("The slot is gone."), "side_event_slots", pk)
            if not form.is_valid():
                return self._page(call, form)
            names = ("day", "starts_at", "ends_at", "room", "capacity")
            siding.add_slot(call, *(form.cleaned_data[name] for name in names))
        except WorkflowError as error:
            form = SlotForm(call=call) if typed else form
            return self._page(call, form, conflict=str(error), status=409)
        return self.saved(_("The slot is added."), "side_event_slots", pk)

    def _call(self, pk: int) -> SideEventCall:
        return get_object_or_404(SideEventCall.objects.select_related("event"), event=self.event, pk=pk)

    def _page(self, call: SideEventCall, form: Any, status: int = 200, conflict: str = "") -> HttpResponse:
        slots = list(call.slots.select_related("allocated__organization"))
        return self.show("statements/slots", status=status, call=call, form=form, slots=slots, conflict=conflict)


class SideEventDeskView(OrganizerView):
    """All requests under a call, those that wait first."""

    tab = "calls"

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """With wishes and slots."""
        call = get_object_or_404(SideEventCall, event=self.event, pk=pk)
        rows = call.requests.select_related("organization", "slot").prefetch_related("wishes__slot")
        decided = Case(When(state=RequestState.ASKED, then=0), default=1)
        page = Paginator(rows.order_by(decided, "pk"), A_PAGE).get_page(request.GET.get("page"))
        return self.show("statements/side_event_desk", call=call, rows=page.object_list, page_obj=page)
