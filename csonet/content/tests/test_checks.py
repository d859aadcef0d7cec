"""The system check says what a content type lacks."""

from __future__ import annotations

import pytest

from csonet.content import checks
from practices.models import Practice


def ids():
    return {problem.id for problem in checks.check_nouns()}


def test_nothing_is_missing_now():
    assert ids() == set()


@pytest.mark.parametrize(
    ("attribute", "value", "expected"),
    [
        ("KIND", "", "content.E101"),
        ("SEARCHED", ("no_such_column",), "content.E104"),
        ("TRANSLATED", ("no_such_column",), "content.E104"),
        ("FACETS", ("place",), "content.E105"),
        ("FORM", "practices.forms.NoSuchForm", "content.E106"),
        ("FORM", "practices.forms.UseForm", "content.E107"),
        ("KIND", "tale", "content.E109"),
        ("KIND", "tale", "content.E110"),
    ],
)
def test_what_is_missing_is_said(monkeypatch, attribute, value, expected):
    monkeypatch.setattr(Practice, attribute, value)
    assert expected in ids()


def test_a_field_that_is_in_no_fieldset_is_said(monkeypatch):
    form = "practices.forms.PracticeForm"
    monkeypatch.setattr(f"{form}.fieldsets", [("", ["title"])])
    assert "content.E108" in ids()


def test_missing_samples_are_said(monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert "content.E111" in ids()
