"""Projects that run: the light that everybody reads, yearly reports and reminders."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from csonet.notifications.models import Notice
from projects import reporting
from projects.models import ProgressReport, Proposal
from projects.models.choices import Light
from projects.tests.makers import body

pytestmark = pytest.mark.django_db
NEW = "/en/projects/new/"


# --- The light --------------------------------------------------------------------------------------------------------

START = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("today", "light"),
    [
        (date(2024, 2, 29), Light.GREEN),
        (date(2025, 2, 27), Light.GREEN),
        (date(2025, 2, 28), Light.YELLOW),
        (date(2026, 2, 27), Light.YELLOW),
        (date(2026, 2, 28), Light.RED),
        (date(2027, 2, 27), Light.RED),
        (date(2027, 2, 28), Light.INACTIVE),
        (date(2039, 1, 1), Light.INACTIVE),
    ],
)
def test_the_light_follows_the_years_since_the_last_report(today, light):
    assert reporting.light_of(START, today) == light


@pytest.mark.parametrize(
    ("days", "words"),
    [(10, "Green: reported"), (400, "Yellow: the yearly"), (800, "Red: two years"), (1200, "Inactive: no report")],
)
def test_everybody_reads_the_light_in_words(cast, visitor, proposal, days, words):
    since = timezone.localdate() - timedelta(days=days)
    Proposal.objects.filter(pk=proposal.pk).update(stage="running", running_since=since)
    assert words in body(visitor.get(proposal.get_absolute_url()))


def test_a_report_turns_the_light_green_and_is_made_once(cast, signed_in, visitor, proposal):
    Proposal.objects.filter(pk=proposal.pk).update(
        stage="running", running_since=timezone.localdate() - timedelta(days=400)
    )
    path = f"{proposal.get_absolute_url()}report/"
    assert "Schools with a tank" in body(signed_in(cast.author).get(path))
    data = {"summary": "Nine tanks stand.", "indicator_0": "12", "deliverable_0": "begun", "key": str(uuid.uuid4())}
    for _time in range(2):
        signed_in(cast.author).post(path, data)
    report = ProgressReport.objects.get()
    assert report.indicators[0]["now"] == "12"
    page = body(visitor.get(proposal.get_absolute_url()))
    for words in ("Green: reported", "Nine tanks stand.", "Begun"):
        assert words in page
    assert signed_in(cast.outsider).get(path).status_code == 403
    assert signed_in(cast.author).post(path, {**data, "indicator_0": "many", "key": ""}).status_code == 200
    assert ProgressReport.objects.count() == 1


def test_a_project_that_does_not_run_does_not_report(cast, signed_in, proposal):
    data = {"summary": "Nine tanks stand.", "indicator_0": "12", "deliverable_0": "begun"}
    signed_in(cast.author).post(f"{proposal.get_absolute_url()}report/", data)
    assert not ProgressReport.objects.exists()


def test_the_lead_is_reminded_sixty_thirty_and_seven_days_before_and_once_each(cast, proposal):
    since = date(2026, 3, 1)
    Proposal.objects.filter(pk=proposal.pk).update(stage="running", running_since=since)
    due = date(2027, 3, 1)
    sent = {}
    for days in (61, 60, 59, 45, 30, 29, 8, 7, 6, 0, -1):
        sent[days] = reporting.remind_due(due - timedelta(days=days))
    assert sent == {61: 0, 60: 1, 59: 0, 45: 0, 30: 1, 29: 0, 8: 0, 7: 1, 6: 0, 0: 0, -1: 0}
    assert Notice.objects.filter(kind="report_due", recipient=cast.author).count() == 3
    ProgressReport.objects.create(proposal=proposal, reported_on=due, summary="x", key=uuid.uuid4())
    assert reporting.remind_due(date(2028, 3, 1) - timedelta(days=60)) == 1


def test_its_own_side_leads_it_and_nobody_else(cast, signed_in, proposal):
    path = f"{proposal.get_absolute_url()}step/"
    assert signed_in(cast.outsider).post(path, {"step": "begin"}).status_code == 403
    signed_in(cast.author).post(path, {"step": "finish"})
    proposal.refresh_from_db()
    assert proposal.stage == "looking"
    signed_in(cast.author).post(path, {"step": "begin"})
    signed_in(cast.author).post(path, {"step": "begin"})
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.running_since) == ("running", timezone.localdate())
