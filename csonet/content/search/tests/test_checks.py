"""A database that can't tell small from capital Cyrillic letters is refused."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from csonet.content.search import checks


class Database:
    """A server that answers one question."""

    vendor = "postgresql"

    def __init__(self, answer):
        self.answer = answer

    @contextmanager
    def cursor(self):
        yield self

    def execute(self, sql):
        assert "УСТОЙЧИВОЕ" in sql

    def fetchone(self):
        return (self.answer,)


@pytest.mark.parametrize(("answer", "ids"), [("устойчивое", []), ("УСТОЙЧИВОЕ", ["content.E010"])])
def test_the_locale_must_know_small_letters(monkeypatch, answer, ids):
    monkeypatch.setattr(checks, "connections", {"default": Database(answer)})
    found = checks.database_knows_letters(databases=["default"])
    assert [message.id for message in found] == ids


def test_without_a_database_nothing_is_asked():
    assert checks.database_knows_letters() == []
