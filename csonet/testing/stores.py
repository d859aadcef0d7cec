"""The database of a test, for processes and threads that it starts: PostgreSQL's own, of SQLite a copy in a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections


def shared_store(folder: Path) -> str:
    """The address of a database with all that the test committed until now; for tests with transaction=True."""
    given: dict[str, Any] = connection.settings_dict
    if connection.vendor != "sqlite":
        login = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
        return f"postgres://{login}/{given['NAME']}"
    path = folder / "shared.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path, timeout=20) as copy:
        connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{path}"


@contextmanager
def shared_by_threads(folder: Path) -> Iterator[None]:
    """Inside, every thread's connection leads to one real database; SQLite's in memory knows other locks than a file.

    For tests with transaction=True; what they make inside is gone with the folder.
    """
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    path = shared_store(folder).removeprefix("sqlite:///")
    values, in_memory = connections.settings["default"], connections["default"]
    name, values["NAME"] = values["NAME"], path
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        values["NAME"] = name
        connections["default"] = in_memory


def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a question to that database, as the other processes left it."""
    if not url.startswith("sqlite"):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())
    other = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)
    try:
        return list(other.execute(sql).fetchall())
    finally:
        other.close()
