"""Feeds out: of every list, goal, topic, country, organization and search, in the language of the page."""

from __future__ import annotations

import re
from datetime import timedelta

import feedparser
import pytest
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import Item
from csonet.content.search.indexing import index_item
from csonet.testing.makers import make_item
from news.models import Article, NewsItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(cast):
    def make(title, **given):
        given.setdefault("organization", cast.organization)
        given.setdefault("author", cast.author)
        return make_item(given.pop("model", NewsItem), title=title, **given)

    return make


def titles(client, path, **query):
    feed = feedparser.parse(client.get(path, query).content)
    assert not feed.bozo
    return [entry.title for entry in feed.entries]


def test_goals_topics_countries_organizations_and_everything_have_a_feed_over_all_nouns(news, cast, visitor):
    one, two = (
        news("Brief", body="<p>x</p>"),
        news("Long", model=Article, published_at=timezone.now() - timedelta(days=1)),
    )
    other = news("Other", organization=cast.other_organization, author=cast.outsider)
    for item in (one, two):
        item.goals.set([6])
        item.topics.set(["water-and-sanitation"])
        item.countries.set(["KE"])
    for path in ("goals/6", "topics/water-and-sanitation", "countries/ke", f"organizations/{cast.organization.slug}"):
        assert titles(visitor, f"/en/{path}/feed/") == ["Brief", "Long"]
    assert set(titles(visitor, "/en/feed/")) == {"Brief", "Long", "Other"}
    assert titles(visitor, "/en/goals/7/feed/") == []
    assert other.title not in titles(visitor, "/en/goals/6/feed/")


@pytest.mark.parametrize(
    "path",
    ["goals/99", "topics/none", "countries/zz", "organizations/none", "countries/%00", "goals/9999999999999999999999"],
)
def test_feeds_of_nothing_are_not_found(db, visitor, path):
    assert visitor.get(f"/en/{path}/feed/").status_code == 404


def test_a_search_has_a_feed_with_the_newest_first(news, visitor):
    old = news("Lantern lights", published_at=timezone.now() - timedelta(days=9))
    new = news("Another lantern")
    members = news("Lantern for members", audience="members")
    for item in (old, new, members):
        index_item(Item.objects.get(pk=item.pk))
    assert titles(visitor, "/en/search/feed/", q="lantern") == ["Another lantern", "Lantern lights"]
    assert titles(visitor, "/en/search/feed/", q="lantern", kind="article") == []
    assert titles(visitor, "/en/search/feed/") == titles(visitor, "/en/search/feed/", q="\0") == []
    page = visitor.get("/en/search/?q=lantern").content.decode()
    assert (
        '<link rel="alternate" type="application/atom+xml" title="Search: lantern" href="/en/search/feed/?q=lantern">'
        in page
    )


def test_a_feed_holds_the_pages_language_alone_unless_the_address_chooses(news, visitor):
    news("English")
    news("Nouvelles", language="fr")
    assert titles(visitor, "/en/news/feed/") == ["English"]
    assert titles(visitor, "/fr/news/feed/") == ["Nouvelles"]
    assert titles(visitor, "/fr/feed/") == ["Nouvelles"]
    assert set(titles(visitor, "/en/news/feed/?language=fr&language=en")) == {"English", "Nouvelles"}


def test_summaries_or_whole_texts_by_choice_and_summaries_are_plain_words(news, visitor):
    news("One", summary="a < b & <b>c</b>", body="<p>The <strong>whole</strong> text</p>")
    entry = feedparser.parse(visitor.get("/en/news/feed/").content).entries[0]
    assert "content" not in entry
    assert "a &lt; b &amp; &lt;b&gt;c&lt;/b&gt;" in entry.summary
    entry = feedparser.parse(visitor.get("/en/news/feed/?full=1").content).entries[0]
    assert entry.content[0].value == "<p>The <strong>whole</strong> text</p>"


def test_entries_carry_categories_lasting_ids_and_true_dates(news, visitor):
    item = news("One")
    item.goals.set([6])
    item.topics.set(["water-and-sanitation"])
    item.tags.add("nets & boats")
    entry = feedparser.parse(visitor.get("/en/news/feed/").content).entries[0]
    assert entry.id == item.key.urn
    found = {(tag.scheme.rsplit("/", 2)[-2], tag.term) for tag in entry.tags}
    assert found == {("goals", "6"), ("topics", "water-and-sanitation"), ("tags", "nets-boats")}
    assert any(tag.label == "nets & boats" for tag in entry.tags)
    before = entry.updated_parsed
    later = timezone.now() + timedelta(hours=1)
    Item.objects.filter(pk=item.pk).update(updated=later, title="One, changed", slug="other")
    feed = feedparser.parse(visitor.get("/en/news/feed/").content)
    assert feed.entries[0].id == item.key.urn
    assert feed.entries[0].updated_parsed > before
    assert feed.feed.updated_parsed == feed.entries[0].updated_parsed


def test_a_long_feed_comes_in_parts_with_ways_between_them(news, visitor):
    for number in range(45):
        news(f"Number {number}", published_at=timezone.now() - timedelta(minutes=number))

    def links(path):
        feed = feedparser.parse(visitor.get(path).content)
        return {link.rel: link.href for link in feed.feed.links}, [entry.title for entry in feed.entries]

    first, shown = links("/en/news/feed/?goal=&full=1")
    assert (first["self"][-7:], shown[0], len(shown)) == ("?full=1", "Number 0", 20)
    assert "previous" not in first
    path = first["next"].partition("8000")[2]
    second, shown = links(path)
    assert second["self"].endswith(path)
    assert shown[0] == "Number 20"
    last, shown = links(second["next"].partition("8000")[2])
    assert (len(shown), "next" in last) == (5, False)
    assert last["previous"] == second["self"]


@pytest.mark.parametrize(
    "path", ["/en/news/feed/", "/en/feed/", "/en/goals/6/feed/", "/en/search/feed/?q=brief", "/en/countries/KE/feed/"]
)
@pytest.mark.parametrize("filled", [True, False])
def test_every_feed_answers_not_modified(news, visitor, path, filled):
    if filled:
        item = news("Brief")
        item.goals.set([6])
        item.countries.set(["KE"])
        index_item(Item.objects.get(pk=item.pk))
    answer = visitor.get(path)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert visitor.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert visitor.get(path, headers={"if-modified-since": answer["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize(
    ("path", "queries"), [("/en/feed/?full=1", 5), ("/en/goals/6/feed/", 4), ("/en/news/feed/?full=1", 5)]
)
def test_a_feed_costs_the_same_however_long_it_is(news, visitor, number, path, queries, django_assert_num_queries):
    for count in range(number):
        item = news(f"Number {count}")
        item.goals.set([6, 13])
        item.tags.add(f"tag{count}")
    with django_assert_num_queries(queries):
        assert visitor.get(path).status_code == 200


def test_pages_name_their_feeds(news, cast, visitor):
    item = news("One")

    def feeds(path):
        return re.findall(r'application/atom\+xml" title="[^"]*" href="([^"]+)"', visitor.get(path).content.decode())

    assert feeds("/en/") == ["/en/feed/"]
    assert feeds("/en/news/?goal=6&country=KE&topic=water-and-sanitation") == [
        "/en/news/feed/?goal=6&amp;topic=water-and-sanitation&amp;country=KE",
        "/en/goals/6/feed/",
        "/en/topics/water-and-sanitation/feed/",
        "/en/countries/KE/feed/",
    ]
    assert feeds(cast.organization.get_absolute_url()) == [f"/en/organizations/{cast.organization.slug}/feed/"]
    assert feeds(item.get_absolute_url()) == ["/en/news/feed/", f"/en/organizations/{cast.organization.slug}/feed/"]


def test_what_may_not_be_known_is_in_no_feed(news, cast, visitor, signed_in):
    for status in ("draft", "submitted", "hidden", "refused"):
        news(f"Secret {status}", status=status)
    news("For members", audience="members")
    for path in ("/en/feed/", f"/en/organizations/{cast.organization.slug}/feed/", "/en/news/feed/"):
        assert titles(visitor, path) == []
        assert titles(signed_in(cast.outsider), path) == ["For members"]
    waiting = reverse("organization_feed", args=[cast.waiting_organization.slug])
    assert visitor.get(waiting).status_code == 404
