"""What must be true of the database for people to be found by their names in every script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def database_knows_letters(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL with the locale C leaves Cyrillic capitals as they are: e-mails and names would differ by case."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT lower('УСТОЙЧИВОЕ')")
            if cursor.fetchone()[0] != "устойчивое":
                found.append(
                    Error(
                        "The database's locale does not know small and capital letters.",
                        hint="Create it with --locale=C.UTF-8 --encoding=UTF8, or with an ICU locale.",
                        id="content.E010",
                    )
                )
    return found
