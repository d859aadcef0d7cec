"""manage.py worker: sends the outbox and runs the periodic jobs until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from csonet.notifications import jobs, outbox

logger = logging.getLogger("csonet.jobs")
HEARTBEAT_SECONDS = 20
#: Batches of mail in one round, so that a great sending does not hold up the jobs and the heartbeat.
MOST_BATCHES = 10


class Command(BaseCommand):
    help = "Send waiting mails and run the periodic jobs. Stops on SIGTERM and SIGINT after the work in hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end (for cron)")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two rounds")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.round()
            return
        stop = threading.Event()
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_: stop.set())
        last_beat = float("-inf")
        while not stop.is_set():
            pause = options["pause"]
            try:
                if time.monotonic() - last_beat > HEARTBEAT_SECONDS:
                    jobs.beat()
                    last_beat = time.monotonic()
                self.round()
            except DatabaseError as problem:
                logger.warning("the database is away: %s", type(problem).__name__)
                pause = 5.0
            close_old_connections()
            stop.wait(pause)

    def round(self) -> None:
        """What is due now."""
        rounds = 0
        while outbox.deliver_due() == outbox.BATCH and rounds < MOST_BATCHES:
            rounds += 1
            jobs.beat()
        jobs.run_due()
