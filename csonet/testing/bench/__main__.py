"""Runs the benchmark and prints one table. BENCH_REQUESTS sets how many requests a page gets (default 300)."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[3]
os.environ.setdefault("DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'bench.sqlite3'}")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "csonet.settings",
    "DEBUG": "off",
    "SECURE": "off",
    "STAFF_NEEDS_SECOND_FACTOR": "off",
    "SEARCH_RATE": "",
    "EXPORT_RATE": "",
    "SUGGEST_RATE": "",
    "SECRET_KEY": "only-for-the-benchmark-" + "b3nchm4rk" * 5,
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    # As `manage.py start` and the container have it.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "VAR_DIR": str(ROOT / "var" / "bench"),
}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from csonet.portal import statistics  # noqa: E402
from csonet.testing.bench import corpus, events, exports, news  # noqa: E402
from csonet.testing.bench.load import cpu_seconds, hammer, numbered, percentile, worker_megabytes  # noqa: E402
from csonet.testing.postgres import free_port  # noqa: E402
from projects import fitting, wishes  # noqa: E402
from projects.models import SolutionRequest  # noqa: E402

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "300"))
#: The servers take turns so many times.
ROUNDS = 5
CLIENTS = 8
BARE = "csonet.testing.bench.bare:application"
INSIDE = "csonet.testing.bench.bare_inside:application"
#: Milliseconds.
SUGGESTIONS_AT_MOST = 50.0


@dataclass(frozen=True)
class Page:
    """A page that is measured: who asks for it, and how many times a bare view's CPU it may cost."""

    name: str
    #: {n} is another number in each request, so that nothing that was kept of an answer serves the next one.
    path: str
    at_most: float
    who: str = ""
    #: Milliseconds that 95 of 100 requests of one client alone may take at most.
    within: float = 150.0


PAGES = (
    Page("home", "/en/", 20),
    Page("list", "/en/practices/", 20),
    Page("list, three facets", "/en/practices/?goal=6&language=en&region=002", 20),
    Page("list, page 50", "/en/practices/?page=50", 20),
    Page("detail", "/en/practices/practice-100/", 15),
    Page("news", "/en/news/", 20),
    Page("news of a year", "/en/news/2015/", 20, within=50),
    Page("news of a month", "/en/news/2015/6/", 20, within=50),
    # A detail page, and what fits it among 50,000 items: at most 50 ms more.
    Page("request with suggestions", "/en/requests/request-1/", 30),
    Page("search, 1 % hits", f"/en/search/?q={corpus.RARE}+-zz{{n}}", 20, within=120),
    Page(
        "search, 1 % hits, facets", f"/en/search/?q={corpus.RARE}+-zz{{n}}&kind=practice&goal=6&goal=13", 24, within=120
    ),
    Page("search, common word", "/en/search/?q=water+-zz{n}", 20),
    Page("search, asked again", f"/en/search/?q={corpus.RARE}", 20, within=120),
    Page("suggestions while typing", f"/en/search/suggest/?q={corpus.RARE[:4]}", 12, within=30),
    Page("events", "/en/events/", 20, within=80),
    Page("calendar, month of 2,000", f"/en/events/calendar/?day={events.MONTH}", 60, within=80),
    Page("calendar, list of 2,000", f"/en/events/calendar/?view=list&day={events.MONTH}", 40, within=80),
    Page("calendar, agenda of 2,000", f"/en/events/calendar/?view=agenda&day={events.MONTH}", 60, within=80),
    Page("calendar feed of 2,000", "/en/events/calendar.ics", 400, within=1000),
    Page("delegation of 50", "/en/events/event-0/delegations/organization-1/", 60, "bench-author", within=80),
    Page("directory", "/en/organizations/", 20),
    Page("profile", "/en/organizations/organization-7/", 20),
    Page("list, signed in", "/en/practices/", 22, "bench-author"),
    Page("dashboard", "/en/dashboard/", 22, "bench-author"),
    Page("queue", "/admin/content/case/", 22, "bench-officer"),
)


def cookies(username: str) -> dict[str, str]:
    """The headers of a signed-in browser."""
    if not username:
        return {}
    user = User.objects.get(username=username)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


@contextmanager
def gunicorn(application: str, **environment: str) -> Iterator[tuple[int, int]]:
    """A server with two workers; yields its port and the master's pid."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "2", "--log-level", "error"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})  # noqa: S603
    try:
        time.sleep(4)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


@dataclass
class Figures:
    """What one page cost on one server: CPU milliseconds a request is the median of ROUNDS rounds."""

    per_second: float
    cpu_ms: float
    p50: float = 0.0
    p95: float = 0.0


@dataclass(frozen=True)
class Server:
    """Where a server listens, its master's process, and how a page is asked for there."""

    port: int
    pid: int

    def round(self, path: str, headers: dict[str, str]) -> tuple[float, float]:
        """Seconds of time and of CPU a request, with many clients."""
        before, started = cpu_seconds(self.pid), time.perf_counter()
        times = hammer(self.port, path, headers, CLIENTS, REQUESTS // ROUNDS)
        elapsed, cpu = time.perf_counter() - started, cpu_seconds(self.pid) - before
        return elapsed / len(times), cpu / len(times)


def measure(servers: list[Server], page: Page, headers: dict[str, str]) -> list[Figures]:
    """Ask the bare servers and ours (the last) in turn, so that what else the machine does weighs on all of them.

    Then ours with one client.
    """
    *bare, ours = servers
    asked: list[tuple[Server, str, dict[str, str]]] = [(one, f"/{quote(file_name(page))}", {}) for one in bare]
    asked.append((ours, page.path, headers))
    for server, path, sent in asked:
        hammer(server.port, path, sent, CLIENTS, CLIENTS * 4)
    rounds: list[list[tuple[float, float]]] = [[] for _server in asked]
    for _round in range(ROUNDS):
        for number, (server, path, sent) in enumerate(asked):
            rounds[number].append(server.round(path, sent))
    figures = [
        Figures(1 / median(elapsed for elapsed, _cpu in each), 1000 * median(cpu for _elapsed, cpu in each))
        for each in rounds
    ]
    alone = hammer(ours.port, page.path, headers, 1, max(60, REQUESTS // 5))
    figures[-1].p50, figures[-1].p95 = percentile(alone, 0.5), percentile(alone, 0.95)
    return figures


def file_name(page: Page) -> str:
    """What the bare view keeps the page's bytes as."""
    return page.name.replace(" ", "-")


def look(page: Page, headers: dict[str, str]) -> tuple[bytes, int]:
    """The page's bytes and the number of queries that it takes when the process is warm."""
    client = Client(headers=headers)
    client.get(numbered(page.path))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(numbered(page.path))
    if answer.status_code != 200:
        raise SystemExit(f"{page.path} answers {answer.status_code}")
    return answer.content, len(queries)


def prepare() -> None:
    """Tables, static files, corpus."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not corpus.is_there():
        print(f"Making {corpus.ORGANIZATIONS:,} organizations and {corpus.ITEMS:,} items …", flush=True)
        corpus.make()
    corpus.complete()
    news.complete()
    events.complete()
    statistics.take()


def suggesting() -> float:
    """The time that suggestions take, in milliseconds: the median of 30, asked for by anybody, in three queries."""
    request = SolutionRequest.objects.get(slug="request-1")
    wish = wishes.of_request(request)
    times = []
    for _turn in range(30):
        started = time.perf_counter()
        found = fitting.fitting(wish, AnonymousUser())
        assert [one.reasons for one in (*found.items, *found.organizations)]
        times.append(time.perf_counter() - started)
    return percentile(times, 0.5)


def unchanged() -> str:
    """What a calendar program that has the feed already is answered, and in how many milliseconds: 304."""
    client = Client()
    tag = client.get("/en/events/calendar.ics")["ETag"]
    started = time.perf_counter()
    answer = client.get("/en/events/calendar.ics", headers={"if-none-match": tag})
    return f"calendar feed, unchanged: {answer.status_code} in {1000 * (time.perf_counter() - started):.1f} ms"


def main() -> int:
    """Print the table; 1 if a page costs more than it may."""
    prepare()
    suggestions = suggesting()
    headers = {page.name: cookies(page.who) for page in PAGES}
    seen = {page.name: look(page, headers[page.name]) for page in PAGES}
    with tempfile.TemporaryDirectory() as folder:
        for page in PAGES:
            (Path(folder) / file_name(page)).write_bytes(seen[page.name][0])
        with (
            gunicorn(BARE, BENCH_PAGES=folder) as bare,
            gunicorn(INSIDE, BENCH_PAGES=folder) as inside,
            gunicorn("csonet.wsgi:application") as ours,
        ):
            servers = [Server(*bare), Server(*inside), Server(*ours)]
            figures = {page.name: measure(servers, page, headers[page.name]) for page in PAGES}
            memory = worker_megabytes(ours[1])
            exported = exports.stream(*ours)
    over = report(seen, figures, memory)
    print(f"suggestions for a request: {suggestions:.1f} ms (at most {SUGGESTIONS_AT_MOST:.0f})")
    print(exported)
    print(unchanged())
    return 1 if suggestions > SUGGESTIONS_AT_MOST or exported.is_over else over


def report(seen: dict[str, tuple[bytes, int]], figures: dict[str, list[Figures]], memory: float) -> int:
    """The table in Markdown, with what is over its bound marked.

    The bounds hold against the bare view of a fresh project. "inside" is the same view behind the portal's own
    middleware: what a page costs before anything of it is made.
    """
    print(f"\n{connection.vendor}, {corpus.ORGANIZATIONS:,} organizations, {corpus.ITEMS:,} items, no page cache;")
    print(f"2 workers × 2 threads, {CLIENTS} clients for throughput and CPU, 1 client for p50 and p95\n")
    print("| page | req/s | CPU ms | bare | inside | ratio | at most | p50 ms | p95 ms | queries | KB | gzip KB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    over = 0
    for page in PAGES:
        bare, inside, mine = figures[page.name]
        content, queries = seen[page.name]
        ratio = mine.cpu_ms / bare.cpu_ms
        too_much = ratio > page.at_most or mine.p95 > page.within
        over += too_much
        print(
            f"| {page.name} | {mine.per_second:.0f} | {mine.cpu_ms:.1f} | {bare.cpu_ms:.2f} | {inside.cpu_ms:.2f} "
            f"| {ratio:.1f}{' OVER' if too_much else ''} | {page.at_most:.0f} | {mine.p50:.1f} | {mine.p95:.1f} "
            f"| {queries} | {len(content) / 1024:.1f} | {len(gzip.compress(content)) / 1024:.1f} |"
        )
    print(f"\nmemory of a worker: {memory:.0f} MB (at most 150)")
    return 1 if over or memory > 150 else 0


if __name__ == "__main__":
    sys.exit(main())
