"""A throw-away PostgreSQL cluster for tests, where the server's binaries are on the machine."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl (the newest version there is), or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4].split(".")[0]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and yield its DATABASE_URL; stop and delete it afterwards.

    PostgreSQL refuses to run as root: there the account `postgres` is used. Raises FileNotFoundError without
    binaries and subprocess.CalledProcessError when the server does not start.
    """
    folder = binaries()
    if folder is None:
        raise FileNotFoundError("no PostgreSQL server binaries on this machine")
    home = Path(tempfile.mkdtemp(prefix="csonet-postgres-"))
    prefix: list[str] = []
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    port, data = free_port(), home / "data"

    def run(*command: str) -> None:
        subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd=home)  # noqa: S603

    # Tests need no durability: without fsync they take half the time. Copies of databases need no checkpoints.
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"
    options += " -c full_page_writes=off -c max_wal_size=8GB -c checkpoint_timeout=1h"
    try:
        run(
            str(folder / "initdb"),
            "-D",
            str(data),
            "-U",
            "csonet",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        run(str(folder / "pg_ctl"), "-D", str(data), "-l", str(home / "log"), "-w", "-o", options, "start")
        try:
            run(str(folder / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "csonet", "csonet")
            yield f"postgres://csonet@127.0.0.1:{port}/csonet"
        finally:
            run(str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
