"""Properties of the words and of the queries, whatever is typed; and the forms in which words of each language meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csonet.content.search import chinese, parsing, spelling, text
from csonet.content.search.guessing import languages_of
from csonet.content.search.stems import MARKS, stems

SCRIPTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("abcéèñüßœæøİıßſ'’-–\"«»“”「」 \u0000\u200b\u202e\ud800٣２"),
        st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءـَُِّْ"),
        st.sampled_from("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
        st.sampled_from("可持续发展妇女農業圖書館水的和"),
    ),
    max_size=300,
)
LANGUAGES = st.sampled_from(["en", "fr", "es", "ar", "ru", "zh-hans", ""])


@given(SCRIPTS)
def test_folding_is_done_once(typed):
    folded = text.fold(typed)
    assert text.fold(folded) == folded
    assert len(folded) <= text.LONGEST_WORD


@given(SCRIPTS)
def test_normalizing_keeps_the_words_when_it_is_done_again(typed):
    once = text.normalized(typed)
    assert text.title_key(once) == text.title_key(typed)
    assert not any("\ue000" <= character <= "\uf8ff" for character in once)


@given(SCRIPTS, LANGUAGES)
def test_words_hold_nothing_that_means_something_to_a_database(typed, language):
    for word in text.words(typed, language):
        for form in (word.plain, word.stem, *word.further):
            assert form
            bare = form.lstrip("".join(MARKS.values()))
            assert all(character.isalnum() for character in bare), repr(form)
            assert len(form) <= text.LONGEST_WORD + 2


@given(SCRIPTS, LANGUAGES)
def test_a_text_is_found_by_each_of_its_words(typed, language):
    indexed = {form for word in text.words(typed, language) for form in (word.plain, word.stem, *word.further)}
    for piece in text.pieces(typed):
        if not text.is_han(piece) and text.fold(piece):
            assert indexed & set(text.forms(piece))


@given(SCRIPTS)
def test_whatever_is_typed_is_a_query(typed):
    query = parsing.parse(typed)
    assert len(query.typed) <= parsing.LONGEST_QUERY
    assert len(query.without) + sum(map(len, query.groups)) <= parsing.MOST_TERMS
    for term in (*query.without, *(term for group in query.groups for term in group)):
        assert term.ways
        assert all(row and all(row) for way in term.ways for row in way)
    assert parsing.parse(query.typed).groups == query.groups
    parsing.growing(typed)
    languages_of(typed, "en")


@given(st.text(st.sampled_from("可持续发展妇女的和农村小额贷款"), min_size=1, max_size=20))
def test_a_run_of_chinese_is_read_without_losing_a_character(run):
    readings = chinese.readings(run)
    assert readings[0] == (run,)
    assert len(readings) < 60
    for reading in readings:
        assert all(piece in run for piece in reading)


@given(st.text("abcdefг", max_size=9), st.text("abcdefг", max_size=9))
def test_the_distance_of_spellings(one, other):
    assert spelling.distance(one, other) == spelling.distance(other, one)
    assert (spelling.distance(one, other) == 0) == (one == other)
    assert spelling.distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "woman women"),
        ("en", "organisation organization organizations"),
        ("en", "labour labor"),
        ("en", "centre centers"),
        ("en", "programme programs"),
        ("en", "crisis crises"),
        ("en", "city cities"),
        ("fr", "travail travaux"),
        ("fr", "activité activites"),
        ("fr", "réfugiée refugie réfugiés"),
        ("fr", "agricultrice agriculteurs"),
        ("fr", "forêt forets"),
        ("es", "organizacion organizaciones"),
        ("es", "mujer mujeres"),
        ("es", "luz luces"),
        ("es", "joven jóvenes jovenes"),
        ("es", "préstamo prestamos préstamos"),
        ("es", "raíz raices"),
        ("ru", "рынок рынки рынков"),
        ("ru", "ребёнок ребенка"),
        ("ru", "дети детям детьми"),
        ("ru", "семья семей семье"),
        ("ru", "земля земель"),
        ("ru", "пчёлы пчел"),
        ("ru", "семена семян"),
        ("ar", "منظمة المنظمات والمنظمات للمنظمات بالمنظمات"),
        ("ar", "مدرسة مدارس وبالمدارس"),
        ("ar", "مشروع مشاريع المشروعات"),
        ("ar", "امرأة المرأة والنساء للنساء"),
        ("ar", "طفل الأطفال وأطفالهم"),
        ("ar", "بئر آبار"),
        ("ar", "فيضان فيضانات"),
        ("ar", "لغة للغة اللغات"),
        ("ar", "وزارة الوزارة"),
        ("ar", "تنمية تنميتها للتنمية"),
    ],
)
def test_forms_of_one_word_meet(language, words):
    for typed in words.split():
        for written in words.split():
            assert set(text.forms(typed)) & {text.fold(written), *stems(written, language)}, (typed, written)


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("l’eau d'eau qu’elle", ["eau", "eau", "elle"]),
        ("women’s rights", ["women", "rights"]),
        ("S.O.S. N.G.O.s U.N.", ["SOS", "NGOs", "UN"]),
        ("10,000 and 1 250 000 and 3.5", ["10000", "and", "1250000", "and", "3", "5"]),
        ("٢٠٣٠ ２０３０", ["2030", "2030"]),
        ("SDG6 COVID-19", ["SDG", "6", "COVID", "19"]),
        ("農業圖書館", ["农业图书馆"]),
        ("co\u00adoperation \u202eabc", ["cooperation", "abc"]),
        ("Côte d’Ivoire", ["Côte", "Ivoire"]),
    ],
)
def test_signs_are_spelled_one_way(typed, pieces):
    assert list(text.pieces(typed)) == pieces


@pytest.mark.parametrize(
    ("typed", "reader", "languages"),
    [
        ("école", "en", {"en", "fr", "es"}),
        ("forêt", "en", {"en", "fr"}),
        ("l'eau", "en", {"en", "fr"}),
        ("niñas", "en", {"en", "es"}),
        ("water", "fr", {"fr"}),
        ("школа", "en", {"ru"}),
        ("مدرسة", "en", {"ar"}),
        ("学校", "en", {"zh-hans"}),
        ("clinics for the poor", "es", {"en", "es"}),
    ],
)
def test_the_language_of_a_query_is_guessed_where_it_shows(typed, reader, languages):
    assert languages_of(typed, reader) == languages
