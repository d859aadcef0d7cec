"""A real HTTP server on loopback that plays the strangers' servers: it answers as each test tells it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Hands each path to its act and remembers what was asked."""

    protocol_version = "HTTP/1.0"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers.items())))
        act = self.server.acts.get(self.path.partition("?")[0])
        if act is None:
            self.answer(b"no such page", status=404)
            return
        try:
            act(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, body: bytes, status: int = 200, kind: str = "application/rss+xml", **headers: str) -> None:
        """A whole answer at once."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return


class Server(ThreadingHTTPServer):
    """`at(path)` is the address of a path; `acts` says what each path does."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.acts: dict[str, Act] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def at(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def serve(self, path: str, body: bytes, **given: Any) -> str:
        """Answer a path with a body; its address."""
        self.acts[path] = lambda handler: handler.answer(body, **given)
        return self.at(path)

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.shutdown()
        self.server_close()


def slowly(body: bytes, pause: float = 0.1) -> Act:
    """Answer after a pause."""

    def act(handler: Handler) -> None:
        time.sleep(pause)
        handler.answer(body)

    return act


def rss(*items: str, title: str = "Lake Shore News", language: str = "en") -> bytes:
    """An RSS 2.0 feed of the items."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://lake.example.org/</link><language>{language}</language>{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int = 1, **parts: str) -> str:
    """An RSS item; parts replace or add elements, "" leaves one out."""
    elements = {
        "title": f"Nets mended at landing {number}",
        "link": f"https://lake.example.org/news/{number}",
        "guid": f"https://lake.example.org/?p={number}",
        "pubDate": f"Mon, {number % 27 + 1:02d} Jan 2024 10:00:00 +0000",
        "description": f"&lt;p&gt;Forty women of landing {number} mended nets for the season that "
        "begins in March.&lt;/p&gt;",
        **parts,
    }
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in elements.items() if text) + "</item>"
