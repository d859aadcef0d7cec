"""manage.py worker: sends the outbox and runs the periodic jobs until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection

from csonet.notifications import jobs, outbox

logger = logging.getLogger("csonet.jobs")
HEARTBEAT_SECONDS = 20
#: Batches of mail in one round, so that a great sending does not hold up the jobs.
MOST_BATCHES = 10


class Pulse(threading.Thread):
    """Says that the worker lives, in the midst of a long job too; not for a worker that got nowhere during a lease."""

    def __init__(self) -> None:
        super().__init__(name="pulse", daemon=True)
        self.moved_on = time.monotonic()
        self.over = threading.Event()

    def run(self) -> None:
        while True:
            self.beat()
            if self.over.wait(HEARTBEAT_SECONDS):
                return

    def beat(self) -> None:
        """One beat, on a connection of its own."""
        if time.monotonic() - self.moved_on > jobs.LEASE.total_seconds():
            return
        try:
            jobs.beat()
        except DatabaseError:
            pass  # the worker's own loop says so, and waits
        finally:
            connection.close()


class Command(BaseCommand):
    help = "Send waiting mails and run the periodic jobs. Stops on SIGTERM and SIGINT after the work in hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end (for cron)")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two rounds")

    def handle(self, *args: Any, **options: Any) -> None:
        self.pulse = Pulse()
        if options["once"]:
            self.round()
            return
        stop = threading.Event()
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_: stop.set())
        self.pulse.start()
        while not stop.is_set():
            pause = options["pause"]
            try:
                self.round()
            except DatabaseError as problem:
                logger.warning("the database is away: %s", type(problem).__name__)
                pause = 5.0
            close_old_connections()
            stop.wait(pause)
        self.pulse.over.set()

    def round(self) -> None:
        """What is due now."""
        self.send_mails()
        jobs.run_due(between=self.send_mails)

    def send_mails(self) -> None:
        """What waits in the outbox; also after each job, so that no mail waits for more than one of them."""
        self.pulse.moved_on = time.monotonic()
        rounds = 0
        while outbox.deliver_due() and rounds < MOST_BATCHES:
            rounds += 1
            self.pulse.moved_on = time.monotonic()
