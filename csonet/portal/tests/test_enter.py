"""The container's entry: waits for the database, and of two that start together one migrates."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from csonet.portal.management.commands import enter

ROOT = Path(__file__).resolve().parents[3]


def test_it_waits_for_a_database_that_comes_late(monkeypatch):
    tried = []

    def answer():
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("the database system is starting up")

    monkeypatch.setattr(enter.connection, "ensure_connection", answer)
    monkeypatch.setattr(enter.time, "sleep", lambda _seconds: None)
    enter.wait_for_database(patience=60)
    assert len(tried) == 3


def test_it_says_when_the_database_never_answers(monkeypatch):
    def answer():
        raise OperationalError("could not connect to server")

    monkeypatch.setattr(enter.connection, "ensure_connection", answer)
    with pytest.raises(CommandError, match="could not connect"):
        enter.wait_for_database(patience=0)


def test_a_stop_is_heard_before_the_server_stands(monkeypatch):
    """The kernel gives the first process of a container no default: a stop would wait out its grace, then kill."""
    monkeypatch.setattr(enter, "wait_for_database", lambda _patience: os.kill(os.getpid(), signal.SIGTERM))
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(SystemExit) as ended:
            call_command("enter", "migrate")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert ended.value.code == 128 + signal.SIGTERM


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_that_start_before_the_database_is_there_one_migrates(tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("the lock is PostgreSQL's")
    given, name = connection.settings_dict, f"entering_{uuid.uuid4().hex[:8]}"
    login = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    environment = {**os.environ, "DATABASE_URL": f"postgres://{login}/{name}", "VAR_DIR": str(tmp_path)}
    command = [sys.executable, str(ROOT / "manage.py"), "enter", "migrate"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    starting = [subprocess.Popen(command, env=environment, cwd=ROOT, **pipes) for _n in range(2)]  # noqa: S603
    try:
        time.sleep(1)
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        words = [process.communicate(timeout=300)[0] for process in starting]
        assert [process.returncode for process in starting] == [0, 0], words
        assert sorted("No migrations to apply" in said for said in words) == [False, True]
    finally:
        for process in starting:
            process.kill()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
