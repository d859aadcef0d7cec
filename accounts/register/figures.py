"""The Committee's work in figures: how many decisions of each kind, by session and by year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from accounts.models import CommitteeDecision, CommitteeSession, RollCall
from accounts.models.register import DecisionKind

#: The order in which kinds are shown: what most readers look for first.
KINDS = tuple(DecisionKind)
DEFERRALS = (DecisionKind.DEFERRED_FIRST, DecisionKind.DEFERRED_AGAIN)


@dataclass
class SessionFigures:
    """One session's number of decisions, by kind, and of recorded votes."""

    session: CommitteeSession
    counts: Counter[str] = field(default_factory=Counter)
    roll_calls: int = 0

    @property
    def granted(self) -> int:
        return self.counts[DecisionKind.GRANTED]

    @property
    def deferred(self) -> int:
        return sum(self.counts[kind] for kind in DEFERRALS)

    @property
    def closed(self) -> int:
        return self.counts[DecisionKind.CLOSED]

    @property
    def not_recommended(self) -> int:
        return self.counts[DecisionKind.NOT_RECOMMENDED]

    @property
    def others(self) -> int:
        """Decisions of the kinds that have no column of their own."""
        return self.counts.total() - self.granted - self.deferred - self.closed - self.not_recommended


@dataclass
class YearFigures:
    """The sessions that closed in one year, taken together."""

    year: int
    granted: int = 0
    deferred: int = 0
    closed: int = 0


def figures_by_session() -> list[SessionFigures]:
    """All sessions, newest first, in three queries."""
    rows = {session.pk: SessionFigures(session) for session in CommitteeSession.objects.all()}
    counted = CommitteeDecision.objects.order_by().values_list("session", "kind").annotate(Count("pk"))
    for session, kind, count in counted:
        rows[session].counts[kind] = count
    for session, count in RollCall.objects.order_by().values_list("session").annotate(Count("pk")):
        rows[session].roll_calls = count
    return list(rows.values())


def count_by_kind(session: CommitteeSession) -> Counter[str]:
    """How many decisions of each kind one session took."""
    return Counter(dict(session.decisions.order_by().values_list("kind").annotate(Count("pk"))))


def figures_by_year(sessions: list[SessionFigures]) -> list[YearFigures]:
    """The same by the year in which the session closed, newest first."""
    years: dict[int, YearFigures] = {}
    for row in sessions:
        year = row.session.closed_on.year
        figures = years.setdefault(year, YearFigures(year))
        figures.granted += row.granted
        figures.deferred += row.deferred
        figures.closed += row.closed
    return list(years.values())
