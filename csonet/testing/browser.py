"""What the browser tests need from the machine: Chromium, and the Nu HTML checker."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache"
CHECKER_VERSION = "26.9.16"
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
    jar = CACHE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    npm = shutil.which("npm")
    if shutil.which("java") is None:
        return None
    for _attempt in range(ATTEMPTS):
        if jar.exists() or npm is None:
            break
        CACHE.mkdir(exist_ok=True)
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", f"vnu-jar@{CHECKER_VERSION}"]
        subprocess.run([*command, "--prefix", str(CACHE)], check=False)  # noqa: S603
    return jar if jar.exists() else None
