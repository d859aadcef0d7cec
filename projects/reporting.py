"""Running projects: begin, report once a year, end; the light that everybody can read, and the reminders.

The light follows the UN's partnership platform. It counts from the last report, or from the day on which the project
began to run: green within a year, yellow when the yearly report is due, red from two years, inactive from three (no
report for two years after it was due). It is computed whenever it is shown and never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.reference import tallies
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from projects.models import ProgressReport, Proposal
from projects.models.choices import Light, Stage
from projects.people import behind, tell

#: Days before the report is due on which the lead is reminded, the farthest first.
REMINDED = (60, 30, 7)
TONES = {Light.GREEN: "good", Light.YELLOW: "warn", Light.RED: "bad", Light.INACTIVE: "neutral"}
#: What the lead can do with its project: (from, to).
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "begin": ((Stage.LOOKING,), Stage.RUNNING),
    "finish": ((Stage.RUNNING,), Stage.FINISHED),
    "stop": ((Stage.LOOKING, Stage.RUNNING), Stage.STOPPED),
    "reopen": ((Stage.STOPPED,), Stage.LOOKING),
}


@dataclass(frozen=True)
class Standing:
    """The light of a project with its words, its colour's name and the day on which the next report is due."""

    light: Light
    tone: str
    due: date


def years_after(day: date, years: int) -> date:
    """The same day that many years later; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def light_of(since: date, today: date) -> Light:
    """The light on `today` of a project whose last report (or first day) was on `since`."""
    if today < years_after(since, 1):
        return Light.GREEN
    if today < years_after(since, 2):
        return Light.YELLOW
    return Light.RED if today < years_after(since, 3) else Light.INACTIVE


def standing_of(proposal: Proposal, reports: list[ProgressReport], today: date | None = None) -> Standing | None:
    """The light of a running project; None for one that does not run. No query."""
    if proposal.stage != Stage.RUNNING or proposal.running_since is None:
        return None
    since = max([proposal.running_since, *(report.reported_on for report in reports)])
    light = light_of(since, today or timezone.localdate())
    return Standing(light, TONES[light], years_after(since, 1))


def step(proposal: Proposal, name: str, *, user: Any) -> None:
    """Carry out one of STEPS. Raises NotAllowed, or WrongState where somebody else was first."""
    if name not in STEPS:
        raise WrongState(_("There is no such action."))
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=proposal.pk)
        if not is_author_side(user, item):
            raise NotAllowed(_("You may not do this."))
        sources, target = STEPS[name]
        today = timezone.localdate()
        days: dict[str, Any] = {"ended_on": today if target in (Stage.FINISHED, Stage.STOPPED) else None}
        if target == Stage.RUNNING:
            days["running_since"] = today
        rows = Proposal.objects.filter(pk=proposal.pk, status="published", stage__in=sources)
        if not rows.update(stage=target, updated=timezone.now(), **days):
            raise WrongState(_("This is not possible any more: the project is in another state now."))
        tallies.note("item", [proposal.pk])
    proposal.refresh_from_db()


def report(made: ProgressReport, *, user: Any) -> ProgressReport:
    """Record a yearly report of today; the same form sent twice is one report. Raises NotAllowed or WrongState."""
    proposal = made.proposal
    if not is_author_side(user, proposal):
        raise NotAllowed(_("You may not do this."))
    made.user, made.reported_on = user, timezone.localdate()
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=proposal.pk)
        if not Proposal.objects.filter(pk=proposal.pk, status="published", stage=Stage.RUNNING).exists():
            raise WrongState(_("Only a project that runs reports."))
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise WorkflowError(_("This report was sent already.")) from None
    return made


def remind_due(today: date | None = None) -> int:
    """Remind the leads 60, 30 and 7 days before their report is due; how many. Safe to run twice and side by side."""
    today = today or timezone.localdate()
    running = Proposal.objects.filter(status="published", stage=Stage.RUNNING).annotate(
        last=Max("reports__reported_on")
    )
    soon = today + timedelta(days=REMINDED[0])
    begun = Q(running_since__lte=years_after(soon, -1))
    reminded = 0
    for proposal in running.filter(begun).select_related("organization", "author"):
        due = years_after(max(filter(None, [proposal.running_since, proposal.last])), 1)
        days = (due - today).days
        near = [mark for mark in REMINDED if days <= mark]
        if days >= 0 and near:
            reminded += _remind(proposal, due, near[-1], days)
    return reminded


def _remind(proposal: Proposal, due: date, mark: int, days: int) -> int:
    """Remind once for each mark: the row says which was the last."""
    with transaction.atomic():
        before = Q(reminded_due=due, reminded_days__lte=mark)
        rows = Proposal.objects.filter(pk=proposal.pk).exclude(before)
        if not rows.update(reminded_due=due, reminded_days=mark):
            return 0
        item = Item.objects.get(pk=proposal.pk)
        tell(behind(item), "report_due", item, leads_to=item, days=days, due=due.isoformat())
    return 1
