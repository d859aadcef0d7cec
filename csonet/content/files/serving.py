"""Sending stored files: never as a page of the portal, never to a cache that could give them to others."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from csonet.content.files.ranges import asked_range, partial

#: A document opened by mistake in the browser gets no script, no form, no origin.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"


def send(
    request: HttpRequest,
    storage: Storage,
    name: str,
    *,
    media_type: str,
    disposition: str,
    etag: str,
    public: bool,
    max_age: int = 0,
    ranges: bool = False,
) -> HttpResponseBase:
    """A stored file as a response, or 304 if the browser has it. Raises Http404 if the storage has lost it.

    public: may shared caches keep it? max_age: seconds; 0 asks again each time (answered by 304).
    ranges: is a part of it sent where one is asked for (films, sound)? Behind nginx, nginx does that.
    """
    if not storage.exists(name):
        raise Http404
    # Asked here and not by the middleware: it would drop an opened file without closing it.
    response: HttpResponseBase | None = get_conditional_response(request, etag=f'"{etag}"')
    if response is None:
        response = _content(storage, name, request if ranges else None, f'"{etag}"')
        response.headers["Content-Type"] = media_type
        response.headers["Content-Disposition"] = disposition
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = f'"{etag}"'
    if public:
        response.headers["Cache-Control"] = f"public, max-age={max_age}" if max_age else "public, no-cache"
    else:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _content(storage: Storage, name: str, asks: HttpRequest | None, etag: str) -> HttpResponseBase:
    """asks: the request whose range is looked at; None sends the whole."""
    if not settings.ACCEL_REDIRECT_PREFIX:
        size = storage.size(name) if asks else 0
        span = asked_range(asks, size, etag) if asks else None
        response: HttpResponseBase = (
            FileResponse(storage.open(name)) if span is None else partial(storage, name, span, size)
        )
        if asks:
            response.headers["Accept-Ranges"] = "bytes"
        return response
    response = HttpResponse()
    response.headers["X-Accel-Redirect"] = settings.ACCEL_REDIRECT_PREFIX + name
    return response
