"""Saved searches: nothing is told of what was there before, everything new once, and one click ends it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import Item
from csonet.engagement import following, searches
from csonet.engagement.models import Level, SavedSearch, Subscription
from csonet.notifications import digests, outbox, tokens
from csonet.notifications.models import Notice, OutboundMail
from csonet.testing.makers import make_practice, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def find_water(monkeypatch):
    """The finder of these tests: what is about water, as its owner may see it."""
    monkeypatch.setattr(searches, "_finders", [])

    def find(search, since):
        found = Item.objects.visible_to(search.user).filter(title__contains="water", published_at__gt=since)
        return found.select_related("organization").order_by("-published_at")

    searches.find_with(find)


@pytest.fixture
def search(cast, find_water):
    make_practice(title="Old water")
    return searches.save(cast.outsider, "Water", "search/?q=water", "en")


def told():
    return list(Notice.objects.filter(kind="search_new").values_list("recipient__username", "item__title"))


def publish(title, **kwargs):
    item = make_practice(title=title, **kwargs)
    Item.objects.filter(pk=item.pk).update(published_at=timezone.now() + timedelta(minutes=5))
    return item


def test_what_is_new_is_told_once_and_what_was_there_before_never(cast, search):
    assert searches.tell_due(timezone.now() + DAY) == 0
    SavedSearch.objects.update(known_until=timezone.now())
    publish("New water")
    publish("New roofs")
    publish("Hidden water", status="hidden")
    assert searches.tell_due(timezone.now() + DAY) == 1
    assert searches.tell_due(timezone.now() + DAY) == 0
    assert searches.tell_due(timezone.now() + 2 * DAY) == 0
    assert told() == [("outsider", "New water")]


def test_it_comes_in_the_summary_that_names_the_search_and_one_click_ends_it(cast, search, mailoutbox):
    publish("New water")
    searches.tell_due(timezone.now() + DAY)
    later = timezone.now() + timedelta(days=9)
    assert digests.build_due(later) == 1
    outbox.deliver_due(later)
    [mail] = mailoutbox
    assert "Found by “Water”: New water" in mail.body
    leave = reverse("mail_leave", args=[tokens.leave_token(cast.outsider.pk, f"search:{search.pk}")])
    assert "Water" in Client().get(leave).content.decode()
    Client().post(leave)
    assert Subscription.objects.get().level == Level.MUTED
    publish("Newer water")
    assert searches.tell_due(timezone.now() + 3 * DAY) == 0


def test_a_mute_for_a_time_ends_and_then_only_what_is_new_is_told(cast, search):
    following.mute_until(cast.outsider, "search", search.pk, timezone.now() + 7 * DAY)
    assert searches.tell_due(timezone.now() + DAY) == 0
    publish("New water")
    assert searches.tell_due(timezone.now() + 8 * DAY) == 1


def test_a_search_is_kept_once_and_not_without_number(cast, search):
    again = searches.save(cast.outsider, "Clean water", "search/?q=water", "fr")
    assert (again.pk, again.name, again.language) == (search.pk, "Clean water", "en")
    for n in range(searches.MOST - 1):
        searches.save(cast.outsider, f"Search {n}", f"search/?q={n}", "en")
    with pytest.raises(searches.TooMany):
        searches.save(cast.outsider, "One more", "search/?q=more", "en")
    assert searches.save(cast.outsider, "Water", "search/?q=water", "en") == search


def test_it_stands_among_what_one_follows_and_nobody_else_can_touch_it(cast, search, signed_in):
    page = signed_in(cast.outsider).get(reverse("notice_settings")).content.decode()
    assert 'href="/en/search/?q=water"' in page
    assert "Tell me what it newly finds" in page
    other = signed_in(cast.newcomer)
    assert other.post(reverse("follow"), {"target": f"search:{search.pk}", "level": "new"}).status_code == 404
    assert "Water" not in other.get(reverse("notice_settings")).content.decode()


def test_an_account_that_is_closed_or_deleted_is_told_nothing(cast, find_water):
    closed, gone = make_user("closed"), make_user("gone")
    for person in (closed, gone):
        searches.save(person, "Water", "search/?q=water", "en")
    publish("New water")
    closed.is_active = False
    closed.save()
    gone.delete()
    assert searches.tell_due(timezone.now() + DAY) == 0
    assert not OutboundMail.objects.exists()
