"""The organizers' pages: calls of all kinds, and the statements that came in under one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, Count, Q, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from events.models import SideEventCall, SpeakersList, StatementCall
from events.models.statement_choices import RequestState, StatementState
from events.statements import reading, writing
from events.statements.forms import SideEventCallForm, SpeakersListForm, StatementCallForm
from events.views.organizing import OrganizerView

#: Kind in the address: the call, its form, and what answers it.
KINDS: dict[str, tuple[Any, Any, str]] = {
    "statements": (StatementCall, StatementCallForm, "statements"),
    "speakers": (SpeakersList, SpeakersListForm, "requests"),
    "side-events": (SideEventCall, SideEventCallForm, "requests"),
}
A_PAGE = 50


class CallsView(OrganizerView):
    """All calls of the event, with what waits for a decision."""

    tab = "calls"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Three queries."""
        waits = Count("requests", filter=Q(requests__state=RequestState.ASKED))
        context = {
            "statement_calls": list(reading.waiting(self.event)),
            "speakers_lists": list(SpeakersList.objects.filter(event=self.event).annotate(waits=waits).order_by("pk")),
            "side_event_calls": list(
                SideEventCall.objects.filter(event=self.event).annotate(waits=waits).order_by("pk")
            ),
        }
        return self.show("statements/calls", **context)


class CallView(OrganizerView):
    """A call: new, changed, or taken away while nothing was answered to it."""

    tab = "calls"

    def get(self, request: HttpRequest, slug: str, kind: str, pk: int | None = None) -> HttpResponse:
        """The form."""
        call, form_class, _answers = self._found(kind, pk)
        return self._page(form_class(self.parked_data(), event=self.event, instance=call), call)

    def post(self, request: HttpRequest, slug: str, kind: str, pk: int | None = None) -> HttpResponse:
        """Save or delete."""
        call, form_class, answers = self._found(kind, pk)
        if request.POST.get("do") == "delete" and call is not None:
            return self._delete(call, answers)
        form = form_class(request.POST, event=self.event, instance=call)
        if not form.is_valid():
            return self._page(form, call)
        made = form.save()
        if isinstance(made, StatementCall):
            writing.recount(made)
        if isinstance(made, SideEventCall) and call is None:
            return self.saved(_("The call is saved. Now add the slots."), "side_event_slots", made.pk)
        return self.saved(_("The call is saved."), "event_calls")

    def _delete(self, call: Any, answers: str) -> HttpResponse:
        with transaction.atomic():
            # Who answers it locks the call too: nothing comes in between looking and deleting.
            locked = get_object_or_404(type(call).objects.select_for_update(), pk=call.pk)
            is_answered = getattr(locked, answers).exists()
            if not is_answered:
                locked.delete()
        if is_answered:
            form = KINDS[self.kwargs["kind"]][1](event=self.event, instance=call)
            conflict = _("Organizations have answered this call: close it instead.")
            return self._page(form, call, conflict=conflict, status=409)
        return self.saved(_("The call is gone."), "event_calls")

    def _found(self, kind: str, pk: int | None) -> tuple[Any, Any, str]:
        if kind not in KINDS:
            raise Http404
        model, form_class, answers = KINDS[kind]
        call = get_object_or_404(model, event=self.event, pk=pk) if pk is not None else None
        return call, form_class, answers

    def _page(self, form: Any, call: Any, status: int = 200, **context: Any) -> HttpResponse:
        kind = KINDS[self.kwargs["kind"]][0]._meta.verbose_name
        return self.show("statements/call", status=status, form=form, call=call, kind_name=kind, **context)


class StatementDeskView(OrganizerView):
    """What came in under a call for statements: drafts are not among them."""

    tab = "calls"

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Those that wait first; a state as a filter."""
        call = get_object_or_404(StatementCall, event=self.event, pk=pk)
        rows = call.statements.filter(submitted_at__isnull=False).for_lists()
        state = request.GET.get("state", "")
        if state in StatementState.values:
            rows = rows.filter(state=state)
        decided = Case(When(state=StatementState.SUBMITTED, then=0), default=1)
        page = Paginator(rows.order_by(decided, "submitted_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
        states = [pair for pair in StatementState.choices if pair[0] != StatementState.DRAFT]
        return self.show("statements/desk", call=call, page_obj=page, state=state, states=states)
