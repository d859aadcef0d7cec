"""Related items say why, and are nobody's who may not see them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from csonet.content.reading import terms_of
from csonet.content.related import neighbours_of
from csonet.testing.makers import make_item
from practices.models import Practice
from projects.models import SolutionRequest

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def make(cast):
    def made(title, goals=(), countries=(), model=Practice, **kwargs):
        item = make_item(model, title=title, organization=cast.organization, author=cast.author, **kwargs)
        item.goals.set(goals)
        item.countries.set(countries)
        return item

    return made


def related_to(item, user=VISITOR):
    return neighbours_of(item, terms_of(item), user)["related"]


def titles(item, user=VISITOR):
    return [one.item.title for one in related_to(item, user)]


def test_what_shares_most_comes_first_of_every_noun_with_the_reasons(make):
    item = make("This", [6, 13], ["KE"])
    make("One goal", [6])
    make("Two goals", [6, 13], model=SolutionRequest)
    make("A country alone", countries=["KE"])
    make("Goal and country", [13], ["KE"])
    make("Nothing", [1])
    assert titles(item) == ["Goal and country", "Two goals", "One goal"]
    first, second, _third = related_to(item)
    assert first.reasons[0] == "worked in Kenya"
    assert first.reasons[1].startswith("same goal: 13 ")
    assert second.reasons[0].startswith("same goals: 6 ")


def test_without_terms_nothing_is_related(make, django_assert_num_queries):
    item = make("This")
    make("Other", [6])
    with django_assert_num_queries(2):  # the terms, and what else the organization published
        assert titles(item) == []


def test_what_a_reader_may_not_see_is_related_to_nothing(make, cast, visitor):
    item = make("This", [6])
    make("For members", [6], audience="members")
    make("Hidden", [6], status="hidden")
    make("Draft", [6], status="draft")
    assert titles(item) == titles(item, cast.newcomer) == []
    assert titles(item, cast.outsider) == ["For members"]
    make("Open", [6])
    page = visitor.get(item.get_absolute_url()).content.decode()
    assert "For members" not in page
    assert "Why it is related" in page
    assert "same goal: 6 " in page
