"""The owner's pages of a feed, and the Branch's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import make_organization
from news.feeds import deciding, taking_in
from news.feeds.words import PROBLEMS, FeedProblem, say
from news.models import Feed
from news.samples import ARTICLES, BRIEF, make_sample
from news.tests.server import item, rss
from news.tests.test_taking_in import fetch_again

pytestmark = pytest.mark.django_db


def typed(cast, address, **given):
    data = {
        "address": address,
        "organization": cast.organization.pk,
        "language": "en",
        "topics": ["education"],
        "goals": ["4"],
    }
    return {**data, **given}


def test_an_owner_sees_what_would_come_and_asks_for_approval(strangers, cast, signed_in):
    address = strangers.serve("/feed", rss(item(1), item(2), "<item/>"))
    client = signed_in(cast.author)
    page = client.post(reverse("feed_new"), typed(cast, address, preview="1")).content.decode()
    assert "Nets mended at landing 1" in page
    assert "3 entries" in page
    assert not Feed.objects.exists()
    answer = client.post(reverse("feed_new"), typed(cast, address, ask="1"))
    feed = Feed.objects.get()
    assert answer.url == feed.get_absolute_url()
    assert (feed.state, feed.title, feed.asked_by) == ("waiting", "Lake Shore News", cast.author)
    assert [topic.pk for topic in feed.topics.all()] == ["education"]
    assert "Waiting for the NGO Branch" in client.get(feed.get_absolute_url()).content.decode()
    again = client.post(reverse("feed_new"), typed(cast, address, ask="1"))
    assert "brings this feed in already" in again.content.decode()
    assert Feed.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "ftp://example.org/x",
        "http://127.0.0.2:1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "\0",
        "http://example.org:22/",
        "x" * 9000,
    ],
)
def test_a_bad_address_is_said_at_the_field(cast, signed_in, address):
    answer = signed_in(cast.author).post(reverse("feed_new"), typed(cast, address, ask="1"))
    assert answer.status_code == 200
    assert answer.context["form"].errors["address"]
    assert not Feed.objects.exists()


def test_a_forged_organization_is_refused(strangers, cast, signed_in):
    address = strangers.serve("/feed", rss(item(1)))
    data = typed(cast, address, ask="1", organization=cast.other_organization.pk)
    assert signed_in(cast.author).post(reverse("feed_new"), data).context["form"].errors["organization"]
    assert signed_in(cast.newcomer).post(reverse("feed_new"), data).status_code == 403
    assert not Feed.objects.exists()


def test_the_owner_reads_in_words_how_it_goes(strangers, feed, cast, signed_in):
    made = feed(strangers.serve("/feed", rss(item(1), item(2))))
    taking_in.fetch_due()
    client = signed_in(cast.colleague)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "new: 2; changed: 0; known already: 0; left out: 0" in page
    assert "Nets mended at landing 2" in page
    taking_in.failed(Feed.objects.get(), FeedProblem("status", status=503))
    page = client.get(made.get_absolute_url()).content.decode()
    assert "The server answered with the error 503." in page
    assert "The server answered with the error 503." in client.get(reverse("feed_list")).content.decode()


def test_feeds_are_seen_by_their_organization_and_the_branch_alone(feed, cast, signed_in, visitor):
    made = feed("https://lake.example.org/feed")
    seen = {
        who: signed_in(getattr(cast, who)).get(made.get_absolute_url()).status_code
        for who in ("author", "colleague", "branch", "outsider", "moderator", "newcomer")
    }
    assert seen == {"author": 200, "colleague": 200, "branch": 200, "outsider": 404, "moderator": 404, "newcomer": 404}
    assert visitor.get(made.get_absolute_url()).status_code == 302
    assert signed_in(cast.branch).get(reverse("feed_edit", args=[made.pk])).status_code == 403
    for page in ("feed_edit", "feed_act"):
        assert signed_in(cast.outsider).post(reverse(page, args=[made.pk]), {"action": "pause"}).status_code == 404
    made.refresh_from_db()
    assert made.state == "active"


def test_the_owner_pauses_goes_on_maps_anew_and_gives_up(feed, cast, signed_in):
    made = feed("https://lake.example.org/feed")
    client, act = signed_in(cast.author), reverse("feed_act", args=[made.pk])
    for action, state in (
        ("pause", "paused"),
        ("approve", "paused"),
        ("nonsense", "paused"),
        ("resume", "active"),
        ("give-up", "active"),
        ("ask-again", "active"),
    ):
        client.post(act, {"action": action})
        made.refresh_from_db()
        assert made.state == state
    data = {
        "language": "fr",
        "goals": ["1", "2"],
        "address": "https://evil.example.org/",
        "organization": cast.other_organization.pk,
    }
    assert client.post(reverse("feed_edit", args=[made.pk]), data).status_code == 302
    made.refresh_from_db()
    assert (made.language, made.address, made.organization) == (
        "fr",
        "https://lake.example.org/feed",
        cast.organization,
    )
    assert sorted(made.goals.values_list("pk", flat=True)) == [1, 2]
    assert client.get(act).status_code == 405
    client.post(act, {"action": "end"})
    assert client.get(made.get_absolute_url()).status_code == 404
    assert made.get_absolute_url() not in client.get(reverse("feed_list")).content.decode()
    made.refresh_from_db()
    assert made.state == "ended"


def test_a_feed_that_was_given_up_is_asked_for_again_and_nothing_of_it_comes_twice(strangers, feed, cast, signed_in):
    made = feed(strangers.serve("/feed", rss(item(1))))
    fetch_again(made)
    client = signed_in(cast.author)
    client.post(reverse("feed_act", args=[made.pk]), {"action": "end"})
    data = {"address": made.address, "organization": cast.organization.pk, "language": "fr", "goals": ["6"], "ask": "1"}
    assert client.post(reverse("feed_new"), data).status_code == 302
    again = Feed.objects.get()
    assert (again.pk, again.state, again.language) == (made.pk, "waiting", "fr")
    assert [row.action for row in again.decisions.all()] == ["ask-again", "end", "approve"]
    deciding.decide(again, "approve", actor=cast.branch)
    strangers.serve("/feed", rss(item(1), item(2)))
    assert fetch_again(again) == {"new": 1, "updated": 0, "known": 1, "left_out": 0}
    assert "already" in client.post(reverse("feed_new"), data).content.decode()


def test_an_officer_approves_at_the_desk_with_a_trust(cast, signed_in):
    made = Feed.objects.create(
        organization=cast.organization, address="https://lake.example.org/feed", language="en", asked_by=cast.author
    )
    client, path = signed_in(cast.branch), reverse("admin:news_feed_change", args=[made.pk])
    assert b"https://lake.example.org/feed" in client.get(path).content
    client.post(path, {"decision": "refuse", "trust": "hold", "text": ""})
    made.refresh_from_db()
    assert made.state == "waiting"
    client.post(path, {"decision": "approve", "trust": "publish", "text": ""})
    made.refresh_from_db()
    assert (made.state, made.trust) == ("active", "publish")
    assert made.decisions.get().actor == cast.branch
    assert Notice.objects.get(kind="feed_approved").recipient == cast.author
    client.post(path, {"decision": "", "trust": "hold", "text": ""})
    made.refresh_from_db()
    assert made.trust == "hold"
    assert made.decisions.count() == 2
    assert client.get(reverse("admin:news_feed_changelist")).status_code == 200
    assert signed_in(cast.author).get(path).status_code in (302, 403)


@pytest.mark.parametrize("kind", ["feed_approved", "feed_refused", "feed_stopped", "feed_paused"])
def test_each_notice_of_a_feed_can_be_read_in_every_language(feed, cast, kind, settings):
    made = feed("https://lake.example.org/feed")
    deciding._tell(made, kind, "Because of it.")
    notice = Notice.objects.filter(kind=kind).latest("pk")
    for code, _name in settings.LANGUAGES:
        subject, body = render(notice, code)
        assert "lake.example.org" in subject
        assert f"/{code}/news/feeds/{made.pk}/" in body


def test_every_problem_can_be_said():
    details = dict.fromkeys(("host", "seconds", "megabytes", "limit", "status", "feeds"), "1")
    assert all(say(code, details) and "%(" not in say(code, details) for code in PROBLEMS)


@pytest.mark.parametrize("sample", [*BRIEF, *ARTICLES], ids=lambda sample: sample["title"][:30])
def test_each_sample_is_accepted_by_its_form(cast, sample):
    given = {name: value for name, value in sample.items() if name not in ("day", "status", "pin", "coauthor")}
    made = make_sample(given, organization=cast.organization, author=cast.author)
    assert (made.title, made.status) == (sample["title"], "draft")


def test_a_feed_of_a_merged_or_refused_organization_is_not_asked(feed, cast):
    made = feed("https://lake.example.org/feed", organization=make_organization(verification="refused"))
    assert made not in Feed.objects.due()
