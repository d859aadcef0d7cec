"""The nightly comparison of the index with what it is made of, and what is kept of searches in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from csonet.content.models import FruitlessSearch, Item, SearchDocument
from csonet.content.search import documents, drift, fruitless
from csonet.content.search.engine import Match
from csonet.content.search.engines import engine
from csonet.content.search.indexing import index_item, index_organization
from csonet.content.search.query import find
from csonet.content.search.ranking import ranked
from csonet.notifications.jobs import REGISTRY
from csonet.testing.makers import make_organization, make_practice
from practices.models import Practice

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def item():
    organization = make_organization()
    index_organization(organization)
    made = make_practice(title="Kept words", organization=organization, author=None)
    index_item(made)
    return made


def test_an_index_that_is_as_it_should_be_says_so(item):
    assert drift.check() == "2 documents, all as they should be"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (lambda item: SearchDocument.objects.filter(item=item).delete(), "1 missing, 0 too many"),
        (lambda item: Item.objects.filter(pk=item.pk).update(status="hidden"), "0 missing, 1 too many"),
        (lambda item: Practice.objects.filter(pk=item.pk).update(title="Other words"), "1 of the last 200 differ"),
    ],
)
def test_a_difference_is_reported(item, what, said, caplog):
    what(item)
    assert said in drift.check()
    assert "rebuild_search" in caplog.text


def test_documents_without_words_are_reported(item):
    engine().remove([item.search_documents.get().pk])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE content_searchdocument SET vector = NULL WHERE item_id = %s", [item.pk])
    assert "1 without words" in drift.check()


def test_it_runs_every_night():
    assert REGISTRY["search-drift"].run is drift.check
    assert REGISTRY["searches-without-results"].every == timedelta(days=1)


def test_what_was_counted_more_than_a_year_ago_is_forgotten():
    today = timezone.now().date().replace(day=1)
    for months in (0, 3, 15):
        FruitlessSearch.objects.create(words=f"w{months}", language="en", month=today - timedelta(days=30 * months))
    assert fruitless.forget_old() == 1
    assert set(FruitlessSearch.objects.values_list("words", flat=True)) == {"w0", "w3"}


def test_a_text_in_two_languages_is_found_in_both_and_shown_once(item, monkeypatch):
    texts = documents.Texts("fr", "Mots gardés radio", "", "")
    monkeypatch.setattr(documents, "OVERLAYS", [lambda noun: [texts]])
    Practice.objects.filter(pk=item.pk).update(summary="radio")
    index_item(Item.objects.get(pk=item.pk))
    assert [hit.title for hit in find("gardé", VISITOR).hits] == ["Mots <mark>gardés</mark> radio"]
    both = find("radio", VISITOR)
    assert (both.total, both.hits[0].language) == (1, "en")
    assert drift.check() == "3 documents, all as they should be"


def test_a_search_is_kept_within_an_organization_and_a_topic(item, cast):
    other = make_practice(title="Kept words too", organization=cast.organization, author=cast.author)
    other.goals.set([6])
    other.countries.set(["KE"])
    index_item(other)

    def titles(**within):
        return [hit.item.title for hit in find("kept", VISITOR, within=within).hits if hit.item]

    assert titles(organization=[str(cast.organization.pk)]) == ["Kept words too"]
    assert titles(goal=["6"]) == titles(country=["KE"]) == titles(region=["002"]) == ["Kept words too"]
    assert titles(goal=["1"], country=["KE"]) == []
    assert set(titles(goal=["1", "6"])) == {"Kept words too"}
    assert [hit.item.title for hit in find("SDG 6 Kenya", VISITOR).hits] == ["Kept words too"]


def test_an_exact_title_comes_first_and_trust_counts(item):
    for number in range(5):
        index_item(make_practice(title=f"Kept words and more words kept {number}", summary="kept words " * 20))
    assert find("kept words", VISITOR).hits[0].item.pk == item.pk
    entity = make_organization(is_un_entity=True)
    index_item(make_practice(title="Lantern one", organization=entity, author=None, published_at=timezone.now()))
    index_item(make_practice(title="Lantern two", published_at=timezone.now()))
    assert find("lantern", VISITOR).hits[0].item.organization == entity


def test_news_fades_sooner_than_practices(item):
    def match(pk, kind, age):
        return Match(pk, pk, None, kind, "en", 1000 - age, False, False, 1.0)

    matches = [match(1, "news", 120), match(2, "practice", 120), match(3, "news", 0)]
    assert [one.pk for one in ranked(matches, {"en"}, 1000)] == [3, 2, 1]
