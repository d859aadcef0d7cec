"""The migrated database that every process of tests copies: making it by migrations takes half a minute, a copy none.

The first process that needs it migrates, behind a lock; the others wait and copy. SQLite's template is a file in
var/test-templates/, named by a hash of all that could change it, so the next run finds it there. PostgreSQL's is a
database beside those of the tests. After a test that commits, the database is the template's again: so every test,
in whatever order, begins with what the migrations wrote.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import django
from django.conf import settings
from django.db import connection
from django.db.transaction import atomic

FOLDER = Path(settings.VAR_DIR) / "test-templates"
#: So many templates of SQLite are kept: who goes from branch to branch finds those of both.
KEPT = 3
#: What no migration reads, though it lies in the packages.
_BESIDE = {"tests", "testing", "locale", "templates", "__pycache__"}
_LOCK = 20_261_122  # any number that nothing else in the cluster locks


@cache
def key() -> str:
    """A hash of all that could change what migrations make: code, data, packages, versions, the applications."""
    root = Path(settings.BASE_DIR)
    said = hashlib.sha256()
    for package in sorted({name.partition(".")[0] for name in settings.INSTALLED_APPS}):
        for folder, folders, names in os.walk(root / package):
            folders[:] = sorted(set(folders) - _BESIDE)
            for file in (Path(folder) / name for name in sorted(names) if not name.endswith(".pyc")):
                said.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    said.update((root / "requirements.lock").read_bytes())
    packages = sorted(path.name for entry in sys.path for path in Path(entry).glob("*.dist-info"))
    # A clock that was set for the tests is the clock of what the migrations wrote, too.
    beside = [sys.version, sqlite3.sqlite_version, os.environ.get("FAKETIME", ""), *settings.INSTALLED_APPS, *packages]
    said.update("\0".join(beside).encode())
    return said.hexdigest()[:16]


class Template(Protocol):
    """How an engine copies."""

    def begin(self, anew: bool) -> None:
        """Make the database of this process's tests; `anew`: by migrations, although there is a template."""

    def restore(self) -> None:
        """The database of the tests is as it was at the beginning."""

    def end(self) -> None:
        """Remove the database of this process's tests."""


class OnSqlite:
    """A file, copied page by page into the database of the tests, which is in memory."""

    def begin(self, anew: bool) -> None:
        # Held open: a run with other code may take the file away meanwhile.
        self.template = sqlite3.connect(f"file:{sqlite_file(anew)}?mode=ro", uri=True)
        _connect_to(connection.creation._get_test_db_name())
        self.restore()

    def restore(self) -> None:
        connection.ensure_connection()
        self.template.backup(connection.connection)

    def end(self) -> None:
        connection.close()
        self.template.close()


class OnPostgres:
    """A database in the same cluster, copied by CREATE DATABASE … TEMPLATE."""

    def __init__(self) -> None:
        self.name = connection.creation._get_test_db_name()

    def begin(self, anew: bool) -> None:
        with _alone() as cursor:
            _make_postgres_template(cursor, anew)
            _copy_on_postgres(cursor, self.name)
        _connect_to(self.name)
        self.tables = connection.introspection.table_names()
        self.sums = self._sums()

    def restore(self) -> None:
        """Empty what the test filled, which takes a twentieth of a copy; a copy where it changed the template's rows.

        Foreign keys are deferred to the commit: the order does not matter.
        """
        changed = [table for table, now in self._sums().items() if now != self.sums[table]]
        if all(self.sums[table] is None for table in changed):
            with atomic(), connection.cursor() as cursor:
                for table in changed:
                    cursor.execute(f'DELETE FROM "{table}"')
        else:
            connection.close()
            with _alone() as cursor:
                _copy_on_postgres(cursor, self.name)

    def end(self) -> None:
        connection.close()
        with _alone() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _sums(self) -> dict[str, int | None]:
        """A sum over the rows of each table; None where there are none."""
        asked = ", ".join(f'(SELECT sum(hashtext(t::text)) FROM "{table}" t)' for table in self.tables)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {asked}")
            return dict(zip(self.tables, cursor.fetchone(), strict=True))


def of_this_engine() -> Template:
    return OnPostgres() if connection.vendor == "postgresql" else OnSqlite()


def sqlite_copy(path: Path) -> str:
    """The address of a database of SQLite in a file, migrated and without anything else, for a program's own tests."""
    shutil.copyfile(sqlite_file(), path)
    return f"sqlite:///{path}"


def postgres_copy(name: str) -> str:
    """The address of a new database of PostgreSQL, migrated and without anything else, for a program's own tests."""
    with _alone() as cursor:
        _make_postgres_template(cursor)
        _copy_on_postgres(cursor, name)
    return postgres_url(name)


def sqlite_file(anew: bool = False) -> Path:
    """The template of SQLite; the first process that asks makes it."""
    path = FOLDER / f"{key()}.sqlite3"
    if path.exists() and not anew:
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if anew or not path.exists():
            being_made = FOLDER / "being-made"
            being_made.unlink(missing_ok=True)
            _migrate(f"sqlite:///{being_made}")
            with closing(sqlite3.connect(being_made)) as file:
                file.execute("PRAGMA journal_mode=DELETE")  # one file, that can be copied as it lies there
            being_made.rename(path)
            for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda file: -file.stat().st_mtime)[KEPT:]:
                old.unlink()
    return path


@contextmanager
def _alone() -> Iterator[Any]:
    """A cursor of PostgreSQL beside the databases of the tests; one process at a time."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield cursor  # closing the connection gives the lock back


def _copy_on_postgres(cursor: Any, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_postgres_name()}"')


def _make_postgres_template(cursor: Any, anew: bool = False) -> None:
    """Migrate, unless that is done; who holds the lock does it. Templates of other code are dropped."""
    name, being_made = _postgres_name(), "csonet_template_being_made"
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'csonet\\_template\\_%'")
    there = {row[0] for row in cursor.fetchall()}
    if name in there and not anew:
        return
    for old in there:
        cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{being_made}"')
    _migrate(postgres_url(being_made))
    cursor.execute(f'ALTER DATABASE "{being_made}" RENAME TO "{name}"')


def postgres_url(name: str) -> str:
    """The address of another database on the server that the tests use."""
    given: dict[str, Any] = connection.settings_dict
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"


def _migrate(url: str) -> None:
    """All migrations, forward, from nothing: as on a new machine, in a process of its own."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": url}, check=True)  # noqa: S603


def _postgres_name() -> str:
    return f"csonet_template_{key()}"


def _connect_to(name: str) -> None:
    """Lead the connection of this process to the database of its tests, as Django's create_test_db does."""
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


if __name__ == "__main__":
    # Made beforehand, on the engine of DATABASE_URL.
    django.setup()
    if connection.vendor == "sqlite":
        sqlite_file()
    else:
        with _alone() as cursor:
            _make_postgres_template(cursor)
