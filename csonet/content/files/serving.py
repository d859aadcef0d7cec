"""Sending stored files: never as a page of the portal, never to a cache that could give them to others."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase

#: A document opened by mistake in the browser gets no script, no form, no origin.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"


def send(
    storage: Storage, name: str, *, media_type: str, disposition: str, etag: str, public: bool, max_age: int = 0
) -> HttpResponseBase:
    """A stored file as a response. Raises Http404 if the storage has lost it.

    public: may shared caches keep it? max_age: seconds; 0 asks again each time (answered by 304).
    """
    if not storage.exists(name):
        raise Http404
    response: HttpResponseBase
    if settings.ACCEL_REDIRECT_PREFIX:
        response = HttpResponse()
        response.headers["X-Accel-Redirect"] = settings.ACCEL_REDIRECT_PREFIX + name
    else:
        response = FileResponse(storage.open(name))
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
