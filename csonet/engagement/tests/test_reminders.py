"""What was returned and has rested is recalled to its author, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from csonet.content.models import Item
from csonet.content.publication import move
from csonet.engagement.reminders import remind
from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db


def test_the_author_is_reminded_once_after_two_weeks(cast):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft", title="Tanks of rain")
    move(item, "submit", actor=cast.author)
    move(item, "return", actor=cast.branch, reason="incomplete")
    assert remind() == 0
    Item.objects.update(updated=timezone.now() - timedelta(days=15))
    assert remind() == 1
    assert remind() == 0
    notice = Notice.objects.get(kind="reminder_returned")
    assert notice.recipient == cast.author
    assert "Tanks of rain" in render(notice, "en")[0]
