"""What SQLite knows of its own tables: without it, its planner takes the first index that fits, not the best.

PostgreSQL's autovacuum does this by itself. SQLite drops what it knew of a table whenever a migration makes that table
anew, so it is asked after migrations, after large imports and once a day.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

#: Rows of an index that are looked at. https://sqlite.org/lang_analyze.html recommends 1,000; with so few, a status
#: that half of ten thousand rows have looks rare. This takes about two seconds a gigabyte.
ROWS = 100_000


def take() -> str:
    """Let SQLite look at its tables; a sentence that says so. PostgreSQL is left to itself."""
    if connection.vendor != "sqlite":
        return _("left to the database")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS}")
        cursor.execute("ANALYZE")
    return _("statistics taken")


def after_migrations(plan: list[Any] | None = None, **_others: Any) -> None:
    """A receiver of post_migrate: once, when there was something to migrate."""
    if plan:
        take()
