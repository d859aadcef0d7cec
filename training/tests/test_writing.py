"""Questions as authors write them: read, written again, and every fault named by its line."""

import contextlib
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from training.questions import check_question
from training.writing import read_lines, written_lines

WRITTEN = {
    "single": "* The Council\n- The Branch # It prepares the files.",
    "multiple": "* General\n* Special\n- Observer",
    "ordering": "Apply\nAnswer\nWait",
    "matching": "Committee = recommends\nCouncil = decides\n= forgets",
    "short": "Roster\nThe Roster",
    "number": "0.3 ± 0.05",
    "gap": "1: four | 4",
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_is_read_is_written_again(kind):
    parts = read_lines(kind, WRITTEN[kind], "en")
    version = SimpleNamespace(kind=kind, **{"options": [], "targets": [], **parts})
    assert written_lines(version, "en") == WRITTEN[kind]
    stem = "Every [[1]] years" if kind == "gap" else "?"
    check_question({"kind": kind, "wording": {"en": {"stem": stem}}, **parts})


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("single", "* A\nB", "Line 2"),
        ("single", "*\n- B", "Line 1"),
        ("matching", "A = b\nC", "Line 2"),
        ("number", "1\n2", "one line"),
        ("gap", "one: four", "Line 1"),
        ("short", "x" * 501, "Line 1"),
    ],
)
def test_a_fault_is_named_by_its_line(kind, text, fault):
    with pytest.raises(ValidationError, match=fault):
        read_lines(kind, text, "en")


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("single", "- A\n- B", "which is right"),
        ("single", "* A\n* B", "Exactly one"),
        ("ordering", "A", "two lines"),
        ("number", "many", "right number"),
        ("number", "NaN", "right number"),
        ("gap", "2: x", "each gap"),
        ("short", "", "at least one"),
    ],
)
def test_a_question_that_can_not_be_marked_is_refused(kind, text, fault):
    with pytest.raises(ValidationError, match=fault):
        check_question({"kind": kind, "wording": {"en": {"stem": "Every [[1]]"}}, **read_lines(kind, text, "en")})


@given(st.sampled_from(sorted(WRITTEN)), st.text(max_size=80))
def test_any_text_is_read_or_refused_in_words(kind, text):
    with contextlib.suppress(ValidationError):
        check_question({"kind": kind, "wording": {"en": {"stem": "[[1]]"}}, **read_lines(kind, text, "en")})
