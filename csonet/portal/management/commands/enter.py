"""manage.py enter: the container's entry point. Waits for the database, migrates under a lock, then serves."""

from __future__ import annotations

import os
import signal
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

#: Any number will do, as long as every container uses the same one.
MIGRATION_LOCK = 20_091_946


class Command(BaseCommand):
    help = "Wait for the database, migrate (one container at a time), then become the web server or the worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", choices=["web", "worker", "migrate"])
        parser.add_argument("--patience", type=float, default=60, help="seconds to wait for the database")

    def handle(self, *args: Any, **options: Any) -> None:
        # The first process of a container has no default for SIGTERM: unheard, a stop would wait and then kill.
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
        wait_for_database(options["patience"])
        migrate_under_lock()
        connection.close()
        if options["role"] == "web":
            port, workers = os.environ.get("PORT", "8000"), os.environ.get("WEB_CONCURRENCY", "2")
            command = ["gunicorn", "csonet.wsgi", "--bind", f"0.0.0.0:{port}", "--workers", workers, "--threads", "4"]
            command += ["--worker-tmp-dir", "/dev/shm", "--max-requests", "5000"]  # noqa: S108  # memory, not a disk
            command += ["--max-requests-jitter", "500", "--access-logfile", "-"]
            # Its place is the home folder: a volume that several containers share, where nobody asks by it.
            command += ["--no-control-socket"]
            command += ["--logger-class", "csonet.portal.access_log.AccessLog"]
            os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606
        if options["role"] == "worker":
            manage = str(settings.BASE_DIR / "manage.py")
            os.execv(sys.executable, [sys.executable, manage, "worker"])  # noqa: S606


def wait_for_database(patience: float) -> None:
    """Return as soon as the database answers. Raises CommandError when it doesn't in `patience` seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.ensure_connection()
        except OperationalError as problem:
            if time.monotonic() > until:
                raise CommandError(f"the database does not answer: {problem}") from problem
            time.sleep(0.5)
        else:
            return


def migrate_under_lock() -> None:
    """Migrate; on PostgreSQL under an advisory lock, so that containers that start together do it once."""
    if connection.vendor != "postgresql":
        call_command("migrate", verbosity=1)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            call_command("migrate", verbosity=1)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
