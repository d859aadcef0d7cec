"""A part of a file: players jump within films, and downloads that broke off go on where they stopped (RFC 9110, 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.files.storage import Storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

_ASKED = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_CHUNK = 64 * 1024


def asked_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """(first, last) byte that is asked for; None where the whole is to be sent, as for several ranges at once.

    etag: with its quotes. A range of another state of the file (If-Range) is answered with the whole. An empty span
    (first after last) stands for a range that the file doesn't have.
    """
    match = _ASKED.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or match is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if last else None
    return int(first), min(int(last) if last else size - 1, size - 1)


def partial(storage: Storage, name: str, span: tuple[int, int], size: int) -> HttpResponseBase:
    """206 with the bytes of a span, or 416 for one that the file doesn't have."""
    first, last = span
    if first > last:
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    response = StreamingHttpResponse(_bytes(storage, name, first, last), status=206)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


def _bytes(storage: Storage, name: str, first: int, last: int) -> Iterator[bytes]:
    with storage.open(name) as stream:
        stream.seek(first)
        left = last - first + 1
        while left and (chunk := stream.read(min(left, _CHUNK))):
            left -= len(chunk)
            yield chunk
