"""What the options of a search's facets say is what they leave: of items, of organizations, in each language."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from csonet.content import finding
from csonet.content.facets import ORGANIZATION
from csonet.content.finding import look, selection_of_search
from csonet.content.search import documents
from csonet.content.search.documents import Texts
from csonet.content.search.indexing import index_item, index_organization
from csonet.testing.makers import make_organization, make_practice

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def wells(monkeypatch):
    """A trust in Kenya, a fund of the UN, and what they and somebody else publish about wells."""
    monkeypatch.setattr(documents, "OVERLAYS", [lambda noun: [Texts("fr", "Wells du village", "", "")]])
    trust = make_organization("Wells Trust", slug="trust", country_id="KE")
    fund = make_organization("Wells Fund", slug="fund", country_id="KE", is_un_entity=True)
    for organization in (trust, fund):
        index_organization(organization)
    for organization, tags in ((trust, ["wells"]), (fund, []), (make_organization("Mill", slug="mill"), ["wells"])):
        item = make_practice(title="Wells", organization=organization, author=None)
        item.tags.add(*tags)
        item.countries.set(["KE"])
        index_item(item)


def numbers_of(query):
    """What the facets' options say, by facet and value, and the organizations that are offered."""
    looked = finding._looked(selection_of_search(QueryDict(query)), VISITOR)
    offered = {slug: number for slug, _name, number in looked.further[ORGANIZATION]}
    return {**looked.numbers, ORGANIZATION: offered}


@pytest.mark.parametrize(
    "query",
    [
        "q=wells",
        "q=wells&country=KE",
        "q=wells&country=KE&tag=wells",
        "q=wells&tag=wells",
        "q=wells&organization=trust",
        "q=wells&organization=trust&country=KE",
        "q=wells&organization=trust&organization=fund&kind=organization",
        "q=wells&status=un",
        "q=wells&status=none&kind=practice",
        "q=wells&language=fr",
        "q=wells&language=fr&organization=fund",
    ],
)
def test_an_option_says_how_many_it_leaves(wells, query):
    selection = selection_of_search(QueryDict(query))
    numbers = numbers_of(query)
    for facet in selection.facets:
        for value, _label in facet.choices:
            others = selection.but(facet.name)
            others.chosen[facet.name] = [value]
            left = look(QueryDict(others.query()[1:]), VISITOR).results.total
            assert numbers[facet.name].get(value, 0) == left, (facet.name, value)


def test_of_the_organizations_others_are_offered_beside_the_one_that_is_chosen(wells, visitor):
    everything = {"trust": 1, "fund": 1, "mill": 1}
    assert numbers_of("q=wells")[ORGANIZATION] == everything
    assert numbers_of("q=wells&organization=trust")[ORGANIZATION] == everything
    assert numbers_of("q=wells&organization=trust&tag=wells")[ORGANIZATION] == {"trust": 1, "mill": 1}
    page = visitor.get("/en/practices/", {"organization": "trust", "tag": "wells"}).content.decode()
    assert 'value="mill"' in page
    assert 'value="fund"' not in page
