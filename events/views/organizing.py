"""The organizers' pages: seats, join link, rules, questions, segments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.capacity.models import Pool
from csonet.content.views.common import item_or_404
from csonet.opendata.writing import as_csv
from events import rights, seating, steps
from events.forms.organizing import JoinLinkForm, QuestionForm, RuleForm, SeatsForm, SegmentsForm
from events.models import Event, JoinLink, Question, Rule, Segment


def csv_answer(records: Iterable[dict[str, Any]], columns: list[str], name: str) -> StreamingHttpResponse:
    """Records as a CSV file, row by row; no cell that a spreadsheet would carry out."""
    response = StreamingHttpResponse(as_csv(records, columns), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


class OrganizerView(SignInRequired, View):
    """A page for the organizers: the host's side, confirmed co-hosts, the Branch."""

    event: Event
    tab = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who may not see the event, 403 for who does not organize it."""
        if request.user.is_authenticated:
            self.event = item_or_404(Event, request.user, kwargs["slug"])
            if not rights.is_organizer(request.user, self.event):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page with the organizers' tabs."""
        shared = {"event": self.event, "item": self.event, "tab": self.tab}
        return render(self.request, f"events/{template}.html", {**shared, **context}, status=status)

    def saved(self, message: str, page: str, *args: Any) -> HttpResponse:
        """Say so, and go to a page."""
        messages.success(self.request, message)
        return redirect(page, self.event.slug, *args)


class ManageView(OrganizerView):
    """Seats, join link, segments, and the rules in a list."""

    tab = "manage"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Everything that can be set."""
        return self._page()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Save the form whose button was pressed."""
        act = request.POST.get("do", "")
        seating.furnish(self.event)
        form: Any
        if act == "seats":
            form = SeatsForm(request.POST, event=self.event)
            return self._seats(form) if form.is_valid() else self._page(seats_form=form)
        if act == "link":
            row = JoinLink.objects.filter(event=self.event).first() or JoinLink(event=self.event)
            form = JoinLinkForm(request.POST, instance=row)
            if not form.is_valid():
                return self._page(link_form=form)
            form.save()
            return self.saved(_("The link is saved. Only those who are admitted see it."), "event_manage")
        form = SegmentsForm(request.POST)
        if not form.is_valid():
            return self._page(segments_form=form)
        self._segments(form.cleaned_data["names"])
        return self.saved(_("It is saved."), "event_manage")

    def _seats(self, form: SeatsForm) -> HttpResponse:
        caps = {side: form.cleaned_data[side] for side in ("in_person", "online") if side in form.fields}
        with transaction.atomic():
            Pool.objects.filter(pk=self.event.pool_id).update(offer_hours=form.cleaned_data["offer_hours"])
            steps.tell_offered(seating.set_caps(self.event, caps))
        over = [side for side, cap in caps.items() if cap is not None and getattr(self.event, side).taken > cap]
        if over:
            messages.warning(
                self.request, _("More are registered than there are seats now. All keep theirs; nobody else is taken.")
            )
        return self.saved(_("The seats are saved."), "event_manage")

    def _segments(self, names: list[str]) -> None:
        with transaction.atomic():
            self.event.segments.exclude(name__in=names).delete()
            for position, name in enumerate(names):
                Segment.objects.update_or_create(event=self.event, name=name, defaults={"position": position})

    def _page(self, **forms: Any) -> HttpResponse:
        event = Event.objects.select_related("pool", "in_person", "online", "organization").get(pk=self.event.pk)
        link = JoinLink.objects.filter(event=event).first()
        rules = list(event.rules.select_related("total", "in_person", "online").prefetch_related("questions"))
        names = "\n".join(event.segments.values_list("name", flat=True))
        context = {
            "seats_form": SeatsForm(event=event),
            "link_form": JoinLinkForm(instance=link) if event.takes_place_online else None,
            "segments_form": SegmentsForm(initial={"names": names}),
            "rules": rules,
            "buckets": [bucket for bucket in (event.in_person, event.online) if bucket],
            **forms,
        }
        return self.show("manage", event=event, **context)


class RuleView(OrganizerView):
    """A rule: new, changed, or taken away while nobody has registered under it."""

    tab = "manage"

    def get(self, request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
        """The form."""
        rule = self._rule(pk)
        return self.show("rule", form=RuleForm(self.parked_data(), event=self.event, instance=rule), rule=rule)

    def post(self, request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
        """Save the rule and its caps, or delete it."""
        rule = self._rule(pk)
        if request.POST.get("do") == "delete" and rule is not None:
            return self._delete(rule)
        form = RuleForm(request.POST, event=self.event, instance=rule)
        if not form.is_valid():
            return self.show("rule", form=form, rule=rule)
        seating.furnish(self.event)
        with transaction.atomic():
            made = seating.furnish_rule(form.save())
            steps.tell_offered(seating.set_caps(made, form.caps()))
            seating.follow_quota(made)
        return self.saved(_("The rule is saved."), "event_manage")

    def _delete(self, rule: Rule) -> HttpResponse:
        try:
            rule.delete()
        except ProtectedError:
            messages.error(self.request, _("People have registered under this rule: close it instead."))
            return redirect("event_rule", self.event.slug, rule.pk)
        return self.saved(_("The rule is gone."), "event_manage")

    def _rule(self, pk: int | None) -> Rule | None:
        if pk is None:
            return None
        return get_object_or_404(self.event.rules.select_related("total", "in_person", "online"), pk=pk)


class QuestionView(OrganizerView):
    """A question of a rule: new, changed, or taken away with its answers."""

    tab = "manage"

    def get(self, request: HttpRequest, slug: str, rule: int, pk: int | None = None) -> HttpResponse:
        """The form."""
        row, question = self._found(rule, pk)
        return self._page(row, question, QuestionForm(self.parked_data(), rule=row, instance=question))

    def post(self, request: HttpRequest, slug: str, rule: int, pk: int | None = None) -> HttpResponse:
        """Save or delete."""
        row, question = self._found(rule, pk)
        if request.POST.get("do") == "delete" and question is not None:
            question.delete()
            return self.saved(_("The question is gone, with its answers."), "event_manage")
        form = QuestionForm(request.POST, rule=row, instance=question)
        if not form.is_valid():
            return self._page(row, question, form)
        form.save()
        return self.saved(_("The question is saved."), "event_manage")

    def _page(self, rule: Rule, question: Question | None, form: Any) -> HttpResponse:
        return self.show("question", form=form, rule=rule, question=question)

    def _found(self, rule: int, pk: int | None) -> tuple[Rule, Question | None]:
        row = get_object_or_404(self.event.rules, pk=rule)
        return row, get_object_or_404(row.questions, pk=pk) if pk is not None else None
