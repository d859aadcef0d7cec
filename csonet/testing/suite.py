"""make test: everything that has to hold, in one run.

Lint, types, layers, templates, migrations, deployment checks; the tests on SQLite, then on PostgreSQL (by
DATABASE_URL, or in a throw-away cluster), then in a real browser. What was left out is said in the last lines;
CSONET_REQUIRE=postgres,browser turns leaving out into failing.
`python -m csonet.testing.suite lint sqlite` runs the named parts alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

from csonet.testing import postgres
from csonet.testing.browser import chromium, html_checker

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
DEPLOY = {
    "DEBUG": "off",
    "SECRET_KEY": "only-for-the-deployment-check-" + "x7Qp2Lm9Zr4Tn8Vw" * 3,
    "ALLOWED_HOSTS": "csonet.example.org",
    "SITE_URL": "https://csonet.example.org",
}
LINT: list[tuple[str, list[str], dict[str, str]]] = [
    ("ruff check", ["ruff", "check", "."], {}),
    ("ruff format", ["ruff", "format", "--check", "."], {}),
    ("layers", ["lint-imports"], {}),
    ("types", ["mypy"], {}),
    ("templates", ["djlint", "templates", "--lint", "--quiet"], {}),
    ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("deployment", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], DEPLOY),
]


#: What is ended when the run is: the cluster of PostgreSQL, the making of templates.
RUNNING = ExitStack()


class Failed(Exception):
    """A part did not hold."""


class LeftOut(Exception):
    """A part could not run here; the text says why."""


def run(name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run one command of the virtual environment. Raises Failed when it ends with anything but 0."""
    program, *rest = command
    started = time.monotonic()
    print(f"\n=== {name}", flush=True)
    code = subprocess.call([str(BIN / program), *rest], cwd=ROOT, env=surroundings(environment))  # noqa: S603
    print(f"--- {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    if code:
        raise Failed(name)


def surroundings(environment: dict[str, str] | None = None) -> dict[str, str]:
    """What a command runs in. Python may keep what it compiled: a run starts itself a hundred times."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **(environment or {})}


def pytest(name: str, environment: dict[str, str], *arguments: str) -> None:
    """Run pytest in parallel; the databases of the workers are made and dropped by it."""
    command = ["python", "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", "-p", "no:cacheprovider"]
    run(name, [*command, *arguments], environment)


def lint() -> None:
    """Every check, so that one run shows all that is wrong."""
    failed = []
    for name, command, environment in LINT:
        try:
            run(name, command, environment)
        except Failed:
            failed.append(name)
    if failed:
        raise Failed(", ".join(failed))


def sqlite() -> None:
    """The whole suite on SQLite."""
    pytest("tests on SQLite", {"DATABASE_URL": ""}, "-m", "not browser")


@cache
def postgres_url() -> str:
    """The address of a PostgreSQL: the one of DATABASE_URL, or a cluster of our own that runs until the end."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    if postgres.binaries() is None:
        raise LeftOut("no DATABASE_URL and no PostgreSQL server binaries here")
    return RUNNING.enter_context(postgres.cluster())


def postgresql() -> None:
    """The whole suite on PostgreSQL."""
    pytest("tests on PostgreSQL", {"DATABASE_URL": postgres_url()}, "-m", "not browser")


def browser() -> None:
    """The stories in a real browser, on SQLite and on PostgreSQL."""
    if chromium() is None:
        raise LeftOut("no Chromium here")
    if html_checker() is None:
        raise LeftOut("no Nu HTML checker here (needs java, and npm to fetch it)")
    pytest("browser on SQLite", {"DATABASE_URL": ""}, "-m", "browser")
    try:
        pytest("browser on PostgreSQL", {"DATABASE_URL": postgres_url()}, "-m", "browser and story")
    except LeftOut as reason:
        raise LeftOut(f"the story on PostgreSQL: {reason}") from reason


def begin_templates() -> None:
    """Let the databases that tests copy be migrated beside the lint, which needs one core; who needs them waits."""
    urls = [""]
    with suppress(LeftOut):
        urls.append(postgres_url())
    command = [sys.executable, "-m", "csonet.testing.template"]
    for url in urls:
        environment = surroundings({"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "csonet.settings"})
        RUNNING.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment))  # noqa: S603


PARTS: dict[str, Callable[[], None]] = {
    "lint": lint,
    "sqlite": sqlite,
    "postgres": postgresql,
    "browser": browser,
}


def main(wanted: list[str]) -> int:
    """Run the parts (all of them by default); 0 if everything held."""
    required = set(filter(None, os.environ.get("CSONET_REQUIRE", "").split(",")))
    failed: list[str] = []
    left_out: dict[str, str] = {}
    started = time.monotonic()
    run("catalogues", ["python", "manage.py", "compile_catalogues"], {"DATABASE_URL": ""})
    with RUNNING:
        if not wanted:
            begin_templates()
        for name in wanted or list(PARTS):
            try:
                PARTS[name]()
            except LeftOut as reason:
                left_out[name] = str(reason)
            except Failed as what:
                failed.append(f"{name} ({what})")
    print(f"\n=== {time.monotonic() - started:.0f} s in all")
    for name, reason in left_out.items():
        print(f"LEFT OUT: {name}: {reason}")
    failed += [f"{name} was left out" for name in left_out if name in required]
    for what in failed:
        print(f"FAILED: {what}")
    if not failed:
        print("Everything that ran holds." if left_out else "Everything holds; nothing was left out.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
