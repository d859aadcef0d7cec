"""Events on home and in the search: the next ones, and when they are; not the day on which they were written."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from csonet.content.search.indexing import index_item
from csonet.ui.times import written
from events.models import Event
from events.tests.makers import make_event

pytestmark = pytest.mark.django_db


def coming_up(cast, **kwargs):
    event = make_event(organization=cast.organization, author=cast.author, **kwargs)
    index_item(event)
    return event


def shelf(client):
    page = client.get(reverse("home")).content.decode()
    return page.partition('aria-labelledby="latest-event"')[2].partition("</section>")[0]


def day_of(event):
    return written(event.starts.date(), "en")


def test_home_shows_the_next_events_in_their_order(cast, visitor):
    later = coming_up(cast, title="Later", days=40)
    sooner = coming_up(cast, title="Sooner", days=20)
    coming_up(cast, title="Over", days=-20)
    off = coming_up(cast, title="Called off", days=10)
    Event.objects.filter(pk=off.pk).update(event_status="cancelled")
    shown = shelf(visitor)
    assert re.findall(r'card__title"[^>]*><a [^>]*>([^<]*)', shown) == ["Sooner", "Later"]
    assert day_of(sooner) in shown
    assert day_of(later) in shown


def test_home_says_nothing_of_events_that_are_not_for_this_reader(cast, visitor, signed_in):
    event = coming_up(cast, title="For members", days=20)
    Event.objects.filter(pk=event.pk).update(audience="members")
    assert "For members" not in shelf(visitor)
    assert "For members" in shelf(signed_in(cast.outsider))


def test_a_hit_says_when_the_event_is_and_that_it_is_off(cast, visitor):
    event = coming_up(cast, title="Lantern hearing", days=33)
    Event.objects.filter(pk=event.pk).update(published_at=timezone.now() - timedelta(days=3))
    found = visitor.get(reverse("search"), {"q": "lantern"}).content.decode()
    assert day_of(event) in found
    assert written((timezone.now() - timedelta(days=3)).date(), "en") not in found
    assert "Cancelled" not in found
    Event.objects.filter(pk=event.pk).update(event_status="cancelled")
    assert "Cancelled" in visitor.get(reverse("search"), {"q": "lantern"}).content.decode()
