"""Moderators hear once a day how much waits; what is late is told to more people, each submission once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail as django_mail

from csonet.content.models import Case
from csonet.content.publication import move
from csonet.engagement import moderators
from csonet.engagement.moderators import DIGEST, escalate, tell_moderators
from csonet.notifications import outbox
from csonet.notifications.models import MailSettings, Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def waiting(cast):
    """Seven submissions, the oldest since Wednesday."""
    for n in range(7):
        item = make_practice(organization=cast.organization, author=cast.author, status="draft")
        move(item, "submit", actor=cast.author)
        item.cases.update(opened_at=MONDAY - timedelta(days=5 if n == 0 else 0, hours=1))
    Notice.objects.all().delete()


def test_one_notice_a_day_says_how_much_waits_and_since_when(cast, waiting):
    with time_machine.travel(MONDAY, tick=False):
        assert tell_moderators(MONDAY) == 1
        assert tell_moderators(MONDAY + timedelta(minutes=10)) == 0
    notice = Notice.objects.get(kind=DIGEST)
    assert notice.recipient == cast.branch
    subject, body = render(notice, "en")
    assert subject == "7 submissions wait for the moderators"
    assert "The oldest has waited for 3 working days." in body
    assert outbox.deliver_due(MONDAY) == 1
    assert "7 submissions" in django_mail.outbox[0].subject


def test_not_before_the_moderators_own_morning_and_not_on_a_weekend(cast, waiting):
    cast.branch.time_zone = "America/New_York"  # four in the morning there
    cast.branch.save()
    assert tell_moderators(MONDAY) == 0
    assert tell_moderators(MONDAY + timedelta(hours=4, minutes=1)) == 1
    Notice.objects.all().delete()
    assert tell_moderators(MONDAY - timedelta(days=1)) == 0


def test_weekly_for_those_who_chose_so(cast, waiting):
    MailSettings.objects.create(user=cast.branch, weekday=2, hour=8, rhythms={"moderation": "weekly"})
    assert tell_moderators(MONDAY) == 0
    assert tell_moderators(MONDAY + timedelta(days=2)) == 1


def test_nothing_is_said_when_nothing_waits_or_only_ones_own(cast):
    assert tell_moderators(MONDAY) == 0
    item = make_practice(organization=cast.organization, author=cast.branch, status="submitted")
    Case.objects.create(item=item, submitted_by=cast.branch, opened_at=MONDAY - timedelta(days=1))
    assert tell_moderators(MONDAY) == 0


def test_late_ones_go_to_the_backup_and_overdue_ones_to_the_branch_each_once(cast, waiting):
    Group.objects.get(name=moderators.BACKUP).user_set.add(cast.moderator)
    late = MONDAY + timedelta(days=1)  # the oldest: 4 working days of 3
    assert escalate(MONDAY) == 0
    assert escalate(late) == 1
    assert escalate(late) == 0
    assert Notice.objects.get(kind="moderation_late").recipient == cast.moderator
    overdue = MONDAY + timedelta(days=4)  # the oldest: 7 working days of 6; the others are late now
    assert escalate(overdue) == 7
    notice = Notice.objects.get(kind="moderation_overdue")
    assert notice.recipient == cast.branch
    assert render(notice, "en")[0] == "1 submission is long overdue"
    assert escalate(overdue) == 0


def test_while_nobody_is_the_backup_the_branch_hears_of_late_ones(cast, waiting):
    escalate(MONDAY + timedelta(days=1))
    assert Notice.objects.get(kind="moderation_late").recipient == cast.branch
