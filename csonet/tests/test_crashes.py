"""kill -9 of web workers under load: a request in hand may be lost, nothing is half done, nothing acknowledged is."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from csonet.testing.postgres import free_port
from csonet.testing.stores import ask, shared_store

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
KILLS, WRITERS = 3, 2


class Writer(threading.Thread):
    """Somebody who submits one practice after the other, and sends again what got no answer, as a browser would."""

    def __init__(self, port: int, cookie: str, organization: int):
        super().__init__(daemon=True)
        self.port, self.cookie, self.organization = port, cookie, organization
        self.token = _get_new_csrf_string()
        self.acknowledged: list[str] = []
        self.lost = 0
        self.over = threading.Event()

    def run(self) -> None:
        key = str(uuid.uuid4())
        while not self.over.is_set():
            try:
                status = self.post(key)
            except (OSError, http.client.HTTPException):
                self.lost += 1
                continue
            assert status == 302, status
            self.acknowledged.append(key)
            key = str(uuid.uuid4())

    def post(self, key: str) -> int:
        fields = {
            "key": key,
            "version": "0",
            "do": "submit",
            "title": f"Rain {key}",
            "summary": "Jars keep rain.",
            "language": "en",
            "organization": str(self.organization),
            "audience": "public",
            "licence": "cc-by-4.0",
            "action": "We fired jars.",
            "csrfmiddlewaretoken": self.token,
        }
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.cookie}; {settings.CSRF_COOKIE_NAME}={self.token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", "/en/practices/new/", urlencode(fields), headers)
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.fixture
def served(tmp_path, cast):
    """(port, the address of the database, gunicorn's process, a cookie of the author's session)."""
    client = Client()
    client.force_login(cast.author)
    url, port = shared_store(tmp_path), free_port()
    environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(tmp_path), "EMAIL_URL": "dummy://"}
    environment["POST_RATE"] = ""
    command = [sys.executable, "-m", "gunicorn", "csonet.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "4", "--log-level", "error"]
    with (tmp_path / "gunicorn.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)  # noqa: S603
        try:
            wait_until(lambda: listens(port))
            yield port, url, process, client.cookies[settings.SESSION_COOKIE_NAME].value
        finally:
            process.terminate()
            process.wait(timeout=60)
    print((tmp_path / "gunicorn.log").read_text()[-4000:])  # noqa: T201  # shown where the test failed


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def workers_of(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [int(child) for child in children]


def wait_until(condition, patience: float = 120) -> None:
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers in /proc")
def test_a_killed_worker_loses_at_most_the_request_in_hand_and_leaves_nothing_half_done(served, cast):
    port, url, master, cookie = served
    writers = [Writer(port, cookie, cast.organization.pk) for _n in range(WRITERS)]
    for writer in writers:
        writer.start()

    def done() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    wait_until(lambda: done() >= 4)
    for kill in range(KILLS):
        before = done()
        os.kill(workers_of(master.pid)[kill % 2], signal.SIGKILL)
        wait_until(lambda before=before: done() >= before + 6)
    for writer in writers:
        writer.over.set()
    for writer in writers:
        writer.join(timeout=60)
    lost = sum(writer.lost for writer in writers)
    assert lost <= KILLS * WRITERS, "each kill takes at most the one request that each writer had in hand"

    acknowledged = {uuid.UUID(key) for writer in writers for key in writer.acknowledged}
    rows = ask(
        url,
        "SELECT item.key, item.status, item.version,"
        " (SELECT COUNT(*) FROM practices_practice WHERE item_ptr_id = item.id),"
        " (SELECT COUNT(*) FROM content_decision WHERE item_id = item.id),"
        " (SELECT COUNT(*) FROM content_case WHERE item_id = item.id AND closed_at IS NULL),"
        " (SELECT COUNT(*) FROM notifications_notice WHERE item_id = item.id AND kind = 'submitted')"
        " FROM content_item item",
    )
    whole = {
        (status, practice, decisions, cases, notices) for _k, status, _v, practice, decisions, cases, notices in rows
    }
    assert whole == {("submitted", 1, 1, 1, 1)}
    stored = [uuid.UUID(str(key)) for key, *_rest in rows]
    assert len(stored) == len(set(stored)), "what was sent again made no second item"
    assert acknowledged <= set(stored), "nothing that was acknowledged is gone"
    assert len(stored) - len(acknowledged) <= WRITERS, "the last post of each writer may have got no answer"
