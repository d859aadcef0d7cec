"""The pages of a consultation for its moderators: closing, summary, and what was taken up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.workflow import WorkflowError
from discussions import consultations, membership
from discussions.forms_posts import ExtendForm, SummaryForm, TakenUpFormSet
from discussions.models import TakenUp, Topic
from discussions.views.common import topic_or_404


def consultation_or_404(user: Any, slug: str) -> Topic:
    """The consultation, for a moderator of its group."""
    topic = topic_or_404(user, slug)
    if not topic.is_consultation or not membership.moderates(topic.home, user):
        raise Http404
    return topic


class ClosingView(SignInRequired, View):
    """Close a consultation, sum it up, say what was taken up."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for whoever does not moderate here."""
        topic = consultation_or_404(request.user, slug)
        return self._page(topic, SummaryForm(initial={"summary": topic.closing_summary}), self._points(topic))

    def _points(self, topic: Topic, data: Any = None) -> Any:
        return TakenUpFormSet(data, queryset=TakenUp.objects.filter(topic=topic), prefix="points")

    def _page(self, topic: Topic, form: Any, points: Any, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "topic": topic,
            "item": topic,
            "group": topic.home,
            "form": form,
            "points": points,
            "moderates": True,
            "is_in": True,
            "extending": ExtendForm(initial={"closes_at": topic.closes_at}),
            **more,
        }
        return render(self.request, "discussions/closing.html", context, status=status)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Close it, or keep the summary or the table."""
        topic = consultation_or_404(request.user, slug)
        act = request.POST.get("act", "")
        if act == "close":
            return self._close(topic)
        if act == "extend":
            return self._extend(topic)
        if act == "points":
            return self._keep_points(topic)
        return self._summarize(topic)

    def _close(self, topic: Topic) -> HttpResponse:
        try:
            consultations.close_now(topic, actor=self.request.user)
            messages.success(self.request, _("The consultation is closed."))
        except WorkflowError as refused:
            messages.error(self.request, str(refused))
        return redirect("topic_closing", slug=topic.slug)

    def _extend(self, topic: Topic) -> HttpResponse:
        form = ExtendForm(self.request.POST)
        if form.is_valid():
            try:
                consultations.extend(topic, form.cleaned_data["closes_at"], actor=self.request.user)
            except WorkflowError as refused:
                form.add_error("closes_at", str(refused))
        if form.errors:
            summary = SummaryForm(initial={"summary": topic.closing_summary})
            return self._page(topic, summary, self._points(topic), extending=form)
        messages.success(self.request, _("The consultation takes answers until then."))
        return redirect("topic_closing", slug=topic.slug)

    def _summarize(self, topic: Topic) -> HttpResponse:
        form = SummaryForm(self.request.POST)
        if not form.is_valid():
            return self._page(topic, form, self._points(topic))
        try:
            consultations.summarize(topic, form.cleaned_data["summary"], actor=self.request.user)
        except (WorkflowError, ValidationError) as refused:
            form.add_error("summary", refused.messages if isinstance(refused, ValidationError) else str(refused))
            return self._page(topic, form, self._points(topic), status=409)
        messages.success(self.request, _("The summary stands on top; those who took part are thanked."))
        return redirect(topic.get_absolute_url())

    def _keep_points(self, topic: Topic) -> HttpResponse:
        points = self._points(topic, self.request.POST)
        if not points.is_valid():
            form = SummaryForm(initial={"summary": topic.closing_summary})
            return self._page(topic, form, points)
        kept = [
            (form.cleaned_data["point"], form.cleaned_data["outcome"], form.cleaned_data.get("why", ""))
            for form in points.forms
            if form.cleaned_data.get("point") and not form.cleaned_data.get("DELETE")
        ]
        consultations.take_up(topic, kept, actor=self.request.user)
        messages.success(self.request, _("The table is saved."))
        return redirect(topic.get_absolute_url())
