"""manage.py start: the whole portal from one command. Prepares what is missing, then runs web server and worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.utils import get_random_secret_key
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from csonet.portal.catalogues import compile_catalogues
from csonet.portal.demonstration import CAST, PASSWORD

#: How glibc keeps memory: one arena a process (threads that take turns gain nothing by their own, which cost a worker
#: 20 MB), and what is large goes back to the system when it is no longer needed.
ALLOCATOR = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}


class Command(BaseCommand):
    help = "Migrate, load the demonstration into an empty database, compile, collect, and serve until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="prepare, then end")
        parser.add_argument("--workers", type=int, default=2, help="web worker processes")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["prepare_only"]:
            self.prepare()
            return
        # The demonstration's passwords are known: who wants other machines to reach it says so.
        host, port = os.environ.get("BIND", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
        require_free(host, port)
        self.prepare()
        sys.exit(serve(host, port, options["workers"], self.announce))

    def prepare(self) -> None:
        """Everything that has to be true before the first request; quick when it is already."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the tables …")
            call_command("migrate", verbosity=0)
        compile_catalogues()
        if statics_are_old():
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        if settings.DEMONSTRATION and not apps.get_model("accounts", "User").objects.exists():
            self.stdout.write("Loading the demonstration …")
            call_command("load_demo", verbosity=0)

    def announce(self, port: int) -> None:
        """The address, and who can sign in."""
        lines = ["", f"CSO Net is ready at http://localhost:{port}/  (Ctrl-C stops it)"]
        if settings.DEMONSTRATION:
            lines.append(f"Everybody of the demonstration signs in with the password {PASSWORD}:")
            lines += [f"  {name:<11}{who}" for name, who in CAST.items()]
            lines.append(f"The Branch's desk is at http://localhost:{port}/admin/; mails are printed here.")
        self.stdout.write("\n".join([*lines, ""]))
        self.stdout.flush()


def statics_are_old() -> bool:
    """Has a static file changed since they were collected?"""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    sources = [*settings.STATICFILES_DIRS, Path(settings.BASE_DIR) / "requirements.lock"]
    files = (file for source in sources for file in ([source] if source.is_file() else source.rglob("*")))
    return any(file.stat().st_mtime > collected for file in files)


def served_environment(port: int) -> dict[str, str]:
    """What web server and worker run in: as in production, so that what is seen here is what there will be.

    That means the portal's own error pages, hashed and compressed static files, no traces of errors. Only plain http,
    the demonstration and signing in without a second factor are left from a laptop. What the environment says itself,
    DEBUG above all, is left as it is.
    """
    environment = {**ALLOCATOR, **os.environ, "PORT": str(port)}
    if "DEBUG" in os.environ:
        return environment
    laptop = {
        "SECRET_KEY": own_key(Path(settings.VAR_DIR) / "secret-key"),
        "ALLOWED_HOSTS": ",".join(settings.ALLOWED_HOSTS),
        "SITE_URL": settings.SITE_URL,
        "SECURE": "off",
        "DEMONSTRATION": "on",
        "STAFF_NEEDS_SECOND_FACTOR": "off",
    }
    return {**laptop, **environment, "DEBUG": "off"}


def own_key(kept_in: Path) -> str:
    """The secret key of this machine, made at the first start and readable by its owner alone."""
    try:
        with open(os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(get_random_secret_key())
    except FileExistsError:
        pass
    return kept_in.read_text()


def require_free(host: str, port: int) -> None:
    """Raises CommandError, for the person at the terminal, where nothing can listen there or something does already."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        why = f"Nothing can listen on {host}:{port}: {error.strerror}. PORT=9000 takes another port."
        raise CommandError(why) from None


def web_command(host: str, port: int, workers: int) -> list[str]:
    """How the web server is started."""
    gunicorn = [sys.executable, "-m", "gunicorn", "csonet.wsgi", "--bind", f"{host}:{port}"]
    return [*gunicorn, "--workers", str(workers), "--threads", "2", "--log-level", "warning", "--preload"]


def serve(host: str, port: int, workers: int, ready: Any) -> int:
    """Run gunicorn and the background worker until one of them ends or somebody stops us; the exit code."""
    environment = served_environment(port)
    commands = [
        web_command(host, port, workers),
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "worker"],
    ]
    processes = [subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR) for command in commands]  # noqa: S603

    def stop(*_args: object) -> None:
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if answers(host, port, processes):
        ready(port)
    while all(process.poll() is None for process in processes):
        time.sleep(0.2)
    stop()
    codes = [process.wait(timeout=30) for process in processes]
    return max(0, *codes)


def answers(host: str, port: int, processes: list[subprocess.Popen[bytes]], patience: float = 30.0) -> bool:
    """Wait until the server takes connections; False if a process ended or patience did."""
    until = time.monotonic() + patience
    while time.monotonic() < until and all(process.poll() is None for process in processes):
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return True
        time.sleep(0.05)
    return False
