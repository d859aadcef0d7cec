"""A whole portal for the browser tests: the demonstration behind gunicorn, a worker, and a real SMTP server."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, Response, expect, sync_playwright

from accounts.register.tests.folders import change, write_folder
from csonet.portal.demonstration import PASSWORD
from csonet.testing import template
from csonet.testing.browser import chromium, html_checker
from csonet.testing.postgres import free_port

ROOT = Path(settings.BASE_DIR)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
#: Milliseconds until what a page should show counts as missing: a busy machine takes its time.
PATIENCE = 30_000
#: How the States of the invented roll call voted.
VOTES = {"Chile": "in favor", "Israel": "in favor", "Cuba": "against", "India": "against", "Armenia": "abstaining"}


expect.set_options(timeout=PATIENCE)


@dataclass
class Letters:
    """What the SMTP server received."""

    received: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def wait_for(self, to: str, word: str, patience: float = 60.0) -> EmailMessage:
        """The newest letter to an address that holds a word in its subject or text."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for letter in reversed(self.received):
                if to in letter["To"] and word in f"{letter['Subject']} {text_of(letter)}":
                    return letter
            time.sleep(0.2)
        raise AssertionError(f"no letter to {to} about {word!r} in {[letter['Subject'] for letter in self.received]}")


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter, which every letter has."""
    body = letter.get_body(preferencelist=("plain",))
    assert body is not None, f"no plain text in {letter['Subject']}"
    return body.get_content()


@dataclass
class Portal:
    """The running portal."""

    url: str
    letters: Letters
    environment: dict[str, str]

    def manage(self, *arguments: str, input: bytes = b"", **more: str) -> str:
        """Run a command of manage.py beside the server, on its data, with `input` for it to read; what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        environment = self.environment | more
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, input=input or None
        )
        return done.stdout.decode()

    def links_in(self, letter: EmailMessage) -> list[str]:
        """The links of a letter that lead to the portal, at the address where it listens."""
        host = urlsplit(self.url)
        found = re.findall(r"https?://\S+", text_of(letter))
        return [urlunsplit(urlsplit(link)._replace(scheme=host.scheme, netloc=host.netloc)) for link in found]


def database_of(folder: Path) -> str:
    """The address of a new portal's database: SQLite's in its folder, or one on the PostgreSQL of DATABASE_URL."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        return template.sqlite_copy(folder / "portal.sqlite3")
    return template.postgres_copy(f"csonet_browser_{os.getpid()}_original")


def copy_of(original: str, folder: Path) -> str:
    """The address of a database with the same content, whose file was copied into the folder if it is SQLite's."""
    if original.startswith("sqlite"):
        return f"sqlite:///{folder / 'portal.sqlite3'}"
    name = f"csonet_browser_{os.getpid()}_copy"
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {urlsplit(original).path.strip('/')}")
    connection.close()
    return urlunsplit(urlsplit(original)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def letters() -> Iterator[Letters]:
    """A real SMTP server, on the port of EMAIL_URL or a free one."""
    received = Letters()
    received.port = urlsplit(os.environ.get("EMAIL_URL", "")).port or free_port()
    smtp = Controller(received, hostname="127.0.0.1", port=received.port)
    smtp.start()
    yield received
    smtp.stop()


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, letters: Letters, django_db_blocker: Any) -> Iterator[Portal]:
    """The demonstration, served as in production (DEBUG off), its mails sent to a real SMTP server.

    CSONET_BROWSER_URL names one that runs already, for quick turns: the tests' environment must be the server's.
    """
    if running := os.environ.get("CSONET_BROWSER_URL"):
        yield Portal(running, letters, dict(os.environ))
        return
    with django_db_blocker.unblock():
        original = prepared(tmp_path_factory, letters)
    made = copied(original, tmp_path_factory.mktemp("portal"), letters)
    folder = Path(made.environment["VAR_DIR"])
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, "manage.py", "start"]
        server = subprocess.Popen(command, cwd=ROOT, env=made.environment, stdout=log, stderr=log)
        try:
            wait_for(f"{made.url}/healthz")
            yield made
        finally:
            ended = server.poll()
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    assert ended is None, (folder / "server.log").read_text()[-3000:]


def portal_at(folder: Path, database: str, letters: Letters) -> Portal:
    """A portal with its data in a folder and a database, not started yet."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": database,
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SECRET_KEY": "only-for-the-browser-tests-" + "br0ws3r" * 8,
        "EMAIL_URL": f"smtp://127.0.0.1:{letters.port}",
        "DEBUG": "off",
        "SECURE": "off",
        "DEMONSTRATION": "on",
        "MAIL_GRACE_MINUTES": "0",
        "MAIL_REPLY_ADDRESS": "reply@in.example.org",
        "STAFF_NEEDS_SECOND_FACTOR": "off",
    }
    return Portal(f"http://127.0.0.1:{port}", letters, environment)


def prepared(tmp_path_factory: pytest.TempPathFactory, letters: Letters) -> Portal:
    """The portal that each process copies: the demonstration and a small register. The first one that asks makes it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "original"
    folder.mkdir(exist_ok=True)
    address = folder / "database-url"
    with (folder.parent / "original.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists():
            made = portal_at(folder, database_of(folder), letters)
            made.manage("start", "--prepare-only", DEMONSTRATION="off")
            made.manage("load_demo", "--with-known-passwords")
            made.manage("import_committee_decisions", str(committee_files(folder / "committee")))
            address.write_text(made.environment["DATABASE_URL"])
            return made
    return portal_at(folder, address.read_text(), letters)


def copied(original: Portal, folder: Path, letters: Letters) -> Portal:
    """A portal with the same content as another one that doesn't run, in a folder and a database of its own."""
    shutil.copytree(original.environment["VAR_DIR"], folder, dirs_exist_ok=True)
    return portal_at(folder, copy_of(original.environment["DATABASE_URL"], folder), letters)


def committee_files(folder: Path) -> Path:
    """Two sessions of an invented Committee: one organization that waited, one with a new name, one roll call."""
    waited, renamed, asked = "League of Harbour Lights", "Society for Quiet Rivers", "Union of Paper Boats"
    vote = [("1", asked, "2021-05-20", state, how, "against") for state, how in VOTES.items()]
    return write_folder(
        folder,
        status_granted=[(waited, "2021-05-20"), (renamed, "2020-01-24")],
        new_applications_deferred=[(waited, "2020-01-24")],
        applications_closed_no_response=[("Bureau of Lost Kites", "2021-05-20")],
        applications_declined=[(asked, "2021-05-20")],
        name_changes=[change(renamed, "Quiet Rivers International", "2021-05-20", "special", "2020")],
        roll_call_votes=vote,
    )


def wait_for(url: str, patience: float = 60.0) -> None:
    """Return when the address answers."""
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, portal: Portal) -> Iterator[Callable[..., Page]]:
    """Opens pages: open_page(javascript=True, width=1280, who="author"). `who` signs in first."""
    contexts = []

    def opened(*, javascript: bool = True, width: int = 1280, who: str = "") -> Page:
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            base_url=portal.url,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        if who:
            sign_in(page, who)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Through the door that everybody uses."""
    page.goto("/en/accounts/login/")
    page.locator("main input[name=login]").fill(username)
    page.locator("main input[name=password]").fill(password)
    page.locator("main form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login" not in url)


def press(page: Page, target: Locator) -> Response:
    """Press what leads on, and wait for the answer, which is returned: the next step may be in another window."""
    with page.expect_navigation() as navigation:
        target.click()
    return navigation.value


@pytest.fixture(scope="session")
def nu_check() -> Iterator[Callable[[dict[str, str]], list[str]]]:
    """Asks the Nu HTML checker about pages {name: html}; the list of what it says, empty if all is well.

    It runs as a server: to start Java for each question would take longer than the answers.
    """
    jar = html_checker()
    if jar is None:
        pytest.skip("no Nu HTML checker on this machine")
    address = f"http://127.0.0.1:{(port := free_port())}/?out=gnu"
    command = ["java", "-XX:+UseSerialGC", "-Dnu.validator.servlet.bind-address=127.0.0.1"]
    command += ["-cp", str(jar), "nu.validator.servlet.Main", str(port)]

    def ask(html: str) -> list[str]:
        asked = urllib.request.Request(address, html.encode(), {"Content-Type": "text/html; charset=utf-8"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.read().decode().splitlines()

    def check(pages: dict[str, str]) -> list[str]:
        return [f"{name}{line}" for name, html in pages.items() for line in ask(html) if line.strip()]

    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(address.partition("?")[0])
            assert check({"page": "<p>Text</b>"}), "the checker finds nothing wrong with what is wrong"
            yield check
        finally:
            server.terminate()


def tell_database(url: str, sql: str) -> None:
    """Change a row of a portal's database, whatever its engine."""
    if url.startswith("sqlite:///"):
        connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)
    else:
        connection = psycopg2.connect(url)
    with closing(connection), connection, closing(connection.cursor()) as cursor:
        cursor.execute(sql)
