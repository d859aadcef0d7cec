"""Sending stored files: never as a page of the portal, never to a cache that could give them to others."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

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
) -> HttpResponseBase:
    """A stored file as a response, or 304 if the browser has it. Raises Http404 if the storage has lost it.

    public: may shared caches keep it? max_age: seconds; 0 asks again each time (answered by 304).
    """
    if not storage.exists(name):
        raise Http404
    # Asked here and not by the middleware: it would drop an opened file without closing it.
    response: HttpResponseBase | None = get_conditional_response(request, etag=f'"{etag}"')
    if response is None:
        response = _content(storage, name)
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


def _content(storage: Storage, name: str) -> HttpResponseBase:
    if not settings.ACCEL_REDIRECT_PREFIX:
        return FileResponse(storage.open(name))
    response = HttpResponse()
    response.headers["X-Accel-Redirect"] = settings.ACCEL_REDIRECT_PREFIX + name
    return response
