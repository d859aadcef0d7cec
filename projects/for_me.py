"""What of requests and projects waits for a person, for the dashboard. Two queries, however much there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import CharField, F, Max, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from csonet.abstract import Confirmation
from csonet.prepared import prepared
from projects import fitting, reporting
from projects.models import CoProposal, Interest, Offer, Outcome, Proposal, Question, SolutionRequest
from projects.models.choices import ALIVE, Answer, Life, Stage

#: So many are shown, those that wait longest.
MOST = 30


@dataclass(frozen=True)
class Task:
    """One thing to do: the page where it is done, whose title it has, and the words that say what it is."""

    url: str
    title: str
    language: str
    words: str
    since: Any


def section(user: Any) -> tuple[str, dict[str, Any]] | None:
    """What waits for this person, and the requests that fit their organizations; None where there is neither."""
    if not user.standing.is_member:
        return None
    tasks = list(tasks_of(user))
    fit = fitting.requests_for(user)
    return ("projects/for_me.html", {"tasks": tasks, "fit": fit}) if tasks or fit else None


def tasks_of(user: Any) -> Iterator[Task]:
    """What waits for this person's answer, word or report, the longest first."""
    who = (sorted(user.standing.editing), sorted(user.standing.organizations), user.pk)
    for row in _waiting(*who):
        words, url = _SORTS[row["sort"]]
        yield Task(url(row), row["about"], row["tongue"], words % {"name": row["name"]}, row["moment"])
    today = timezone.localdate()
    for row in _running(*who):
        since = max(filter(None, [row["running_since"], row["last"]]))
        due = reporting.years_after(since, 1)
        if due - today <= timedelta(days=reporting.REMINDED[0]):
            url = reverse("proposal_report", args=[row["slug"]])
            yield Task(url, row["title"], row["language"], _("The yearly report is due"), due)


#: sort → the words, and the page on which it is done.
_SORTS: dict[str, tuple[str | Promise, Callable[[dict[str, Any]], str]]] = {
    "offer": (
        gettext_lazy("%(name)s offers help: answer it"),
        lambda row: reverse("offer_detail", args=[row["number"]]),
    ),
    "asked": (
        gettext_lazy("%(name)s asks back about your offer"),
        lambda row: reverse("offer_detail", args=[row["number"]]),
    ),
    "interest": (
        gettext_lazy("%(name)s would become a partner: answer it"),
        lambda row: reverse("interest_detail", args=[row["number"]]),
    ),
    "question": (
        gettext_lazy("%(name)s asks a question in public"),
        lambda row: reverse("request_answer", args=[row["address"], row["number"]]),
    ),
    "together": (
        gettext_lazy("%(name)s asks you to propose it together"),
        lambda row: reverse("co_proposal", args=[row["number"]]),
    ),
    "needed": (
        gettext_lazy("Is it still needed? Say so on its page."),
        lambda row: reverse("request_detail", args=[row["address"]]),
    ),
    "solved": (
        gettext_lazy("It is solved: say what came of it"),
        lambda row: reverse("request_outcome", args=[row["address"]]),
    ),
}


@prepared
def _waiting(editing: list[int], member_of: list[int], person: int) -> QuerySet[Any, Any]:
    """Everything but the reports: one row for each, of the same shape."""
    offers = Offer.objects.filter(request__status="published")
    mine = _mine(editing, member_of, person, "request__")
    questions = Question.objects.filter(mine, answered_at=None, is_hidden=False, request__status="published")
    interests = Interest.objects.filter(_mine(editing, member_of, person, "proposal__"), state=Answer.WAITING)
    together = CoProposal.objects.filter(organization__in=editing, state=Confirmation.INVITED)
    together = together.exclude(proposal__status__in=["draft", "refused", "hidden"])
    own = SolutionRequest.objects.filter(status="published")
    told = Outcome.objects.filter(organization__in=member_of).values("request")
    helped = offers.filter(organization__in=member_of, state=Answer.ACCEPTED).values("request")
    here = _mine(editing, member_of, person)
    parts = [
        _rows("offer", offers.filter(mine, state=Answer.WAITING), "organization__", "request__", "created"),
        _rows(
            "asked",
            offers.filter(organization__in=member_of, state=Answer.ASKED),
            "request__organization__",
            "request__",
            "updated",
        ),
        _rows("question", questions, "organization__", "request__", "created"),
        _rows("interest", interests.filter(proposal__status="published"), "organization__", "proposal__", "created"),
        _rows(
            "together",
            together.filter(proposal__organization__verification="verified"),
            "proposal__organization__",
            "proposal__",
            "created",
        ),
        _rows(
            "needed", own.filter(here, life__in=list(ALIVE), asked_at__isnull=False), "organization__", "", "asked_at"
        ),
        _rows(
            "solved",
            own.filter(here | Q(pk__in=helped), life=Life.SOLVED).exclude(pk__in=told),
            "organization__",
            "",
            "updated",
        ),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("moment", "number")[:MOST]


def _rows(sort: str, rows: QuerySet[Any, Any], whose: str, item: str, moment: str) -> QuerySet[Any, Any]:
    """Rows of one sort in the shape of all. whose, item: the paths to who is named and to the item's columns."""
    return rows.order_by().values(
        sort=Value(sort, output_field=CharField()),
        number=F("pk"),
        name=F(f"{whose}name"),
        about=F(f"{item}title"),
        address=F(f"{item}slug"),
        tongue=F(f"{item}language"),
        moment=F(moment),
    )


@prepared
def _running(editing: list[int], member_of: list[int], person: int) -> QuerySet[Any, Any]:
    rows = Proposal.objects.filter(_mine(editing, member_of, person), status="published", stage=Stage.RUNNING)
    rows = rows.annotate(last=Max("reports__reported_on")).order_by("running_since", "pk")
    return rows.values("slug", "title", "language", "running_since", "last")[:MOST]


def _mine(editing: list[int], member_of: list[int], person: int, path: str = "") -> Q:
    """Of the person's own side, as csonet.content.rights.is_author_side says it."""
    own = Q(**{f"{path}author": person, f"{path}organization__in": member_of})
    return Q(**{f"{path}organization__in": editing}) | own
