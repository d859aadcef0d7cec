"""Fetching one feed: conditional, within a time and a size, with few redirects, each of them looked at anew."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin

from news.feeds.addresses import Target, target_of
from news.feeds.words import FeedProblem

SECONDS = 10.0
MOST_BYTES = 2 * 1024 * 1024
MOST_REDIRECTS = 3
_CHUNK = 65_536
_MOVED = (301, 302, 303, 307, 308)
AGENT = "CSO-Net-Feeds/1.0"
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True)
class Answer:
    """What a server said. body is None where nothing changed since (304)."""

    address: str
    status: int
    body: bytes | None
    headers: dict[str, str] = field(default_factory=dict)


def fetch(address: str, etag: str = "", modified: str = "") -> Answer:
    """Ask for a feed; etag and modified: what the server said of the version that is known. Raises FeedProblem."""
    deadline = time.monotonic() + SECONDS
    for _step in range(MOST_REDIRECTS + 1):
        target = target_of(address, deadline - time.monotonic())
        answer = _ask(address, target, _conditions(etag, modified), deadline)
        if answer.status not in _MOVED:
            return _judged(answer)
        location = answer.headers.get("location", "")
        if not location:
            raise FeedProblem("status", status=answer.status)
        try:
            address = urljoin(address, location)
        except ValueError:
            raise FeedProblem("address") from None
    raise FeedProblem("redirects", limit=MOST_REDIRECTS)


def _conditions(etag: str, modified: str) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in given.items() if value}


def _judged(answer: Answer) -> Answer:
    if answer.status == 304:
        return answer
    if answer.status == 410:
        raise FeedProblem("gone")
    if answer.status != 200:
        raise FeedProblem("status", status=answer.status)
    if not (answer.body or b"").strip():
        raise FeedProblem("empty")
    return answer


def _ask(address: str, target: Target, conditions: dict[str, str], deadline: float) -> Answer:
    """One request and its answer. Whatever the other side does, it ends at the deadline."""
    headers = {
        "Host": target.host_header,
        "User-Agent": AGENT,
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **conditions,
    }
    try:
        with _connected(target, deadline) as connection:
            connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            with closing(connection.getresponse()) as response:
                said = {name.lower(): value for name, value in response.getheaders()}
                body = _body(response, said, deadline) if response.status == 200 else None
                return Answer(address, response.status, body, said)
    except ssl.SSLCertVerificationError:
        raise FeedProblem("certificate") from None
    except (OSError, http.client.HTTPException, ValueError):
        if time.monotonic() >= deadline:
            raise FeedProblem("slow", seconds=round(SECONDS)) from None
        raise FeedProblem("connection") from None


@contextmanager
def _connected(target: Target, deadline: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to the very address that was looked at; a watch closes it at the deadline, mid-word if need be."""
    held = [_socket(target, deadline)]
    watch = threading.Timer(max(deadline - time.monotonic(), 0.01), _shut, [held])
    watch.daemon = True
    watch.start()
    connection = http.client.HTTPConnection(target.host, target.port)
    try:
        if target.scheme == "https":
            safe = _safely().wrap_socket(held[0], server_hostname=target.host, do_handshake_on_connect=False)
            held[0] = safe
            safe.do_handshake()
        connection.sock = held[0]
        yield connection
    finally:
        watch.cancel()
        connection.close()
        held[0].close()


def _socket(target: Target, deadline: float) -> socket.socket:
    """Connected to the first of the target's addresses that answers."""
    failure: OSError = OSError("no address")
    for ip in target.ips[:4]:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((ip, target.port), timeout=left)
        except OSError as problem:
            failure = problem
    raise failure


def _safely() -> ssl.SSLContext:
    return ssl.create_default_context()


def _shut(held: list[socket.socket]) -> None:
    """Break the connection off; whoever reads from it sees its end."""
    with suppress(OSError, ValueError):  # it is closed already: then there is nothing left to stop
        held[0].shutdown(socket.SHUT_RDWR)


def _body(response: http.client.HTTPResponse, said: dict[str, str], deadline: float) -> bytes:
    """The body, unpacked, never more than MOST_BYTES of either form."""
    unpack = _unpacker(said.get("content-encoding", ""))
    raw, parts, size = 0, [], 0
    while chunk := response.read1(_CHUNK):
        raw += len(chunk)
        part = unpack(chunk, MOST_BYTES + 1 - size)
        size += len(part)
        parts.append(part)
        if raw > MOST_BYTES or size > MOST_BYTES:
            raise FeedProblem("large", megabytes=MOST_BYTES // 1024 // 1024)
        if time.monotonic() >= deadline:
            raise FeedProblem("slow", seconds=round(SECONDS))
    if time.monotonic() >= deadline:
        raise FeedProblem("slow", seconds=round(SECONDS))
    return b"".join(parts)


class _Unpacker:
    """Unpacks gzip and deflate step by step, never more than was asked for."""

    def __init__(self, kind: str):
        self.kind = kind
        self.stream = zlib.decompressobj(16 + zlib.MAX_WBITS if kind == "gzip" else zlib.MAX_WBITS)
        self.is_first = True

    def __call__(self, chunk: bytes, most: int) -> bytes:
        try:
            return self.stream.decompress(chunk, max(most, 1))
        except zlib.error:
            if self.kind == "gzip" or not self.is_first:
                raise FeedProblem("encoding") from None
            self.stream = zlib.decompressobj(-zlib.MAX_WBITS)  # some servers send deflate without its frame
            try:
                return self.stream.decompress(chunk, max(most, 1))
            except zlib.error:
                raise FeedProblem("encoding") from None
        finally:
            self.is_first = False


def _unpacker(encoding: str):  # type: ignore[no-untyped-def]
    kind = encoding.strip().lower().removeprefix("x-")
    if kind in ("", "identity"):
        return lambda chunk, most: chunk
    if kind in ("gzip", "deflate"):
        return _Unpacker(kind)
    raise FeedProblem("encoding")
