"""The decisions of the Committee on NGOs for everybody: sessions, the decisions of one, recorded votes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import Ballot, CommitteeDecision, CommitteeSession, RollCall
from accounts.register.decisions import decisions_of, link_organizations, named
from accounts.register.figures import KINDS, count_by_kind, figures_by_session, figures_by_year
from accounts.register.forms import DecisionFilterForm
from accounts.register.timeline import tallied
from csonet.opendata.answering import MEDIA_TYPES, OpenView, answer, refusal
from csonet.opendata.datasets import datasets
from csonet.ui import languages, times

DECISIONS_A_PAGE = 100


def session_on(date: str) -> CommitteeSession:
    """The session that closed on `date` (2024-06-14); raises Http404 where there is none."""
    try:
        return get_object_or_404(CommitteeSession, closed_on=dt.date.fromisoformat(date))
    except ValueError:
        raise Http404 from None


def day_of(session: CommitteeSession) -> str:
    """The day on which the session closed, in words."""
    return times.written(session.closed_on, languages.current())


class CommitteeSessionListView(TemplateView):
    """All sessions, and the figures by year."""

    template_name = "accounts/committee_sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = figures_by_session()
        years = figures_by_year(sessions)
        return super().get_context_data(
            sessions=[row for row in sessions if row.granted],
            other_dates=[row for row in sessions if not row.granted],
            years=years,
            export_urls=[
                (format.upper(), reverse("committee_decisions_export", args=[format])) for format in MEDIA_TYPES
            ],
            most=max((max(year.granted, year.deferred) for year in years), default=1) or 1,
            **kwargs,
        )


class CommitteeSessionDetailView(TemplateView):
    """The decisions of one session by kind, and its recorded votes."""

    template_name = "accounts/committee_session.html"

    def get_context_data(self, date: str = "", **kwargs: Any) -> dict[str, Any]:
        session = session_on(date)
        form, wanted = filter_of(self.request)
        decisions = decisions_of(session, wanted["kind"], wanted["q"])
        page = Paginator(decisions, DECISIONS_A_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        link_organizations(page.object_list, self.request.user)
        counts = count_by_kind(session)
        is_first_view = page.number == 1 and not any(wanted.values())
        return super().get_context_data(
            session=session,
            day=day_of(session),
            form=form,
            wanted=wanted,
            page_obj=page,
            decisions=page.object_list,
            total=counts.total(),
            tabs=tabs_of(session.get_absolute_url(), counts, wanted),
            export_urls=[
                (format.upper(), addressed(reverse("committee_session_export", args=[session, format]), **wanted))
                for format in MEDIA_TYPES
            ],
            roll_calls=tallied(session.roll_calls.all()) if is_first_view else (),
            **kwargs,
        )


def filter_of(request: HttpRequest) -> tuple[DecisionFilterForm, dict[str, str]]:
    """The form as sent, and what of it is good: a kind that is none or too long a name filters nothing."""
    sent = request.GET.copy()
    sent["q"] = sent.get("q", "").replace("\x00", "")  # no page can show it again
    form = DecisionFilterForm(sent)
    form.is_valid()
    return form, {name: form.cleaned_data.get(name, "") for name in form.fields}


def tabs_of(url: str, counts: Counter[str], wanted: dict[str, str]) -> list[dict[str, Any]]:
    """Links to each kind that occurs, the looked-for name kept."""
    kinds = [("", _("All"), counts.total()), *((kind, kind.label, counts[kind]) for kind in KINDS if counts[kind])]
    return [
        {
            "url": addressed(url, kind=kind, q=wanted["q"]),
            "label": label,
            "count": count,
            "current": kind == wanted["kind"],
        }
        for kind, label, count in kinds
    ]


def addressed(url: str, **parameters: str) -> str:
    """`url` with the parameters that are not empty."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"{url}?{query}" if query else url


class CommitteeSessionExportView(OpenView):
    """The decisions of one session as filtered, as a file."""

    def get(self, request: HttpRequest, date: str, format: str) -> HttpResponseBase:
        """CSV or JSON; 404 for a day on which no session closed, 429 for who asks too often."""
        if refused := refusal(request):
            return refused
        wanted = filter_of(request)[1]
        dataset = datasets()["committee-decisions"]
        found = decisions_of(session_on(date), wanted["kind"], wanted["q"])
        return answer(request, dataset, dataset.of(found, request.user), format, part=f"-{date}")


class RegisterExportView(OpenView):
    """A table of the register, as a file. The Committee's decisions can be narrowed by session, kind and name."""

    name = ""

    def get(self, request: HttpRequest, format: str) -> HttpResponseBase:
        """CSV or JSON; 429 for who asks too often."""
        if refused := refusal(request):
            return refused
        dataset = datasets()[self.name]
        rows = dataset.rows(request.user)
        if self.name == "committee-decisions":
            rows = _narrowed(rows, request)
        return answer(request, dataset, dataset.of(rows, request.user), format)


def _narrowed(decisions: QuerySet[CommitteeDecision], request: HttpRequest) -> QuerySet[CommitteeDecision]:
    """By session, kind and name. Raises Http404 for a day on which no session closed."""
    wanted = filter_of(request)[1]
    if day := request.GET.get("session"):
        decisions = decisions.filter(session=session_on(day))
    if kind := wanted["kind"]:
        decisions = decisions.filter(kind=kind)
    return named(decisions, wanted["q"])


class RollCallDetailView(TemplateView):
    """One recorded vote: how each State voted."""

    template_name = "accounts/roll_call.html"

    def get_context_data(self, number: int = 0, **kwargs: Any) -> dict[str, Any]:
        roll_call = get_object_or_404(RollCall.objects.select_related("session"), number=number)
        link_organizations([roll_call], self.request.user)
        votes = list(roll_call.votes.all())
        states = [vote.state for vote in votes]
        return super().get_context_data(
            roll_call=roll_call,
            day=day_of(roll_call.session),
            groups=[
                (ballot.label, cast) for ballot in Ballot if (cast := [vote for vote in votes if vote.vote == ballot])
            ],
            contradictions=sorted({state for state in states if states.count(state) > 1}),
            **kwargs,
        )
