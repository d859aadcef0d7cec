"""Five seats and sixty people at once, with cancellations and offers mixed in: exactly five, and no error."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

from events.tests.race import PEOPLE, SEATS, race


def fair(result):
    assert result["errors"] == []
    assert result["taken"] == result["seated"] == SEATS
    assert result["most"] <= SEATS
    assert result["said"] == result["admitted"]
    assert result["people"] == PEOPLE
    assert result["drift"] == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixty_register_at_once_for_five_seats_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("the same race runs on SQLite in a file of its own")
    fair(race())


def on_a_file(program: str, tmp_path):
    """What a program printed as JSON that ran on a SQLite file with the tables of the tests' own database."""
    if connection.vendor != "sqlite":
        pytest.skip("its tables are copied from the tests' own database, which is no SQLite here")
    file = tmp_path / "race.sqlite3"
    copy = sqlite3.connect(file)
    # The tables and what the migrations wrote, as SQL: a copy of pages would wait for the test's own transaction.
    copy.executescript("PRAGMA foreign_keys=OFF;\n" + "\n".join(connection.connection.iterdump()))
    copy.close()
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "csonet.settings",
    }
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.django_db
def test_sixty_register_at_once_for_five_seats_on_sqlite(tmp_path):
    fair(on_a_file("events.tests.race", tmp_path))
