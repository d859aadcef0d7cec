"""No look at a page changes anything (OWASP ASVS 5.0, 3.5.3): the whole demonstration is walked by GET, as each role.

Every link that a role is shown is followed, some of each route; what is written meanwhile is named with its page. A
thing that a page shall note down stands in MEANT with its reason.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from csonet.portal.demonstration import CAST

pytestmark = pytest.mark.django_db

#: What reading notes down: the columns that it may write of which table ("" for a row that is made), and why.
MEANT: dict[str, set[str]] = {
    # A notice is read when the page is that it is about.
    "notifications_notice": {"read_at"},
    # How far somebody has read a topic.
    "engagement_readmark": {"", "number"},
    # Where "go on" leads in a course; nothing counts by it.
    "training_enrolment": {"last_lesson", "last_seen"},
    # Who looks at a case of the queue: it lapses by itself, and nobody is kept from deciding.
    "content_case": {"claimed_by_id", "claimed_until"},
}
#: So many addresses of one route are asked as one role.
OF_A_ROUTE = 1
HREF = re.compile(r'\shref="([^"]+)"')
WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE)\s+"?(\w+)"?(.*)', re.S)
#: Files, and what has no page.
LEFT_OUT = ("/static/", "/media/", "/i18n/")


def links_in(html: str, path: str) -> Iterator[str]:
    """The addresses of this portal that a page leads to."""
    for found in HREF.findall(html):
        parts = urlsplit(urljoin(path, urldefrag(unescape(found)).url))
        if not parts.netloc and parts.scheme == "" and not parts.path.startswith(LEFT_OUT):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def route_of(address: str) -> str:
    """What serves an address; with a question mark if it asks something more."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    return match.route + "?" * bool(parts.query)


class Watch:
    """Notes what is written, by the address that is asked."""

    def __init__(self) -> None:
        self.address, self.found = "", Counter[tuple[str, str]]()

    def __call__(self, execute, sql, params, many, context):
        written = WRITES.match(sql)
        if written:
            act, table, rest = written.groups()
            columns = re.findall(r'"(\w+)" = ', rest.split(" WHERE ")[0]) if act == "UPDATE" else [""]
            if act == "DELETE FROM" or not set(columns) <= MEANT.get(table, set()):
                self.found[f"{act} {table} {','.join(columns)}", route_of(self.address)] += 1
        return execute(sql, params, many, context)


def walk(client: Client, who: str, watch: Watch) -> int:
    """Follow every link from the home page on; how many pages there were."""
    waiting, seen, asked = deque(["/en/", "/en/dashboard/", "/admin/"]), set(), Counter()
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        if address in seen or not route or asked[route] >= OF_A_ROUTE:
            continue
        seen.add(address)
        asked[route] += 1
        watch.address = address
        answer = client.get(address)
        assert answer.status_code < 500, (who, address)
        if answer.status_code in (301, 302):
            waiting.extend(links_in(f' href="{answer["Location"]}"', address))
        elif answer.streaming:
            deque(answer.streaming_content, maxlen=0)  # read to its end: closing it by hand closes the database too
        elif "html" in answer.get("Content-Type", ""):
            waiting.extend(links_in(answer.content.decode(), address))
    return len(seen)


def test_a_walk_through_all_pages_by_get_writes_nothing(settings, tmp_path):
    settings.DEBUG, settings.MEDIA_ROOT = True, tmp_path
    call_command("load_demo", verbosity=0)
    settings.DEBUG = False
    found, pages = Counter(), Counter()
    for who in ("visitor", *CAST):
        client = Client()
        if who != "visitor":
            client.force_login(User.objects.get(username=who), django_settings.AUTHENTICATION_BACKENDS[-1])
        watch = Watch()
        with connection.execute_wrapper(watch):
            pages[who] = walk(client, who, watch)
        for what, times in watch.found.items():
            found[(who, *what)] += times
    assert not found, "\n".join(f"{times} × {who}: {what} at {where}" for (who, what, where), times in found.items())
    assert min(pages.values()) > 100
