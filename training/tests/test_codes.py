"""Codes of certificates: long enough, told apart, and every slip is noticed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.certificates.codes import ALPHABET, LENGTH, new_code, read, written

_codes = st.builds(lambda _n: new_code(), st.integers())


def test_a_code_can_not_be_guessed():
    assert math.log2(len(ALPHABET)) * LENGTH >= 60
    assert len({new_code() for _n in range(500)}) == 500


@given(_codes)
def test_it_is_read_as_people_type_it(code):
    assert read(written(code)) == code
    assert read(f"  {written(code).lower().replace('-', ' – ')} ") == code


@given(_codes, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(code, place, sign):
    slipped = code[:place] + sign + code[place + 1 :]
    assert (read(slipped) == code) is (slipped == code)
    assert slipped == code or read(slipped) is None


@given(_codes, st.integers(0, LENGTH - 2))
def test_two_neighbours_swapped_are_noticed(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or read(swapped) is None


@pytest.mark.parametrize("misread", ["0", "O", "o"])
def test_what_looks_like_a_q_is_read_as_one(misread):
    code = next(code for code in iter(new_code, "") if "Q" in code[:-1])
    assert read(written(code).replace("Q", misread)) == code


@given(st.text(max_size=300))
def test_anything_else_is_no_code(text):
    assert read(text) is None or len(read(text)) == LENGTH + 1
