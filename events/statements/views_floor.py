"""A speakers’ list: its order for everybody; asking, for organizations; ordering, for the organizers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.people.parking import SignInRequired
from csonet.workflow import NotAllowed, WorkflowError
from events.models import FloorRequest, SpeakersList
from events.models.statement_choices import RequestState
from events.statements import requesting, speaking
from events.statements.forms import DecisionForm, request_decision
from events.statements.forms_requests import FloorForm
from events.statements.reading import A_PAGE
from events.statements.views import OfEvent, mine


class SpeakersListView(OfEvent):
    """The list in its order. Speakers' names are for the organizers and their own organization."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """The page."""
        return self.page(get_object_or_404(SpeakersList, event=self.event, pk=pk))

    def page(self, floor: SpeakersList, status: int = 200, **context: Any) -> HttpResponse:
        """With a form that was not valid, or without."""
        user: Any = self.request.user
        rows = floor.requests.select_related("organization").order_by("position", "pk")
        ours = user.standing.editing if user.is_authenticated else frozenset()
        own = list(rows.filter(organization__in=ours)) if ours else []
        # The organizers' page knows all of them: for the balance, and to choose whom to decline.
        alive = list(rows.alive()) if self.organizes else []
        waiting = [row for row in alive if row.state == RequestState.ASKED]
        granted: Any = [row for row in alive if row.state == RequestState.GRANTED]
        if not self.organizes:
            granted = rows.filter(state=RequestState.GRANTED)
        free = [one for one in mine(user) if not _asks(own, one.pk)] if ours and floor.is_open() else []
        shown = {
            "floor": floor,
            "call": floor,
            "granted": Paginator(granted, A_PAGE).get_page(self.request.GET.get("page")),
            "waiting": Paginator(waiting, A_PAGE).get_page(self.request.GET.get("waiting")),
            "alive": [*waiting, *granted] if self.organizes else [],
            "own": own,
            "ours": ours,
            "balance": speaking.balance(granted) if self.organizes else None,
            "form": FloorForm(floor=floor, organizations=free) if free else None,
            "decision_form": request_decision(),
        }
        return self.show("speakers_list", status=status, **{**shown, **context})


def _asks(rows: list[FloorRequest], organization_id: int) -> bool:
    return any(row.organization_id == organization_id and row.is_alive for row in rows)


class FloorAskView(SignInRequired, SpeakersListView):
    """An organization asks for the floor; GET shows the list."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Back to the list."""
        floor, organizations = get_object_or_404(SpeakersList, event=self.event, pk=pk), mine(request.user)
        if not organizations:
            raise PermissionDenied
        form = FloorForm(request.POST, floor=floor, organizations=organizations)
        if not form.is_valid():
            return self.page(floor, form=form)
        try:
            speaking.ask(floor, form.chosen, form.values, user=request.user)
        except WorkflowError as error:
            return self.page(floor, form=form, conflict=str(error), status=409)
        messages.success(request, _("The request is with the organizers."))
        return redirect("speakers_list", slug, pk)


class FloorActView(SignInRequired, SpeakersListView):
    """What is done with one request: granted, moved, declined, marked as spoken, withdrawn; GET shows the list."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Back to the list; 404 for a request of another list or one that the person may not know of."""
        floor = get_object_or_404(SpeakersList.objects.select_related("event"), event=self.event, pk=pk)
        rows = FloorRequest.objects.visible_to(request.user, organizes=self.organizes)
        key = request.POST.get("key", "")
        row = get_object_or_404(rows.filter(list=floor), pk=key if key.isdecimal() and len(key) < 12 else 0)
        form = request_decision(request.POST)
        if not form.is_valid():
            return self.page(floor, decision_form=form)
        try:
            self._do(row, request.POST.get("do", ""), form)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            return self.page(floor, decision_form=form, conflict=str(error), status=409)
        return redirect("speakers_list", slug, pk)

    def _do(self, row: FloorRequest, act: str, form: DecisionForm) -> None:
        actor, typed = self.request.user, self.request.POST.get("minutes", "")
        if act == "withdraw":
            requesting.withdraw(row, user=actor)
        elif act == "decline":
            requesting.decline(row, actor=actor, **form.cleaned_data)
        elif act in ("up", "down"):
            speaking.shift(row, actor=actor, up=act == "up")
        elif act in ("spoken", "not-spoken"):
            speaking.mark_spoken(row, actor=actor, spoke=act == "spoken")
        elif act == "grant":
            minutes = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else row.list.minutes_each
            speaking.grant(row, minutes, actor=actor)
        else:
            raise NotAllowed(_("You may not do this."))
