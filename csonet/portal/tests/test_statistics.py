"""What the database's planner stands on: statistics of the tables, and the indexes that migrations write by hand."""

from __future__ import annotations

import pytest
from django.db import connection

from csonet.notifications.jobs import REGISTRY
from csonet.portal import statistics
from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db


def _known() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone() is None:
            return set()
        cursor.execute("SELECT tbl FROM sqlite_stat1")
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes statistics by itself")
def test_sqlite_knows_its_tables_after_the_job_and_after_migrations():
    make_practice()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_master")
        cursor.execute("DELETE FROM sqlite_stat1")
    statistics.after_migrations(plan=[])
    assert "content_item" not in _known()
    statistics.after_migrations(plan=["something"])
    assert "content_item" in _known()
    assert REGISTRY["statistics"].run() == "statistics taken"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="of PostgreSQL")
def test_postgresql_is_left_to_itself(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert statistics.take() == "left to the database"


@pytest.mark.parametrize("name", ["search_title_key"])
def test_indexes_that_migrations_wrote_by_hand_are_still_there(name):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "content_searchdocument")
    assert name in found
