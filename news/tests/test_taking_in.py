"""Taking in: new entries become news, nothing comes twice, edits update, deletions don't, failures pause."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from csonet.content.models import Case, Item
from csonet.content.publication import move
from csonet.notifications.models import Notice
from csonet.testing.makers import make_organization
from csonet.workflow import MissingReason, NotAllowed, WrongState
from news.feeds import deciding, entries, reading, taking_in
from news.models import Feed, FeedEntry, NewsItem
from news.tests.server import Server, item, rss, slowly

pytestmark = pytest.mark.django_db


def fetch_again(feed):
    Feed.objects.filter(pk=feed.pk).update(next_fetch_at=timezone.now() - timedelta(seconds=1))
    taking_in.fetch_due()
    feed.refresh_from_db()
    return feed.came


def test_entries_of_a_trusted_feed_are_published_at_once_with_their_source(strangers, feed, cast, visitor):
    made = feed(strangers.serve("/feed", rss(item(1), item(2))))
    assert fetch_again(made) == {"new": 2, "updated": 0, "known": 0, "left_out": 0}
    news = NewsItem.objects.get(title="Nets mended at landing 1")
    assert (news.status, news.organization, news.author) == ("published", cast.organization, cast.author)
    assert news.published_at == datetime(2024, 1, 2, 10, tzinfo=UTC)
    assert news.source_url == "https://lake.example.org/news/1"
    assert [goal.pk for goal in news.goals.all()] == [6]
    assert [topic.pk for topic in news.topics.all()] == ["water-and-sanitation"]
    page = visitor.get(news.get_absolute_url()).content.decode()
    assert 'href="https://lake.example.org/news/1"' in page
    assert "Forty women" in page
    assert not Notice.objects.filter(kind__in=("submitted", "approved")).exists()
    assert news.decisions.get().actor is None


def test_entries_of_a_held_feed_wait_for_the_moderators(strangers, feed, cast, visitor):
    made = feed(strangers.serve("/feed", rss(item(1))), trust="hold")
    fetch_again(made)
    news = NewsItem.objects.get()
    assert news.status == "submitted"
    assert Case.objects.open().filter(item_id=news.pk).exists()
    assert visitor.get(news.get_absolute_url()).status_code == 404
    move(news, "approve", actor=cast.branch)
    assert visitor.get(news.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "again",
    [
        item(1),
        item(1, guid="HTTPS://LAKE.EXAMPLE.ORG/?P=1"),
        item(1, guid="http://www.lake.example.org/?p=1&amp;utm_source=rss"),
        item(1, guid="something-else"),
        item(1, guid="", link="https://lake.example.org/news/1?utm_medium=feed#top"),
        item(1, guid="", link="http://www.lake.example.org/News/1/"),
        item(1, guid="other", link="https://lake.example.org/news/1?version=2"),
        item(1, guid="", link=""),
        item(1, guid="other", link="https://elsewhere.example.org/9"),
    ],
)
def test_nothing_comes_twice(strangers, feed, again):
    made = feed(strangers.serve("/feed", rss(item(1))))
    fetch_again(made)
    strangers.serve("/feed", rss(again))
    fetch_again(made)
    assert NewsItem.objects.count() == FeedEntry.objects.count() == 1


def test_two_feeds_of_one_organization_with_the_same_texts_bring_them_once(strangers, feed, cast):
    assert fetch_again(feed(strangers.serve("/rss", rss(item(1), item(2)))))["new"] == 2
    atom = feed(strangers.serve("/atom", rss(item(2), item(3))))
    assert fetch_again(atom) == {"new": 1, "updated": 0, "known": 1, "left_out": 0}
    strangers.serve("/atom", rss(item(2, title="Told in other words by the other feed")))
    assert fetch_again(atom)["updated"] == 0
    others = feed(strangers.serve("/others", rss(item(1))), organization=cast.other_organization)
    assert fetch_again(others)["new"] == 1


def test_an_id_that_two_sites_of_an_organization_use_does_not_make_their_texts_one(strangers, feed):
    assert fetch_again(feed(strangers.serve("/first", rss(item(1, guid="1")))))["new"] == 1
    assert fetch_again(feed(strangers.serve("/second", rss(item(2, guid="1")))))["new"] == 1


def test_an_answer_costs_the_same_queries_for_each_entry_and_few_for_what_is_known(
    strangers, feed, django_assert_num_queries
):
    made = feed(strangers.serve("/feed", rss(*(item(n) for n in range(20)))))
    document = reading.read(rss(*(item(n) for n in range(20))), made.address, {})
    entries.take_in(made, document)
    with django_assert_num_queries(9):
        entries.take_in(made, document)


def test_entries_that_share_an_id_or_a_link_are_told_apart_by_what_is_their_own(strangers, feed):
    same_id = [item(n, guid="1") for n in (1, 2, 3)]
    same_link = [item(n, link="https://lake.example.org/") for n in (4, 5)]
    made = feed(strangers.serve("/feed", rss(*same_id, *same_link, item(1, guid="1"))))
    assert fetch_again(made)["new"] == 5
    assert fetch_again(made) == {"new": 0, "updated": 0, "known": 6, "left_out": 0}


def test_ids_that_differ_in_their_parameter_alone_are_two(strangers, feed):
    made = feed(strangers.serve("/feed", rss(item(1, link=""), item(2, link=""))))
    assert fetch_again(made)["new"] == 2


def test_an_edit_of_a_trusted_feed_changes_the_page_and_its_history(strangers, feed, visitor):
    made = feed(strangers.serve("/feed", rss(item(1))))
    fetch_again(made)
    news = NewsItem.objects.get()
    strangers.serve("/feed", rss(item(1, title="Nets mended, and two boats")))
    assert fetch_again(made)["updated"] == 1
    after = NewsItem.objects.get()
    assert (after.title, after.slug, after.published_at) == ("Nets mended, and two boats", news.slug, news.published_at)
    assert after.version > news.version
    assert [goal.pk for goal in after.goals.all()] == [6]
    assert b"and two boats" in visitor.get(after.get_absolute_url()).content
    assert [row.action for row in after.decisions.all()] == ["bring-in", "bring-in"]
    assert fetch_again(made)["known"] == 1


def test_an_edit_of_a_held_feed_waits_while_the_approved_text_stays(strangers, feed, cast):
    made = feed(strangers.serve("/feed", rss(item(1))), trust="hold")
    fetch_again(made)
    strangers.serve("/feed", rss(item(1, title="Changed while it waits")))
    assert fetch_again(made)["updated"] == 1
    news = NewsItem.objects.get()
    assert (news.title, news.status, news.version) == ("Changed while it waits", "submitted", 3)
    move(news, "approve", actor=cast.branch)
    for title in ("Changed again", "Changed once more"):
        strangers.serve("/feed", rss(item(1, title=title)))
        assert fetch_again(made)["updated"] == 1
    news = NewsItem.objects.get()
    assert news.title == "Changed while it waits"
    revision = news.revisions.get()
    assert (revision.status, revision.data["title"]) == ("submitted", ["Changed once more"])
    move(revision, "approve", actor=cast.branch)
    assert NewsItem.objects.get().title == "Changed once more"


def test_deletions_change_nothing_and_what_went_here_does_not_come_again(strangers, feed, cast):
    made = feed(strangers.serve("/feed", rss(item(1), item(2))))
    fetch_again(made)
    strangers.serve("/feed", rss(item(2)))
    fetch_again(made)
    assert Item.objects.filter(status="published").count() == 2
    hidden = NewsItem.objects.get(title__endswith="1")
    move(hidden, "hide", actor=cast.branch, text="Not ours to show.")
    strangers.serve("/feed", rss(item(1, title="Shown again?"), item(2)))
    assert fetch_again(made)["updated"] == 0
    hidden.refresh_from_db()
    assert (hidden.status, hidden.title) == ("hidden", "Nets mended at landing 1")


def test_what_was_edited_here_by_hand_is_not_overwritten(strangers, feed, cast):
    made = feed(strangers.serve("/feed", rss(item(1))))
    fetch_again(made)
    news = NewsItem.objects.get()
    news.revisions.create(status="approved", edited_by=cast.colleague)
    strangers.serve("/feed", rss(item(1, title="From elsewhere")))
    fetch_again(made)
    assert NewsItem.objects.get().title == "Nets mended at landing 1"


def test_what_did_not_change_is_not_read_again(strangers, feed):
    def act(handler):
        if handler.headers.get("If-None-Match") == '"one"':
            handler.answer(b"", status=304)
        else:
            handler.answer(rss(item(1)), ETag='"one"')

    strangers.acts["/feed"] = act
    made = feed(strangers.at("/feed"))
    assert fetch_again(made)["new"] == 1
    assert fetch_again(made) == {}
    assert (made.failures, made.problem, made.etag) == (0, "", '"one"')


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
