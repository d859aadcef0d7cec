"""Counting and ranking by sets of bits gives what adding up row by row gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csonet import bits
from csonet.content import weighing

SETS = st.lists(st.tuples(st.sets(st.integers(0, 200)), st.sampled_from([1.0, 1.5, 2.0, 2.5, 3.0, 4.0])), max_size=12)


@given(SETS, st.integers(1, 40))
def test_the_best_are_those_with_the_highest_sums(weighted, number):
    sums: dict[int, float] = {}
    for keys, weight in weighted:
        for key in keys:
            sums[key] = sums.get(key, 0) + weight
    expected = sorted(sums, key=lambda key: (-sums[key], -key))[:number]
    found = weighing.best([(bits.of(keys), weight) for keys, weight in weighted], number)
    assert sorted(found) == sorted(expected)


@given(st.sets(st.integers(0, 3000)), st.integers(0, 4000))
def test_a_row_is_a_member_of_its_sets(keys, key):
    assert weighing.holds(weighing.members(bits.of(keys)), key) == (key in keys)


@given(st.sets(st.integers(0, 3000)), st.integers(0, 3000), st.dictionaries(st.text(), st.sets(st.integers(0, 4000))))
def test_as_many_are_shared_as_both_sets_have(keys, lowest, sets):
    for rows in (keys, {key for key in keys if key >= lowest}):
        found = bits.shared(bits.of(rows), {name: bits.of(members) for name, members in sets.items()})
        assert found == {name: len(rows & members) for name, members in sets.items()}
    everything = bits.shared(-1, {name: bits.of(members) for name, members in sets.items()})
    assert everything == {name: len(members) for name, members in sets.items()}
