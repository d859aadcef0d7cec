"""What the search page offers where the words as typed find little: spellings, languages, topics, the community."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import FruitlessSearch
from csonet.content.search.indexing import index_item, index_organization
from csonet.reference.models import Topic
from csonet.testing.makers import make_item, make_organization
from practices.models import Practice
from projects.models import SolutionRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(cast):
    def make(title, **kwargs):
        kwargs.setdefault("summary", "")
        item = make_item(
            Practice, title=title, organization=cast.organization, author=cast.author, problem="", action="", **kwargs
        )
        index_item(item)
        return item

    return make


def page(client, query, language="en", **more):
    return client.get(f"/{language}/search/", {"q": query, **more}).content.decode()


def offered(client, typed):
    return [one["title"] for one in client.get("/en/search/suggest/", {"q": typed}).json()["suggestions"]]


def test_a_misspelt_search_shows_what_was_meant_and_says_so(visitor, practice):
    practice("Beekeeping on rooftops")
    text = page(visitor, "beekeping rooftps")
    assert "These are results for “<bdi>beekeeping rooftops</bdi>”" in text
    assert "Beekeeping</mark>" in text


def test_with_few_hits_the_likelier_word_is_offered(visitor, practice):
    practice("Orchards", summary="an orchad in spring")
    for number in range(3):
        practice(f"Orchard {number}")
    text = page(visitor, "orchhad")
    assert "Did you mean" not in text or "orchad" in text
    practice("Marshland")
    for number in range(3):
        practice(f"Marshlands restored {number}")
    assert "Did you mean" not in page(visitor, "marshland")


def test_an_alternative_that_is_found_vouches_for_no_word_of_what_is_hidden(visitor, practice):
    practice("Water tanks")
    practice("Quokkaberry affair", audience="members")
    text = page(visitor, "watr OR quokkabery")
    assert "These are results for “<bdi>water OR quokkabery</bdi>”" in text
    assert "quokkaberry" not in text.casefold()


def test_a_word_that_only_hidden_texts_have_is_misspelt_like_any_other(visitor, practice):
    practice("Water tanks")
    practice("Watar tanks", audience="members")
    assert "These are results for “<bdi>water tanks</bdi>”" in page(visitor, "watar tanks")
    assert "These are results for “<bdi>water</bdi>”" in page(visitor, "watar")


def test_other_languages_come_after_the_readers_and_are_announced(visitor, practice):
    practice("Radio pour tous", language="fr")
    practice("Radio para todos", language="es")
    practice("Radio for everybody")
    text = page(visitor, "radio")
    assert "2 more in other languages" in text
    assert 'href="?q=radio&amp;page=1#other-languages"' in text
    assert text.index("for everybody") < text.index('id="other-languages"') < text.index("pour tous")
    assert '<h3 lang="fr" dir="ltr">' in text
    assert "more in other languages" not in page(visitor, "radio", kind="organization")
    assert "more in other languages" not in page(visitor, "pour tous")


def test_what_has_some_of_the_words_is_shown_as_such(visitor, practice):
    practice("Rooftop gardens")
    assert "these have some of them" in page(visitor, "rooftop quokkas")


def test_a_search_in_vain_leads_to_topics_and_to_the_community(visitor, practice):
    topic = Topic.objects.exclude(name_en="").first()
    word = max(topic.name_en.split(), key=len)
    text = page(visitor, f"{word} -x")
    assert topic.name_en.replace("&", "&amp;") in text
    text = page(visitor, "wimbly flonk")
    assert "/en/requests/new/?title=wimbly+flonk" in text
    assert "Topics that may be near" not in text


def test_the_request_begins_with_the_words(cast, signed_in):
    client = signed_in(cast.author)
    text = client.get("/en/requests/new/", {"title": "Wimbly \x00 <b>flonk"}).content.decode()
    assert 'value="Wimbly &lt;b&gt;flonk"' in text
    assert not SolutionRequest.objects.exists()


def test_only_words_to_leave_out_are_no_search(visitor, practice):
    practice("Water")
    text = page(visitor, "-water")
    assert "only words to leave out" in text
    assert not FruitlessSearch.objects.exists()


def test_searches_in_vain_are_counted_without_persons(cast, visitor, signed_in, practice):
    practice("Water")
    for client in (visitor, signed_in(cast.author)):
        page(client, "Wimbly FLONK")
    page(visitor, "wimbly flonk", "fr")
    page(visitor, "water")
    page(visitor, "wimbly", kind="practice")
    for personal in ("jane@example.org", "call +41 22 917 12 34", "abc " * 40):
        page(visitor, personal)
    rows = FruitlessSearch.objects.order_by("-count").values_list("words", "language", "count")
    assert list(rows) == [("wimbly flonk", "en", 2), ("wimbly flonk", "fr", 1)]
    assert FruitlessSearch.objects.first().month == timezone.now().date().replace(day=1)
    assert {field.name for field in FruitlessSearch._meta.fields} == {"id", "words", "language", "month", "count"}


def test_the_branch_reads_them_and_nobody_else(cast, visitor, signed_in):
    page(visitor, "wimbly flonk")
    address = reverse("admin:content_fruitlesssearch_changelist")
    assert b"wimbly flonk" in signed_in(cast.branch).get(address).content
    for who in ("author", "moderator"):
        assert signed_in(getattr(cast, who)).get(address).status_code in (302, 403)


def test_suggestions_are_titles_that_go_on(visitor, practice):
    practice("Water tanks")
    practice("Clean watersheds")
    practice("可持续农业", language="zh-hans")
    practice("Élevage de chèvres", language="fr")
    index_organization(make_organization("Water Trust"))
    assert offered(visitor, "wat") == ["Water tanks", "Water Trust", "Clean watersheds"]
    assert offered(visitor, "water ta") == ["Water tanks"]
    assert offered(visitor, "elev") == ["Élevage de chèvres"]
    assert offered(visitor, "可持") == offered(visitor, "农") == ["可持续农业"]
    assert offered(visitor, "w") == offered(visitor, "") == offered(visitor, "\x00%_*'\"") == []


def test_suggestions_show_nobody_what_is_not_for_them(cast, visitor, signed_in, practice):
    practice("Quokkaberry for members", audience="members")
    practice("Quokkaberry drafts", status="draft")
    assert offered(visitor, "quokka") == offered(signed_in(cast.newcomer), "quokka") == []
    assert offered(signed_in(cast.outsider), "quokka") == ["Quokkaberry for members"]
    assert "quokkaberry" not in page(visitor, "quokkabery").replace("quokkabery", "")


def test_suggestions_are_json_and_have_a_limit(visitor, practice, settings):
    settings.SUGGEST_RATE = "2/m/ip"
    answers = [visitor.get("/en/search/suggest/", {"q": "wa"}) for _turn in range(3)]
    assert answers[0]["Content-Type"] == "application/json"
    assert json.loads(answers[0].content) == {"query": "wa", "suggestions": []}
    assert (answers[2].status_code, answers[2]["Retry-After"]) == (429, "60")
    assert visitor.post("/en/search/suggest/").status_code == 405


def test_the_number_of_queries_of_a_suggestion(visitor, practice, django_assert_num_queries):
    for number in range(20):
        practice(f"Lantern {number}")
    with django_assert_num_queries(1):
        assert len(offered(visitor, "lant")) == 8
    with django_assert_num_queries(2):
        assert offered(visitor, "lantern 19") == ["Lantern 19"]
