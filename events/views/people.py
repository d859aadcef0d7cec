"""The organizers' list of people: who is registered, deciding one by one or many at once, questions about seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from csonet.richtext import Plain
from csonet.ui.rows import RowsField
from csonet.workflow import WorkflowError
from events import completing, deciding, delegating, lists
from events.models import Delegation, Registration
from events.models.choices import Reason, RegistrationState
from events.views.organizing import OrganizerView, csv_answer

PAGE_SIZE = 50
#: So many are decided on at once at most: what a page shows.
_ACTS = ("approve", "decline", "withdraw", "give")


class DeskForm(Plain):
    """A decision of the organizers, with its reason and the segments."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason, if you decline"), required=False, choices=[("", "—"), *Reason.choices]
    )
    text = forms.CharField(
        label=gettext_lazy("In words to the person"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, event: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        segments = event.segments.all()
        if segments:
            self.fields["segments"] = RowsField(
                segments,
                label=_("Admitted to"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[segment.pk for segment in segments],
            )


class PeopleView(OrganizerView):
    """Everybody who registered, narrowed by state; one decision on all that are ticked."""

    tab = "people"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A page of fifty; the same queries for one and for fifty."""
        return self._page(DeskForm(event=self.event))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Decide on those that are ticked, or answer a question about seats."""
        if "delegation" in request.POST:
            return self._answer_seats()
        act, form = request.POST.get("do", ""), DeskForm(request.POST, event=self.event)
        if act not in _ACTS or not form.is_valid():
            return self._page(form)
        keys = [int(key) for key in request.POST.getlist("who")[:PAGE_SIZE] if key.isascii() and key.isdigit()]
        rows = list(self._rows().filter(pk__in=[key for key in keys if key < 2**62]))
        if not rows:
            messages.error(request, _("Tick the people whom it concerns."))
            return self._page(form)
        done = sum(self._act(row, act, form.cleaned_data) for row in rows)
        if done:
            words = ngettext("Done for %(count)d person.", "Done for %(count)d people.", done)
            messages.success(request, words % {"count": done})
        return redirect(request.get_full_path())

    def _rows(self) -> Any:
        return Registration.objects.filter(event=self.event).select_related(
            "event", "rule", "delegation__organization", "place", "user"
        )

    def _act(self, row: Registration, act: str, given: dict[str, Any]) -> int:
        user = self.request.user
        try:
            if act in ("approve", "decline"):
                words = {name: given[name] for name in ("reason", "text")}
                segments = given.get("segments") if act == "approve" else None
                deciding.decide(row, actor=user, side="desk", approves=act == "approve", segments=segments, **words)
            elif act == "give":
                deciding.give_seat(row, actor=user, text=given["text"])
            else:
                deciding.withdraw(row, actor=user)
        except WorkflowError as error:
            messages.error(self.request, _("%(name)s: %(fault)s") % {"name": row.name, "fault": error})
            return 0
        return 1

    def _answer_seats(self) -> HttpResponse:
        value, granted = self.request.POST["delegation"], self.request.POST.get("granted", "").strip() or "0"
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0
        rows = Delegation.objects.select_related("event", "organization", "quota", "rule")
        delegation = get_object_or_404(rows, event=self.event, pk=number)
        try:
            if not (granted.isascii() and granted.isdigit() and len(granted) < 6):
                raise WorkflowError(_("Write how many seats, as a number."))
            text = self.request.POST.get("text", "").replace("\0", "")[:1000]
            delegating.answer(delegation, int(granted), text, actor=self.request.user)
        except WorkflowError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("The organization is told."))
        return redirect("event_people", self.event.slug)

    def _page(self, form: Any) -> HttpResponse:
        state = self.request.GET.get("state", "")
        rows = Registration.objects.filter(event=self.event).for_lists().prefetch_related("answers", "rule__questions")
        if state in RegistrationState.values:
            rows = rows.filter(state=state)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        for row in page.object_list:
            row.event = self.event
            row.missing = completing.missing(row)
            row.turn = completing.turn_of(row)
        counts = lists.counts(self.event)
        asked = Delegation.objects.filter(event=self.event, asked__isnull=False).select_related("organization", "quota")
        states = [(value, label, counts.get(value, 0)) for value, label in RegistrationState.choices]
        return self.show(
            "people",
            page_obj=page,
            people=page.object_list,
            form=form,
            state=state,
            states=[one for one in states if one[2]],
            total=sum(counts.values()),
            asked=list(asked),
        )


class PeopleExportView(OrganizerView):
    """The people as CSV, for the organizers."""

    def get(self, request: HttpRequest, slug: str) -> Any:
        """One line a person."""
        return csv_answer(lists.records(self.event), lists.columns(self.event), "participants.csv")
