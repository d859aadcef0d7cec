"""The feed of the demonstration, served by a real HTTP server on this machine for as long as it is read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TITLE = "Lake Shore Women's Cooperative: from the landing"
_ROWS = (
    (
        "2026-05-04",
        "Smoked fish passes the city's test",
        "The ovens without soot passed: the market in the city buys again.",
    ),
    ("2026-05-19", "Forty nets mended before the season", "Members of four landings mended nets for the season."),
    (
        "2026-06-08",
        "Savings box opened: 212 shares",
        "The box was opened before everybody; each share grew by a ninth.",
    ),
    ("2026-06-25", "A second cold box at the pier", "It runs on the sun and holds the catch of nine boats."),
)


def feed() -> bytes:
    """An Atom feed of invented entries."""
    entries = "".join(
        f"<entry><id>urn:lake-shore:{day}</id><title>{title}</title><updated>{day}T08:00:00Z</updated>"
        f'<published>{day}T08:00:00Z</published><link href="https://example.org/lake-shore/{day}"/>'
        f"<summary>{words}</summary></entry>"
        for day, title, words in _ROWS
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>{TITLE}</title><id>urn:lake-shore</id><updated>2026-06-25T08:00:00Z</updated>{entries}</feed>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = feed()
        self.send_response(200)
        self.send_header("Content-Type", "application/atom+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def served() -> Iterator[str]:
    """The address of the feed, for the time of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/landing.atom"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
