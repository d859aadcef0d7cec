"""The worker's rounds: failures pause a feed, no fault stops the others, two hundred feeds take under a minute."""

from __future__ import annotations

import time

import pytest
from django.utils import timezone

from csonet.notifications.models import Notice
from csonet.testing.makers import make_organization
from csonet.workflow import MissingReason, NotAllowed, WrongState
from news.feeds import deciding, taking_in
from news.models import Feed, NewsItem
from news.tests.server import Server, item, rss, slowly
from news.tests.test_taking_in import fetch_again

pytestmark = pytest.mark.django_db


def test_a_feed_pauses_after_five_failures_and_its_owner_is_told(strangers, feed, cast):
    made = feed(strangers.at("/gone"))
    for number in range(1, 6):
        assert made.state == "active"
        fetch_again(made)
        assert made.failures == number
    assert made.state == "paused"
    assert made.problem_words == "The server answered with the error 404."
    notice = Notice.objects.get(kind="feed_paused")
    assert notice.recipient == cast.author
    asked = len(strangers.asked)
    fetch_again(made)
    assert len(strangers.asked) == asked


def test_failures_count_only_in_a_row(strangers, feed):
    made = feed(strangers.at("/feed"))
    fetch_again(made)
    fetch_again(made)
    strangers.serve("/feed", rss(item(1)))
    fetch_again(made)
    assert (made.failures, made.problem) == (0, "")


def test_one_feeds_fault_stops_no_other(strangers, feed, monkeypatch):
    bad = [
        feed(strangers.serve("/broken", b"<rss><channel><item><title>")),
        feed(strangers.serve("/empty", b"")),
        feed(strangers.at("/nowhere")),
        feed("http://10.0.0.1/feed"),
        feed(strangers.serve("/bomb", b'<!DOCTYPE x [<!ENTITY a "b">]><rss/>')),
        feed(strangers.serve("/fault", rss(item(7, title="Fault of ours")))),
    ]
    good = feed(strangers.serve("/good", rss(item(1))))
    real = taking_in.entries.take_in

    def faulty(which, document):
        if which.address.endswith("/fault"):
            raise RuntimeError
        return real(which, document)

    monkeypatch.setattr(taking_in.entries, "take_in", faulty)
    Feed.objects.update(next_fetch_at=timezone.now())
    taking_in.fetch_due()
    good.refresh_from_db()
    assert good.came["new"] == 1
    assert [Feed.objects.get(pk=one.pk).failures for one in bad[1:]] == [1] * 5


def test_feeds_that_are_not_approved_or_of_organizations_that_are_not_are_left_alone(strangers, feed, cast):
    strangers.serve("/feed", rss(item(1)))
    Feed.objects.create(
        organization=cast.organization, address=strangers.at("/feed"), language="en", next_fetch_at=timezone.now()
    )
    suspended = make_organization(verification="suspended")
    other = feed(strangers.at("/feed"), organization=suspended)
    Feed.objects.filter(pk=other.pk).update(next_fetch_at=timezone.now())
    taking_in.fetch_due()
    assert strangers.asked == []


def test_a_feed_whose_organization_has_nobody_left_says_so(strangers, feed, cast):
    made = feed(strangers.serve("/feed", rss(item(1))))
    cast.organization.memberships.all().delete()
    fetch_again(made)
    assert made.problem == "nobody"
    assert not NewsItem.objects.exists()


def test_the_first_answer_of_a_long_feed_does_not_flood_the_lists(strangers, feed):
    made = feed(strangers.serve("/feed", rss(*(item(number) for number in range(1, 61)))))
    assert fetch_again(made) == {"new": 20, "updated": 0, "known": 0, "left_out": 40}


def test_only_the_branch_approves_and_never_its_own(feed, cast, strangers):
    made = Feed.objects.create(organization=cast.organization, address="https://a.example.org/", language="en")
    for actor in (cast.author, cast.outsider, cast.moderator, None):
        with pytest.raises(NotAllowed):
            deciding.decide(made, "approve", actor=actor)
    with pytest.raises(MissingReason):
        deciding.decide(made, "refuse", actor=cast.branch)
    deciding.decide(made, "refuse", actor=cast.branch, text="It is another organization's feed.")
    with pytest.raises(WrongState):
        deciding.decide(made, "approve", actor=cast.branch)
    assert made.decisions.count() == 1
    own = Feed.objects.create(
        organization=make_organization(), address="https://b.example.org/", language="en", asked_by=cast.branch
    )
    with pytest.raises(NotAllowed):
        deciding.decide(own, "approve", actor=cast.branch)


def test_two_hundred_feeds_that_answer_in_a_tenth_of_a_second_take_less_than_a_minute(settings, cast):
    """The figure of the portal: side by side, at most AT_ONCE at a time, and five new entries in each."""
    settings.FEEDS_FROM_LOOPBACK = True
    running, most = [0], [0]

    def counted(act):
        def run(handler):
            running[0] += 1
            most[0] = max(most[0], running[0])
            act(handler)
            running[0] -= 1

        return run

    with Server() as server:
        for number in range(200):
            server.acts[f"/{number}"] = counted(slowly(rss(*(item(5 * number + n) for n in range(5)))))
        Feed.objects.bulk_create(
            Feed(
                organization=cast.organization,
                address=server.at(f"/{number}"),
                language="en",
                state="active",
                trust="publish",
                asked_by=cast.author,
                next_fetch_at=timezone.now(),
            )
            for number in range(200)
        )
        started = time.monotonic()
        assert taking_in.fetch_due() == "200 feeds, 1000 new entries"
        took = time.monotonic() - started
    assert took < 60
    assert 1 < most[0] <= taking_in.AT_ONCE
