"""What tests need from the machine: Chromium, the Nu HTML checker, a reader of calendars that is no Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache"
CHECKER_VERSION = "26.9.16"
READER_VERSION = "2.2.1"
#: The registry is far away and sometimes slow.
ATTEMPTS = 4


def chromium() -> str | None:
    """The path of a Chromium on this machine (CSONET_CHROMIUM names another), or None."""
    named = os.environ.get("CSONET_CHROMIUM", "")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def html_checker() -> Path | None:
    """The Nu HTML checker's jar, fetched once from the npm registry into .cache/; None without java or npm."""
    if shutil.which("java") is None:
        return None
    return fetched("vnu-jar", CHECKER_VERSION, "build/dist/vnu.jar")


def calendar_reader() -> Path | None:
    """Thunderbird's reader of calendars, ical.js, fetched the same way; None without node or npm."""
    if shutil.which("node") is None:
        return None
    return fetched("ical.js", READER_VERSION, "dist/ical.js")


def fetched(package: str, version: str, file: str) -> Path | None:
    """A file of an npm package, fetched once into .cache/, into a folder of its own; None if that is not possible."""
    folder = CACHE / package
    found, npm = folder / "node_modules" / package / file, shutil.which("npm")
    for _attempt in range(ATTEMPTS):
        if found.exists() or npm is None:
            break
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", f"{package}@{version}"]
        subprocess.run([*command, "--prefix", str(folder)], check=False)  # noqa: S603
    return found if found.exists() else None
