"""Every mail leaves once: a real SMTP server, real worker processes, kill -9 in mid-batch, the server down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from csonet.notifications import outbox
from csonet.notifications.models import MailState, OutboundMail
from csonet.testing.postgres import free_port
from csonet.testing.stores import ask, shared_store

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90


class Postman:
    """Takes mails and notes their Message-IDs; `pause` seconds for each make a batch long enough to be killed in."""

    def __init__(self, pause: float = 0.0):
        self.ids: list[str] = []
        self.pause = pause

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        time.sleep(self.pause)
        self.ids.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


@pytest.fixture
def server():
    """Starts a server on a port of its own; returns (its port, start(pause) -> Postman, stop())."""
    running: list[Controller] = []
    port = free_port()

    def start(postman: Postman) -> Postman:
        controller = Controller(postman, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)
        return postman

    def stop() -> None:
        while running:
            running.pop().stop()

    yield port, start, stop
    stop()


@pytest.fixture
def store(tmp_path):
    """The database that worker processes share: the test's own, of SQLite a copy in a file. Call it with a number.

    It queues so many mails, and gives (the address of the database, a function that counts what is not sent).
    """

    def make(number: int):
        for n in range(number):
            outbox.queue_mail(f"person{n}@example.org", "Hello", "text", "en")
        url = shared_store(tmp_path)
        query = "SELECT COUNT(*) FROM notifications_outboundmail WHERE state != 'sent'"
        return url, lambda: ask(url, query)[0][0]

    return make


@pytest.fixture
def worker(server, tmp_path):
    """Starts a worker process on a database; all are ended afterwards."""
    port, _start, _stop = server
    processes: list[subprocess.Popen] = []
    log = (tmp_path / "worker.log").open("ab")

    def start(url: str, lease: int = 2) -> subprocess.Popen:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_LEASE_SECONDS": str(lease),
            "VAR_DIR": str(tmp_path),
        }
        command = [sys.executable, str(ROOT / "manage.py"), "worker", "--pause", "0.1"]
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=log)  # noqa: S603
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
    log.close()
    print((tmp_path / "worker.log").read_text())  # noqa: T201  # shown where the test failed


def wait_for(condition) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def test_a_mail_reaches_a_real_server_and_a_refused_address_is_given_up(server, settings):
    port, start, _stop = server
    postman = start(Postman())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    for n in range(3):
        outbox.queue_mail(f"person{n}@example.org", "Hello", "text", "en")
    outbox.queue_mail("nobody@example.org", "Hello", "text", "en")
    assert outbox.deliver_due() == 3
    assert len(set(postman.ids)) == 3
    assert OutboundMail.objects.get(to="nobody@example.org").state == MailState.DEAD


def test_two_workers_at_once_send_each_mail_once(server, store, worker):
    _port, start, _stop = server
    postman = start(Postman(pause=0.01))
    url, unsent = store(60)
    for _worker in range(2):
        worker(url, lease=PATIENCE)  # nobody dies here: on a busy machine a short lease could run out in mid-sending
    wait_for(lambda: unsent() == 0)
    assert len(postman.ids) == 60
    assert set(Counter(postman.ids).values()) == {1}


def test_no_mail_is_lost_when_workers_are_killed_and_only_the_one_in_hand_is_offered_again(server, store, worker):
    """SMTP can't tell a mail that was accepted just before the kill from one that was not (RFC 1047).

    That single one is offered again under the same Message-ID, which mail programs show once.
    """
    _port, start, _stop = server
    postman = start(Postman(pause=0.03))
    url, unsent = store(60)
    kills = 3
    for part in range(1, kills + 1):
        process = worker(url)
        wait_for(lambda part=part: len(postman.ids) >= part * 10)
        process.send_signal(signal.SIGKILL)
        process.wait()
    worker(url)
    wait_for(lambda: unsent() == 0)
    assert len(set(postman.ids)) == 60
    assert len(postman.ids) - 60 <= kills


def test_a_server_that_is_down_costs_time_and_no_mail(server, store, worker):
    _port, start, stop = server
    postman = start(Postman(pause=0.02))
    url, unsent = store(40)
    worker(url)
    wait_for(lambda: len(postman.ids) >= 10)
    stop()
    time.sleep(1)
    again = start(Postman())
    wait_for(lambda: unsent() == 0)
    got = Counter(postman.ids + again.ids)
    assert len(got) == 40
    assert sum(got.values()) - 40 <= 1  # the one that was in hand when the server went
