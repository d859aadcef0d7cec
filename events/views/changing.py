"""The organizers' page of changes: cancel, postpone, hold again, move online; move or cancel one meeting; figures."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from csonet.richtext import Plain
from csonet.workflow import WorkflowError
from events import changing, lists, scheduling
from events.forms.clock import ClockField, DayField, check_wall
from events.forms.events import FoldField
from events.models import Event, Occurrence
from events.models.choices import EventStatus
from events.views.organizing import OrganizerView, csv_answer

#: Ids of the form for a new date, which stands beside the one for what happens.
AGAIN = "again_%s"


class StepForm(Plain):
    """What is to happen, and why."""

    act = forms.ChoiceField(label=gettext_lazy("What happens"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands on the page, and in the mail to everybody who is registered."),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = {
            "cancel": _("It is cancelled"),
            "postpone": _("It is postponed; the new date is not known yet"),
            "move-online": _("It moves online"),
        }
        field: Any = self.fields["act"]
        field.choices = [
            (act, words[act]) for act, (sources, _to) in changing.STEPS.items() if event.event_status in sources
        ]


class SpanForm(Plain):
    """New times on the clock of the event's zone."""

    day = DayField(label=gettext_lazy("First day"))
    starts_at = ClockField(label=gettext_lazy("Begins at"))
    starts_fold = FoldField(label=gettext_lazy("If the clocks go back that day, which beginning"))
    last_day = DayField(label=gettext_lazy("Last day"))
    ends_at = ClockField(label=gettext_lazy("Ends at"))
    ends_fold = FoldField(label=gettext_lazy("If the clocks go back that day, which end"))
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, event: Event, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.event = event

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["zone"] = self.event.zone
        starts = check_wall(self, "day", "starts_at", "starts_fold")
        ends = check_wall(self, "last_day", "ends_at", "ends_fold")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it begins."))
        return cleaned

    def times(self) -> dict[str, Any]:
        """The columns of a meeting for what was typed."""
        given = self.cleaned_data
        folds = (given["starts_fold"] or 0, given["ends_fold"] or 0)
        days = (given["day"], given["starts_at"], given["last_day"], given["ends_at"])
        return scheduling.times_of(*days, self.event.zone, folds)


class MeetingForm(SpanForm):
    """One meeting of a series, or this and those that follow."""

    room = forms.CharField(
        label=gettext_lazy("Room, if it is another than the event’s"), required=False, max_length=100
    )
    following = forms.BooleanField(label=gettext_lazy("This meeting and all that follow"), required=False)


class ChangesView(OrganizerView):
    """What can happen to the event as a whole."""

    tab = "changes"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The forms that fit its state."""
        return self._page()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Do it, and tell everybody who is registered."""
        if request.POST.get("do") == "again":
            form: Any = SpanForm(request.POST, event=self.event, auto_id=AGAIN)
            if not form.is_valid():
                return self._page(again_form=form)
            act: Any = partial(changing.hold_again, self.event, form.times(), form.cleaned_data["reason"])
        else:
            form = StepForm(request.POST, event=self.event)
            if not form.is_valid():
                return self._page(step_form=form)
            given = form.cleaned_data
            act = partial(changing.step, self.event, given["act"], given["reason"])
        try:
            act(actor=request.user)
        except WorkflowError as error:
            return self._page(conflict=str(error), status=409)
        return self.saved(_("It is done, and everybody who is registered is told."), "event_detail")

    def _page(self, status: int = 200, **context: Any) -> HttpResponse:
        event = self.event
        is_off = event.event_status in (EventStatus.POSTPONED, EventStatus.CANCELLED)
        shown = {
            "step_form": StepForm(event=event)
            if event.event_status != EventStatus.CANCELLED and not event.is_over
            else None,
            "again_form": SpanForm(event=event, auto_id=AGAIN) if is_off else None,
            "occurrences": list(event.occurrences.all()) if event.repeats else [],
            "changes": list(event.changes.select_related("by")[:50]),
        }
        return self.show("changes", status=status, **{**shown, **context})


class MeetingView(OrganizerView):
    """Move or cancel one meeting of a series, or this and the following."""

    tab = "changes"

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """The meeting as it stands."""
        one = self._meeting(pk)
        names = ("day", "starts_at", "last_day", "ends_at", "room")
        initial = {name: getattr(one, name) for name in names}
        return self.show("meeting", meeting=one, form=MeetingForm(event=self.event, initial=initial))

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Move or cancel it."""
        one = self._meeting(pk)
        form = MeetingForm(request.POST, event=self.event)
        cancels = request.POST.get("do") == "cancel"
        if not form.is_valid() and not (cancels and form.cleaned_data.get("reason")):
            return self.show("meeting", meeting=one, form=form)
        given = form.cleaned_data
        following = bool(given.get("following"))
        try:
            if cancels:
                changing.cancel_meeting(one, given["reason"], actor=request.user, following=following)
            else:
                changing.move_meeting(
                    one, form.times(), given["room"], given["reason"], actor=request.user, following=following
                )
        except WorkflowError as error:
            return self.show("meeting", status=409, meeting=one, form=form, conflict=str(error))
        return self.saved(_("It is done, and everybody who is registered is told."), "event_changes")

    def _meeting(self, pk: int) -> Occurrence:
        return get_object_or_404(self.event.occurrences, pk=pk)


class FiguresExportView(OrganizerView):
    """The figures as CSV."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """One line a figure."""
        return csv_answer(lists.figure_rows(self.event), ["figure", "of", "people"], "figures.csv")


class FiguresView(OrganizerView):
    """Who comes, in figures."""

    tab = "figures"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Tables, and what was deleted of personal data."""
        return self.show("figures", figures=lists.figures(self.event), purges=list(self.event.purges.all()[:20]))
