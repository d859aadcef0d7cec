"""The pages of topics, goals, countries and regions: what there is, who works there, what is asked for; no secrets."""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse

from csonet.content.models import Item
from csonet.engagement.models import Subscription
from csonet.reference import vocabulary
from csonet.reference.models import Country, Topic
from csonet.testing.makers import make_item, make_organization, make_practice
from news.models import NewsItem
from projects.models import Proposal, SolutionRequest

pytestmark = pytest.mark.django_db
PAGES = ("/en/goals/6/", "/en/topics/water-and-sanitation/", "/en/countries/KE/", "/en/regions/002/")


@pytest.fixture
def water(cast):
    """Something of each noun on goal 6, water, Kenya."""

    def make(model, **kwargs):
        item = make_item(model, organization=cast.organization, author=cast.author, **kwargs)
        item.goals.set([6])
        item.topics.set(["water-and-sanitation"])
        item.countries.set(["KE"])
        return item

    items = {noun.KIND: make(noun) for noun in Item.nouns().values()}
    items["solved"] = make(SolutionRequest, life="solved", title="How to mend pumps: solved")
    items["looking"] = make(Proposal, partners_sought="A well digger", title="Pumps for Turkana")
    return items


@pytest.mark.parametrize("path", PAGES)
def test_a_terms_page_shows_each_noun_with_its_count_and_its_list(visitor, cast, water, path):
    answer = visitor.get(path)
    page = answer.content.decode()
    facet, value = next(iter(re.findall(r'name="(goal|topic|country|region)" value="([^"]+)"', page)))
    for noun in Item.nouns().values():
        assert water[noun.KIND].title in page
        assert f"{reverse(f'{noun.KIND}_list')}?{facet}={value}" in page
    assert {shelf.kind: shelf.total for shelf in answer.context["gathered"].shelves}["request"] == 2
    assert cast.organization.name in page


@pytest.mark.parametrize("path", PAGES)
def test_what_is_asked_for_is_what_is_open(visitor, water, path):
    asking = {shelf.kind: shelf.items for shelf in visitor.get(path).context["gathered"].asking}
    assert [item.pk for item in asking["request"]] == [water["request"].pk]
    assert [item.pk for item in asking["proposal"]] == [water["looking"].pk]
    page = visitor.get(path).content.decode()
    for shelf in visitor.get(path).context["gathered"].asking:
        assert shelf.url.replace("&", "&amp;") in page
        assert visitor.get(shelf.url).context["total"] == shelf.total


@pytest.mark.parametrize("path", PAGES)
def test_a_terms_page_tells_nothing_that_its_reader_may_not_see(visitor, signed_in, cast, path):
    secret = {"organization": cast.organization, "author": cast.author, "title": "Quokkaberry"}
    for state, more in (("draft", {}), ("hidden", {}), ("submitted", {}), ("published", {"audience": "members"})):
        item = make_practice(status=state, **secret, **more)
        item.goals.set([6])
        item.topics.set(["water-and-sanitation"])
        item.countries.set(["KE"])
    answer = visitor.get(path)
    assert "Quokkaberry" not in answer.content.decode()
    assert answer.context["gathered"].shelves == []
    assert answer.context["gathered"].along == []
    assert cast.organization.name not in answer.content.decode()
    member = signed_in(cast.outsider).get(path)
    assert [shelf.total for shelf in member.context["gathered"].shelves] == [1]


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("path", PAGES)
def test_a_terms_page_costs_the_same_however_much_there_is(
    visitor, signed_in, cast, path, count, django_assert_num_queries
):
    for _number in range(count):
        for model in (NewsItem, SolutionRequest):
            item = make_item(model, organization=cast.organization, author=cast.author)
            item.goals.set([6])
            item.topics.set(["water-and-sanitation"])
            item.countries.set(["KE"])
    visitor.get(path)
    boards = 1 if "topics" in path else 2
    with django_assert_num_queries(boards + 3):  # the journal, the cards, organizations and their statuses
        visitor.get(path)
    client = signed_in(cast.outsider)
    client.get(path)
    with django_assert_num_queries(boards + 3 + 5 + 1):
        client.get(path)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_goals_have_their_titles_in_each_language(visitor, language):
    titles = [goal.title_in(language) for goal in vocabulary.goals().values()]
    assert len(set(titles)) == 17
    page = visitor.get(f"/{language}/goals/").content.decode()
    assert all(title in page for title in titles)
    assert vocabulary.goals()[13].title_in(language) in visitor.get(f"/{language}/goals/13/").content.decode()


def test_the_indexes_count_what_is_published(visitor, water):
    goals = {entry.url: entry.number for entry in visitor.get("/en/goals/").context["entries"]}
    assert goals["/en/goals/6/"] == len(water)
    assert goals["/en/goals/7/"] == 0
    topics = {entry.url: entry.number for entry in visitor.get("/en/topics/").context["entries"]}
    assert topics["/en/topics/water-and-sanitation/"] == len(water)
    places = visitor.get("/en/countries/")
    assert {entry.name: entry.number for entry in places.context["continents"]}["Africa"] == len(water)
    assert f'<a href="/en/countries/KE/">Kenya</a> <span class="count">{len(water)}</span>' in places.content.decode()


def test_a_topic_that_can_no_longer_be_chosen_leaves_the_index_and_keeps_its_page(visitor):
    topic = Topic.objects.get(pk="water-and-sanitation")
    topic.is_active = False
    topic.save()
    assert "/en/topics/water-and-sanitation/" not in visitor.get("/en/topics/").content.decode()
    assert visitor.get("/en/topics/water-and-sanitation/").status_code == 200


@pytest.mark.parametrize(
    "path", ["goals/0/", "goals/18/", "goals/x/", "goals/006000/", "topics/none/", "countries/XX/", "regions/999/"]
)
def test_an_unknown_term_is_not_found(visitor, path):
    assert visitor.get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize(("typed", "path"), [("countries/ke/", "/en/countries/KE/"), ("goals/06/", "/en/goals/6/")])
def test_another_spelling_leads_to_the_one_address(visitor, typed, path):
    answer = visitor.get(f"/en/{typed}")
    assert (answer.status_code, answer.headers["Location"]) == (301, path)


def test_organizations_are_those_that_published_then_those_whose_profile_names_it(visitor, cast, water):
    other = make_organization("Nairobi Guild")
    other.countries.add(Country.objects.get(pk="KE"))
    other.save()
    make_organization("Elsewhere", country=Country.objects.get(pk="PE"))
    gathered = visitor.get("/en/countries/KE/").context["gathered"]
    assert [one.name for one in gathered.organizations] == [cast.organization.name, "Nairobi Guild"]
    assert gathered.organization_total == 1
    assert visitor.get(gathered.directory_url).context["filter"].counted[0] == 1


def test_terms_can_be_followed_and_their_feeds_lead_back(signed_in, cast, water):
    client = signed_in(cast.outsider)
    for path, code in (
        ("/en/goals/6/", "goal:6"),
        ("/en/topics/water-and-sanitation/", "topic:water-and-sanitation"),
        ("/en/countries/KE/", "country:KE"),
        ("/en/regions/002/", "region:002"),
    ):
        assert f'value="{code}"' in client.get(path).content.decode()
        client.post(reverse("follow"), {"target": code, "level": "new", "next": path})
        feed = client.get(path + "feed/").content.decode()
        assert f'href="{settings.SITE_URL}{path}"' in feed
    assert Subscription.objects.count() == 4
    page = client.get(reverse("notice_settings")).content.decode()
    assert 'href="/en/goals/6/"' in page
    assert water["practice"].title in client.get("/en/regions/002/feed/").content.decode()
    assert water["practice"].title not in client.get("/en/regions/150/feed/").content.decode()


def test_words_are_looked_for_inside_a_term_and_an_organization(visitor, cast, water):
    page = visitor.get("/en/topics/water-and-sanitation/").content.decode()
    assert '<input type="hidden" name="topic" value="water-and-sanitation">' in page
    profile = visitor.get(cast.organization.get_absolute_url()).content.decode()
    assert f'<input type="hidden" name="organization" value="{cast.organization.slug}">' in profile


def test_the_page_says_in_json_what_it_is(visitor):
    page = visitor.get("/en/countries/KE/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["@type"] == "CollectionPage"
    assert [step["name"] for step in data["breadcrumb"]["itemListElement"]] == ["Countries and regions", "Kenya"]


def test_detail_pages_profiles_and_home_lead_to_terms(visitor, cast, water):
    page = visitor.get(water["practice"].get_absolute_url()).content.decode()
    for path in PAGES[:3]:
        assert f'href="{path}"' in page
    cast.organization.goals.set([6])
    assert 'href="/en/goals/6/"' in visitor.get(cast.organization.get_absolute_url()).content.decode()
    home = visitor.get("/en/").content.decode()
    for path in ("/en/goals/6/", "/en/topics/water-and-sanitation/", "/en/countries/", "/en/goals/", "/en/topics/"):
        assert f'href="{path}"' in home
    assert "All: " not in home
