"""Fetching: only from public addresses, within a time and a size, whatever the other side does."""

from __future__ import annotations

import gzip
import http.client
import socket
import ssl
import time
import zlib

import pytest

from news.feeds import addresses, fetching
from news.feeds.words import FeedProblem
from news.tests.server import item, rss

FEED = rss(item(1))


def problem_of(address, **given):
    with pytest.raises(FeedProblem) as caught:
        fetching.fetch(address, **given)
    assert str(caught.value)  # it can be said in words
    return caught.value.code


def test_a_feed_is_fetched_with_its_marks(strangers):
    address = strangers.serve("/feed", FEED, ETag='"one"', Last_Modified="Mon, 01 Jan 2024 10:00:00 GMT")
    answer = fetching.fetch(address)
    assert answer.body == FEED
    assert (answer.headers["etag"], answer.headers["last-modified"]) == ('"one"', "Mon, 01 Jan 2024 10:00:00 GMT")


def test_what_is_known_is_asked_for_conditionally(strangers):
    strangers.acts["/feed"] = lambda handler: handler.answer(b"", status=304)
    answer = fetching.fetch(strangers.at("/feed"), etag='"one"', modified="Mon, 01 Jan 2024 10:00:00 GMT")
    assert (answer.status, answer.body) == (304, None)
    headers = strangers.asked[-1][1]
    assert headers["If-None-Match"] == '"one"'
    assert headers["If-Modified-Since"] == "Mon, 01 Jan 2024 10:00:00 GMT"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", lambda b: zlib.compress(b)[2:-4])],
)
def test_compressed_answers_are_unpacked(strangers, encoding, pack):
    assert fetching.fetch(strangers.serve("/feed", pack(FEED), Content_Encoding=encoding)).body == FEED


def test_a_gzip_bomb_is_stopped_at_the_limit(strangers):
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=9)
    assert len(bomb) < fetching.MOST_BYTES
    assert problem_of(strangers.serve("/bomb", bomb, Content_Encoding="gzip")) == "large"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_what_is_not_compressed_as_it_says_is_said(strangers, encoding):
    assert problem_of(strangers.serve("/feed", b"\x99nothing of the kind", Content_Encoding=encoding)) == "encoding"


def test_an_endless_body_is_stopped_at_the_limit(strangers):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"<item/>" * 10_000)

    strangers.acts["/endless"] = endless
    assert problem_of(strangers.at("/endless")) == "large"


@pytest.mark.parametrize("where", ["headers", "body", "silence"])
def test_a_server_that_drips_is_left_at_the_deadline(strangers, monkeypatch, where):
    monkeypatch.setattr(fetching, "SECONDS", 0.6)

    def drip(handler):
        if where == "body":
            handler.send_response(200)
            handler.end_headers()
        for _turn in range(60):
            if where != "silence":
                handler.wfile.write(b"x")
                handler.wfile.flush()
            time.sleep(0.05)

    strangers.acts["/drip"] = drip
    started = time.monotonic()
    assert problem_of(strangers.at("/drip")) == "slow"
    assert time.monotonic() - started < 2


def test_redirects_are_followed_three_times(strangers):
    for number in range(3):
        strangers.acts[f"/{number}"] = lambda h, n=number: h.answer(b"", status=302, Location=f"/{n + 1}")
    strangers.serve("/3", FEED)
    answer = fetching.fetch(strangers.at("/0"))
    assert (answer.body, answer.address) == (FEED, strangers.at("/3"))


def test_endless_redirects_end(strangers):
    strangers.acts["/round"] = lambda handler: handler.answer(b"", status=301, Location="/round")
    assert problem_of(strangers.at("/round")) == "redirects"
    assert len(strangers.asked) == 4


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://172.16.3.4/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
    ],
)
def test_addresses_that_are_not_public_are_refused(address):
    assert problem_of(address) in ("not-public", "name")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/feed",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "http://",
        "http:///feed",
        "//example.org/",
        "http://user:secret@example.org/",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "http://example.org/\r\nX-Injected: 1",
        "http://[::1",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address):
    assert problem_of(address) == "address"


def test_ports_of_other_services_are_refused():
    assert problem_of("http://example.org:25/") == "port"


def test_a_redirect_to_a_private_address_is_refused(strangers):
    for path, location in (
        ("/meta", "http://169.254.169.254/"),
        ("/lan", "//192.168.0.1/"),
        ("/file", "file:///etc/passwd"),
    ):
        strangers.acts[path] = lambda handler, to=location: handler.answer(b"", status=302, Location=to)
    assert problem_of(strangers.at("/meta")) == "not-public"
    assert problem_of(strangers.at("/lan")) == "not-public"
    assert problem_of(strangers.at("/file")) == "address"


def test_a_redirect_back_to_this_machine_is_refused_outside_of_tests(strangers, settings, monkeypatch):
    """The first address counts as public here; the second is looked at anew."""
    settings.FEEDS_FROM_LOOPBACK = False
    strangers.acts["/start"] = lambda handler: handler.answer(
        b"", status=302, Location=f"http://localhost:{strangers.server_port}/"
    )
    real = addresses.is_public
    first = iter([True])
    monkeypatch.setattr(addresses, "is_public", lambda ip: next(first, None) or real(ip))
    assert problem_of(strangers.at("/start")) == "not-public"


def test_a_second_answer_of_the_name_server_changes_nothing(strangers, settings, monkeypatch):
    """DNS rebinding: the name is resolved once, and the connection goes to the address that was looked at."""
    settings.FEEDS_FROM_LOOPBACK = False
    asked, connected = [], []
    real = socket.getaddrinfo

    def rebinding(host, port, *args, **kwargs):
        if host != "rebind.example.org":
            return real(host, port, *args, **kwargs)
        asked.append(host)
        ip = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    def connect(address, timeout=None, **_given):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert problem_of(f"http://rebind.example.org:{strangers.server_port}/feed") == "connection"
    assert asked == ["rebind.example.org"]
    assert connected == [("93.184.215.14", strangers.server_port)]
    assert problem_of(f"http://rebind.example.org:{strangers.server_port}/feed") == "not-public"


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    assert problem_of("http://half.example.org/") == "not-public"


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: time.sleep(4))
    started = time.monotonic()
    assert problem_of("http://slow.example.org/") == "slow"
    assert time.monotonic() - started < 3


def test_an_unknown_name_is_said(monkeypatch):
    def unknown(*_args, **_given):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert problem_of("http://nobody.example.org/") == "name"


@pytest.mark.parametrize(
    ("status", "code"), [(404, "status"), (500, "status"), (204, "status"), (410, "gone"), (302, "status")]
)
def test_errors_of_the_server_are_said(strangers, status, code):
    strangers.acts["/feed"] = lambda handler: handler.answer(b"", status=status)
    assert problem_of(strangers.at("/feed")) == code


def test_an_empty_answer_and_a_closed_door_are_said(strangers):
    assert problem_of(strangers.serve("/feed", b"  \n")) == "empty"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert problem_of(f"http://127.0.0.1:{port}/") == "connection"


def test_a_server_that_speaks_no_http_is_said(strangers):
    strangers.acts["/feed"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
    assert problem_of(strangers.at("/feed")) == "connection"


def test_https_without_a_certificate_is_no_connection(strangers):
    strangers.serve("/feed", FEED)
    assert problem_of(strangers.at("/feed").replace("http:", "https:")) == "connection"


def test_certificates_are_checked_against_the_name():
    context = fetching._safely()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_headers_of_a_stranger_can_be_long_and_many(strangers):
    strangers.acts["/feed"] = lambda handler: handler.answer(
        FEED, **{f"X_{n}": "y" for n in range(http.client._MAXHEADERS + 5)}
    )
    assert problem_of(strangers.at("/feed")) == "connection"
