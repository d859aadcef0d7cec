"""What a visitor's search found is kept only until something changes, and is nobody else's."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from csonet.content import finding
from csonet.content.models import FruitlessSearch
from csonet.content.search.engines import engine
from csonet.content.search.indexing import index_item, index_organization
from csonet.reference.tallies import Answers, Board
from csonet.testing.makers import make_organization, make_practice

pytestmark = pytest.mark.django_db


def search(client, words="lantern", language="en", **more) -> str:
    """The page without its marks."""
    page = client.get(f"/{language}/search/", {"q": words, **more}).content.decode()
    return page.replace("<mark>", "").replace("</mark>", "")


@pytest.fixture
def lantern(cast):
    practice = make_practice(title="Lantern of the lake", organization=cast.organization, author=cast.author)
    index_item(practice)
    return practice


def test_what_is_published_edited_hidden_and_deleted_is_found_so_at_once(visitor, cast, lantern):
    assert "Lantern of the lake" in search(visitor)
    second = make_practice(title="Lantern of the hill", organization=cast.organization, author=cast.author)
    index_item(second)
    page = search(visitor)
    assert "Lantern of the hill" in page
    assert "2 results" in page
    second.title = "Candle of the hill"
    second.save()
    index_item(second)
    assert "of the hill" not in search(visitor)
    second.title, second.summary = "Candle of the hill", "It has a lantern."
    second.save()
    index_item(second)
    assert "Candle of the hill" in search(visitor)
    lantern.status = "hidden"
    lantern.save()
    page = search(visitor)
    assert "of the lake" not in page
    assert "1 result<" in page
    second.delete()
    assert "Candle of the hill" not in search(visitor)


def test_what_is_for_members_leaves_the_numbers_too(visitor, cast, lantern):
    other = make_practice(title="Lantern of the hill", organization=cast.organization, author=cast.author)
    index_item(other)
    assert "2 results" in search(visitor)
    other.audience = "members"
    other.save()
    assert "1 result<" in search(visitor)


def test_an_organization_is_found_by_its_new_name_and_counted_by_its_standing(visitor, cast, lantern):
    organization = make_organization("Lantern Society")
    index_organization(organization)
    assert "Lantern Society" in search(visitor)
    organization.name = "Candle Society"
    organization.save()
    index_organization(organization)
    assert "Lantern Society" not in search(visitor)
    assert "Candle Society" in search(visitor, "candle")
    organization.verification = "suspended"
    organization.save()
    assert "Candle Society" not in search(visitor, "candle")


def test_members_find_what_visitors_do_not_and_the_other_way_round_nothing_is_kept(
    visitor, signed_in, cast, lantern, colleague
):
    lantern.audience = "members"
    lantern.save()
    index_item(lantern)
    assert "of the lake" in search(signed_in(colleague))
    assert "of the lake" not in search(visitor)
    assert "of the lake" in search(signed_in(colleague))


def test_each_language_has_its_own_answer(visitor, cast, lantern):
    french = make_practice(title="Lantern française", language="fr", organization=cast.organization, author=cast.author)
    index_item(french)
    english = search(visitor)
    assert english.index("of the lake") < english.index("française")
    page = search(visitor, language="fr")
    assert page.index("française") < page.index("of the lake")


def test_facets_and_days_are_part_of_what_was_asked(visitor, cast, lantern):
    assert "1 result" in search(visitor)
    address = reverse("search")
    assert "of the lake" not in visitor.get(address, {"q": "lantern", "kind": "event"}).content.decode()
    assert "of the lake" in visitor.get(address, {"q": "lantern", "kind": "practice"}).content.decode()
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    assert "of the lake" not in visitor.get(address, {"q": "lantern", "since": tomorrow}).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert "of the lake" in search(visitor)


def test_a_page_turned_to_is_another_part_of_the_same_answer(visitor, cast, django_assert_num_queries):
    for number in range(25):
        index_item(make_practice(title=f"Lantern {number}", organization=cast.organization, author=cast.author))
    first, second = search(visitor), search(visitor, page=2)
    titles = [f">Lantern {number}<" for number in range(25)]
    assert sum(title in first for title in titles) == 20
    assert sum(title in second for title in titles) == 5
    assert not any(title in first and title in second for title in titles)


def test_of_a_hit_that_was_kept_it_is_asked_again_who_may_see_it(visitor, lantern, monkeypatch):
    """As if a board were a second old: what was hidden meanwhile is not shown."""
    assert "of the lake" in search(visitor)
    monkeypatch.setattr("csonet.reference.tallies.LOOK_EVERY", 60.0)
    lantern.status = "hidden"
    lantern.save()
    assert "of the lake" not in search(visitor)


def test_a_search_that_was_stopped_for_its_time_is_not_kept_as_one_that_finds_nothing(visitor, lantern, monkeypatch):
    with monkeypatch.context() as slow:
        slow.setattr(type(engine()), "fetch", lambda *_asked: time.sleep(0.02) or [])
        slow.setattr(finding, "TIME_LIMIT", 10)
        assert "of the lake" not in search(visitor)
    assert "of the lake" in search(visitor)


def test_the_oldest_answers_go_first_and_none_outlives_a_change():
    board = Board(("nothing",), lambda _reading, _keys: None, lambda _kind, keys: keys)
    answers, made = Answers((board,), most=2), []

    def ask(key):
        return answers.remembered(key, lambda: made.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "c"):
        assert ask(key) == key
    assert made == ["a", "b", "c", "a"]
    board.forget()
    assert ask("c") == "c"
    assert made == ["a", "b", "c", "a", "c"]


def test_a_search_that_finds_nothing_is_counted_each_time(visitor, cast, lantern):
    for _turn in range(3):
        assert "of the lake" not in search(visitor, "zeppelin")
    assert FruitlessSearch.objects.get(words="zeppelin").count == 3
