"""Facets: options say how many they leave, without their own facet, and never of what the reader may not see."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.models import ConsultativeStatus
from csonet.content.models import Circle, CircleMembership, Item
from csonet.content.search.indexing import index_item
from csonet.reference import tallies
from csonet.reference.models import Change
from csonet.testing.makers import make_item, make_practice
from practices.models import Practice
from projects.models import SolutionRequest

pytestmark = pytest.mark.django_db
LIST = "/en/practices/"


def counts(answer, name):
    """value → number, as the page's form offers it."""
    page = answer.content.decode()
    rows = re.findall(
        rf'name="{name}" value="([^"]*)"( checked)?> <span>[^<]*</span> <span class="count">([^<]*)', page
    )
    return {value: int(number.replace(",", "")) for value, _checked, number in rows}


@pytest.fixture
def practices(cast):
    def make(goals, country, language="en", **kwargs):
        item = make_practice(organization=cast.organization, author=cast.author, language=language, **kwargs)
        item.goals.set(goals)
        item.countries.set([country])
        index_item(item)
        return item

    return [make([6], "KE"), make([6, 13], "KE", "fr"), make([1], "PE"), make([13], "UG", "fr")]


@pytest.mark.parametrize(
    "path", [LIST, "/en/events/", "/en/events/calendar/", "/en/organizations/", "/en/search/?q=Rain"]
)
def test_a_link_before_the_results_leads_to_the_filters(cast, visitor, path):
    index_item(make_practice(title="Rain kept", organization=cast.organization, author=cast.author))
    page = visitor.get(path).content.decode()
    assert 0 < page.index('href="#filters"') < page.index('class="facets" id="filters" tabindex="-1"')


def test_each_facet_is_counted_without_its_own_filter(visitor, practices):
    answer = visitor.get(LIST, {"goal": "6"})
    assert counts(answer, "goal") == {"1": 1, "6": 2, "13": 2}
    assert counts(answer, "country") == {"KE": 2}
    assert counts(answer, "language") == {"en": 1, "fr": 1}
    both = visitor.get(LIST, {"goal": "6", "language": "fr"})
    assert counts(both, "goal") == {"6": 1, "13": 2}
    assert counts(both, "language") == {"en": 1, "fr": 1}
    assert counts(both, "country") == {"KE": 1}


def test_what_an_option_says_is_what_it_leaves(visitor, practices):
    for name in ("goal", "country", "language", "region", "year", "status", "organization"):
        for value, number in counts(visitor.get(LIST), name).items():
            answer = visitor.get(LIST, {name: value})
            assert len(answer.context["items"]) == answer.context["total"] == number, (name, value)


def test_a_region_counts_the_items_of_its_countries_once(visitor, practices):
    practices[0].countries.add("UG")
    assert counts(visitor.get(LIST), "region")["002"] == 3
    assert counts(visitor.get(LIST), "region")["014"] == 3


def test_standing_years_and_days_narrow_lists(visitor, cast, practices):
    ConsultativeStatus.objects.create(organization=cast.organization, kind="special", source="A list")
    cast.organization.save()
    Item.objects.filter(pk=practices[0].pk).update(published_at=datetime(2019, 5, 4, 12, tzinfo=UTC))
    tallies.note("item", [practices[0].pk])
    answer = visitor.get(LIST)
    assert counts(answer, "status") == {"special": 4}
    assert counts(answer, "year")["2019"] == 1
    for query in ({"year": "2019"}, {"since": "2019-05-04", "until": "2019-05-04"}, {"until": "2019-12-31"}):
        answer = visitor.get(LIST, query)
        assert [item.pk for item in answer.context["items"]] == [practices[0].pk]
        assert answer.context["chips"], query
    assert visitor.get(LIST, {"status": "general"}).context["total"] == 0
    assert "Published since 4 May 2019" in visitor.get(LIST, {"since": "2019-05-04"}).content.decode()


def test_lists_feeds_and_files_are_narrowed_by_one_definition(visitor, practices):
    query = {"goal": ["6", "1"], "country": "KE", "language": "fr", "year": str(practices[0].published_at.year)}
    listed = visitor.get(LIST, query)
    assert [item.pk for item in listed.context["items"]] == [practices[1].pk]
    exported = visitor.get(reverse("practice_export", args=["json"]), query)
    assert practices[1].title in b"".join(exported.streaming_content).decode()
    assert practices[1].title in visitor.get(reverse("practice_feed"), query).content.decode()


def test_own_facets_of_a_noun_are_counted(visitor, cast):
    for life, funds in (("open", True), ("open", False), ("solved", True)):
        make_item(SolutionRequest, organization=cast.organization, author=cast.author, life=life, seeks_funds=funds)
    answer = visitor.get("/en/requests/", {"life": "open"})
    assert counts(answer, "life") == {"open": 2, "solved": 1}
    assert counts(answer, "help") == {"funds": 1}
    SolutionRequest.objects.filter(life="solved").get().save()
    assert counts(visitor.get("/en/requests/"), "help") == {"funds": 2}


def test_a_long_facet_shows_those_that_most_stand_under_and_all_on_demand(visitor, cast):
    codes = ["KE", "UG", "PE", "FR", "DE", "IT", "ES", "PT", "GB", "IE", "NO", "SE", "FI", "DK", "PL", "CZ", "AT"]
    codes += ["CH", "BE", "NL", "LU", "GR", "TR"]
    for number, code in enumerate(codes):
        item = make_practice(organization=cast.organization, author=cast.author)
        item.countries.set([code, "KE"] if number else [code])
    answer = visitor.get(LIST)
    assert len(counts(answer, "country")) == 10
    assert counts(answer, "country")["KE"] == 23
    assert "?all=country#facet-country" in answer.content.decode()
    everything = visitor.get(LIST, {"all": "country"})
    assert set(counts(everything, "country")) == set(codes)
    assert "TR" in counts(visitor.get(LIST, {"country": "TR"}), "country")


def test_counts_know_nothing_of_what_the_reader_may_not_see(visitor, cast, signed_in, practices):
    circle = Circle.objects.create(name="Closed")
    CircleMembership.objects.create(circle=circle, user=cast.author)
    secret = {"organization": cast.organization, "author": cast.author}
    closed = make_practice(**secret, audience="circle", circle=circle)
    members = make_practice(**secret, audience="members")
    hidden = [
        make_practice(**secret, status=status)
        for status in ("draft", "submitted", "hidden", "scheduled")
        if status != "scheduled"
    ]
    for item in (closed, members, *hidden):
        item.goals.set([17])
        item.countries.set(["AQ"])
    for who, number in ((None, 0), (cast.newcomer, 0), (cast.outsider, 1), (cast.author, 2)):
        client = signed_in(who) if who else visitor
        answer = client.get(LIST)
        assert counts(answer, "goal").get("17", 0) == number, who
        assert counts(answer, "country").get("AQ", 0) == number, who
        assert answer.context["total"] == 4 + number


def test_a_tag_that_only_hidden_items_have_is_answered_as_one_that_nobody_has(visitor, cast):
    make_practice(organization=cast.organization, author=cast.author, status="hidden").tags.add("Secret Plan")
    make_practice(organization=cast.organization, author=cast.author).tags.add("Open Plan")
    hidden = visitor.get(LIST, {"tag": "secret-plan"}).content.decode()
    assert "Secret Plan" not in hidden
    assert hidden.replace("secret-plan", "no-such-tag") == visitor.get(LIST, {"tag": "no-such-tag"}).content.decode()
    assert "Tag: Open Plan" in visitor.get(LIST, {"tag": "open-plan"}).content.decode()


def test_a_change_is_counted_at_once_in_every_process(visitor, cast, practices, monkeypatch):
    assert counts(visitor.get(LIST), "goal")["6"] == 2
    monkeypatch.setattr(tallies, "LOOK_EVERY", 3600)
    practices[0].goals.set([2])
    assert counts(visitor.get(LIST), "goal")["6"] == 2  # not looked yet
    monkeypatch.setattr(tallies, "LOOK_EVERY", 0)
    assert counts(visitor.get(LIST), "goal") == {"1": 1, "2": 1, "6": 1, "13": 2}
    cast.organization.verification = "suspended"
    cast.organization.save()
    assert visitor.get(LIST).context["total"] == 0
    practices[1].delete()
    cast.organization.verification = "verified"
    cast.organization.save()
    assert visitor.get(LIST).context["total"] == 3


def test_the_journal_is_forgotten_after_days(practices):
    assert Change.objects.exists()
    Change.objects.update(at=datetime(2020, 1, 1, tzinfo=UTC))
    assert tallies.purge() > 0
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "goal=99&goal=x&goal=%00",
        "since=yesterday&until=2019-02-30",
        "since=0001-01-01&until=9999-12-31",
        "year=٢٠١٩&year=20190",
        "all=%3Cscript%3E&sort=%00",
        "organization=nobody&tag=nothing",
        "status=special'--",
        "goal=6&" * 300,
    ],
)
def test_forged_values_are_left_out(visitor, practices, query):
    for path in (LIST, "/en/search/", "/en/practices/feed/"):
        answer = visitor.get(f"{path}?q=tanks&{query}")
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode()


def test_a_search_has_the_facets_of_lists_and_of_the_one_noun_that_is_chosen(visitor, cast, practices):
    answer = visitor.get("/en/search/", {"q": "tanks"})
    assert counts(answer, "goal") == {"1": 1, "6": 2, "13": 2}
    assert counts(answer, "kind") == {"practice": 4}
    narrowed = visitor.get("/en/search/", {"q": "tanks", "goal": ["6", "1"], "language": "fr", "kind": "practice"})
    assert [hit.item.pk for hit in narrowed.context["results"].hits] == [practices[1].pk]
    assert counts(narrowed, "language") == {"en": 2, "fr": 1}
    page = narrowed.content.decode()
    assert "?q=tanks&amp;kind=practice&amp;goal=1&amp;language=fr" in page
    for query, number in (
        ({"status": "none"}, 4),
        ({"status": "special"}, 0),
        ({"since": "2019-01-01"}, 4),
        ({"until": "2019-01-01"}, 0),
        ({"organization": cast.organization.slug}, 4),
    ):
        assert visitor.get("/en/search/", {"q": "tanks", **query}).context["results"].total == number, query


def test_the_feed_of_a_search_is_narrowed_as_its_page(visitor, practices):
    feed = visitor.get("/en/search/feed/", {"q": "tanks", "goal": "6"}).content.decode()
    assert practices[0].title in feed
    assert practices[1].title not in feed  # in another language
    assert (
        practices[1].title
        in visitor.get("/en/search/feed/", {"q": "tanks", "goal": "6", "language": "fr"}).content.decode()
    )
    assert practices[2].title not in feed


def test_counts_of_a_search_know_nothing_of_what_the_reader_may_not_see(visitor, cast, practices):
    item = make_practice(organization=cast.organization, author=cast.author, audience="members", title="Secret tanks")
    item.goals.set([17])
    index_item(item)
    assert counts(visitor.get("/en/search/", {"q": "tanks"}), "goal") == {"1": 1, "6": 2, "13": 2}


def test_nouns_that_are_no_practice_have_the_shared_facets(visitor, cast):
    for noun in Item.nouns().values():
        item = make_item(noun, organization=cast.organization, author=cast.author)
        item.topics.set(["water-and-sanitation"])
        answer = visitor.get(reverse(f"{noun.KIND}_list"))
        assert counts(answer, "topic") == {"water-and-sanitation": 1}
        assert counts(answer, "organization") == {cast.organization.slug: 1}
    assert Practice.KIND in Item.nouns()
