"""What is right is right in every spelling, script and keyboard; what is forged is wrong."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.quizzes.answers import normal, readings
from training.quizzes.grading import Kind, share


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  ECOSOC ", "ecosoc"),
        ("Économie", "E\u0301CONOMIE"),
        ("l’eau", "L'EAU"),
        ("٢٠٢٦", "2026"),
        ("۱۲", "12"),
        ("محـــمد", "محمد"),
        ("كِتَاب", "كتاب"),
        ("STRASSE", "straße"),
        ("two\u00a0 words", "two words"),
    ],
)
def test_the_same_answer_in_another_spelling(typed, meant):
    assert normal(typed) == normal(meant)


def test_another_word_is_another_answer():
    assert normal("eau") != normal("eaux")


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3.5", {"3.5"}),
        ("3,5", {"3.5"}),
        ("٣٫٥", {"3.5"}),
        ("1 234,5", {"1234.5"}),
        ("1\u202f234,5", {"1234.5"}),
        ("1,234.5", {"1234.5"}),
        ("1.234,5", {"1234.5"}),
        ("1,234", {"1234", "1.234"}),
        ("1'000'000", {"1000000"}),
        ("−7", {"-7"}),
        ("12,34,5", set()),
        ("seven", set()),
        ("", set()),
        ("9" * 400, set()),
        ("1e9", set()),
    ],
)
def test_numbers_as_people_write_them(typed, numbers):
    assert readings(typed) == {Decimal(number) for number in numbers}


@given(st.text(max_size=60))
def test_any_text_is_compared_and_comparing_twice_is_the_same(text):
    assert normal(normal(text)) == normal(text)
    assert all(isinstance(number, Decimal) for number in readings(text))


@pytest.mark.parametrize(
    ("kind", "key", "answer", "expected"),
    [
        (Kind.SINGLE, {"right": ["a"]}, ["a"], "1"),
        (Kind.SINGLE, {"right": ["a"]}, ["a", "b"], "0"),
        (Kind.TRUEFALSE, {"right": ["t"]}, ["f"], "0"),
        (Kind.MULTIPLE, {"right": ["a", "b"]}, ["b", "a"], "1"),
        (Kind.MULTIPLE, {"right": ["a", "b"]}, ["a"], "0"),
        (Kind.MULTIPLE, {"right": ["a", "b"], "partial": True}, ["a"], "0.5"),
        (Kind.MULTIPLE, {"right": ["a", "b"], "partial": True}, ["a", "c"], "0"),
        (Kind.MULTIPLE, {"right": ["a", "b"], "partial": True}, ["c", "d"], "0"),
        (Kind.SHORT, {"accept": ["Roster", "liste"]}, " roster ", "1"),
        (Kind.SHORT, {"accept": ["Roster"]}, "Special", "0"),
        (Kind.NUMBER, {"value": "19", "tolerance": "0"}, "١٩", "1"),
        (Kind.NUMBER, {"value": "0.3", "tolerance": "0.05"}, "0,33", "1"),
        (Kind.NUMBER, {"value": "0.3", "tolerance": "0.05"}, "0,36", "0"),
        (Kind.ORDERING, {"order": ["a", "b", "c"]}, ["a", "b", "c"], "1"),
        (Kind.ORDERING, {"order": ["a", "b", "c"]}, ["c", "a", "b"], "0.5"),
        (Kind.ORDERING, {"order": ["a", "b", "c"]}, ["a", "b"], "0"),
        (Kind.MATCHING, {"pairs": {"a": "x", "b": "y"}}, {"a": "x", "b": "x"}, "0.5"),
        (Kind.GAP, {"gaps": {"1": ["four"], "2": ["years"]}}, {"1": "FOUR", "2": "years"}, "1"),
    ],
)
def test_marks_of_each_kind(kind, key, answer, expected):
    assert share(kind, key, answer) == Decimal(expected)


def test_a_person_marks_an_essay_and_nothing_written_is_nothing():
    assert share(Kind.ESSAY, {}, "I would ask the village first.") is None
    assert share(Kind.ESSAY, {}, "  ") == 0


_KEYS = {
    Kind.SINGLE: {"right": ["a"]},
    Kind.TRUEFALSE: {"right": ["a"]},
    Kind.MULTIPLE: {"right": ["a", "b"], "partial": True},
    Kind.SHORT: {"accept": ["a"]},
    Kind.NUMBER: {"value": "1", "tolerance": "0"},
    Kind.ORDERING: {"order": ["a", "b"]},
    Kind.MATCHING: {"pairs": {"a": "x"}},
    Kind.GAP: {"gaps": {"1": ["a"]}},
}
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(_KEYS)), _json)
def test_whatever_is_sent_gets_a_mark_between_nothing_and_all(kind, answer):
    assert 0 <= share(kind, _KEYS[kind], answer) <= 1
