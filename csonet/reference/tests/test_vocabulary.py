"""Pages name terms without a query, in the reader's alphabet; a change is seen at once."""

import pytest
from django.utils.translation import override

from csonet.reference import vocabulary
from csonet.reference.collation import sort_key
from csonet.reference.models import Topic

pytestmark = pytest.mark.django_db


def names(language: str) -> list[str]:
    with override(language):
        return [country.name for country in vocabulary.sorted_by_name(vocabulary.countries().values())]


def test_a_warm_vocabulary_needs_no_query(django_assert_num_queries):
    vocabulary.forget()
    with django_assert_num_queries(8):
        vocabulary.warm()
    with django_assert_num_queries(0):
        kenya = vocabulary.countries()["KE"]
        assert kenya.region.parent.parent.name_en == "Africa"
        assert vocabulary.fields()["1-69"].area.name_en == "Economic and Social"
        assert vocabulary.goals()[6].title_en.startswith("Ensure availability")
        assert dict(vocabulary.choices("topics"))["water-and-sanitation"] == "Water and sanitation"
        assert "KE" in vocabulary.country_codes_in("202")


def test_a_saved_topic_is_seen_at_once_and_a_deleted_one_is_gone():
    topic = Topic.objects.create(slug="bees", name_en="Bees")
    assert vocabulary.topics()["bees"].name == "Bees"
    topic.name_en = "Bees and pollinators"
    topic.save()
    assert ("bees", "Bees and pollinators") in vocabulary.choices("topics")
    topic.delete()
    assert "bees" not in vocabulary.topics()


def test_the_topic_of_another_test_is_forgotten():
    assert "bees" not in vocabulary.topics()
    Topic.objects.create(slug="bees", name_en="Bees")


def test_another_process_sees_a_change_after_the_lifetime(monkeypatch):
    assert "bees" not in vocabulary.topics()
    Topic.objects.bulk_create([Topic(slug="bees", name_en="Bees")])  # sends no signal, as if done elsewhere
    assert "bees" not in vocabulary.topics()
    monkeypatch.setattr(vocabulary, "LIFETIME", 0)
    assert "bees" in vocabulary.topics()
    vocabulary.forget()


def test_a_topic_out_of_use_keeps_its_name_but_cannot_be_chosen():
    Topic.objects.create(slug="bees", name_en="Bees", is_active=False)
    assert vocabulary.topics()["bees"].name == "Bees"
    assert "bees" not in dict(vocabulary.choices("topics"))


def test_the_callers_list_is_its_own():
    vocabulary.choices("goals").insert(0, ("", "Any"))
    assert vocabulary.choices("goals")[0] == (1, "No poverty")


def test_an_unknown_kind_is_an_error_of_the_programmer():
    with pytest.raises(KeyError):
        vocabulary.choices("planets")


def test_choices_follow_the_active_language():
    with override("fr"):
        assert ("EG", "Égypte") in vocabulary.choices("countries")
    with override("ar"):
        assert ("EG", "مصر") in vocabulary.choices("countries")


def test_africa_holds_the_countries_of_its_sub_regions():
    africa = vocabulary.country_codes_in("002")
    assert len(africa) == 60
    assert {"KE", "EG", "ZA", "NG"} <= africa
    assert "FR" not in africa
    assert vocabulary.country_codes_in("014") < vocabulary.country_codes_in("202") < africa
    assert vocabulary.country_codes_in("999") == frozenset()


def test_regions_are_offered_as_a_tree():
    codes = [code for code, _name in vocabulary.choices("regions")]
    assert codes[:3] == ["002", "015", "202"]
    assert codes.index("202") < codes.index("014") < codes.index("019")
    assert len(codes) == 29


def test_fields_stand_under_their_area_and_countries_under_their_continent():
    fields = vocabulary.grouped_choices("fields")
    assert [len(group) for _area, group in fields] == [72, 7, 23, 6, 6, 11, 25, 50, 2, 1, 6]
    continents = vocabulary.grouped_choices("countries")
    assert [name for name, _group in continents] == ["Africa", "Americas", "Asia", "Europe", "Oceania", ""]
    assert ("KE", "Kenya") in continents[0][1]
    assert continents[-1][1] == [("AQ", "Antarctica")]


class TestOrder:
    def test_french_accents_do_not_break_it(self):
        order = names("fr")
        assert order.index("Dominique") < order.index("Égypte") < order.index("El Salvador") < order.index("Érythrée")
        assert order.index("Hongrie") < order.index("Îles Cook") < order.index("Inde")

    def test_spanish_tilde_n_follows_n(self):
        assert sorted(["ñame", "nuez", "oso"], key=lambda word: sort_key(word, "es")) == ["nuez", "ñame", "oso"]

    def test_arabic_leaves_the_article_out_and_hamza_apart(self):
        order = names("ar")
        assert order.index("أذربيجان") < order.index("الأرجنتين") < order.index("أرمينيا") < order.index("باراغواي")

    def test_russian_short_i_and_yo_stand_where_readers_look(self):
        words = ["кит", "кай", "каир", "ёж", "еда"]
        assert sorted(words, key=lambda word: sort_key(word, "ru")) == ["еда", "ёж", "каир", "кай", "кит"]

    def test_chinese_follows_pinyin(self):
        order = names("zh-hans")
        assert order.index("阿富汗") < order.index("巴西") < order.index("中国") < order.index("赞比亚") or (
            order.index("阿富汗") < order.index("巴西") < order.index("赞比亚") < order.index("中国")
        )
