"""A list as a file over HTTP: streamed, with its licence and its description, and 304 to whoever has it already."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from csonet.opendata.datasets import Dataset, Rows
from csonet.opendata.writing import as_csv, as_json

METHODS = ("GET", "HEAD", "OPTIONS")
#: Everybody's scripts may read what everybody may read; no cookie is asked for, and none is sent along.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After, Content-Language",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class OpenView(View):
    """A file of open data: it is only read, and scripts of other sites may do so, unless it is for a person alone."""

    http_method_names = ["get", "head", "options"]
    #: Does a signed-in person get what everybody gets?
    is_same_for_all = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The view's own answer, open to scripts where it is the answer for everybody."""
        response = super().dispatch(request, *args, **kwargs)
        return opened(response) if self.is_same_for_all or request.user.is_anonymous else response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a browser asks before a script may send If-None-Match; it never sends a cookie with that."""
        return may_read()


def may_read() -> HttpResponse:
    """The answer to OPTIONS."""
    return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})


def opened(response: HttpResponseBase) -> HttpResponseBase:
    """The answer, which scripts of other sites may read."""
    for name, value in OPEN.items():
        response.headers[name] = value
    return response


def answer(request: HttpRequest, dataset: Dataset, rows: Rows, format: str, *, part: str = "") -> HttpResponseBase:
    """The rows as "csv" or "json"; part: what the file's name says beside the data set's.

    What a visitor gets may be kept by caches, if they ask each time for a change."""
    pieces = as_csv(rows, dataset.columns) if format == "csv" else as_json(rows)
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="csonet-{dataset.name}{part}.{format}"'
    # Answered with 304 by the middleware; weak, since it tells the records apart and not their bytes.
    response["ETag"] = f'W/"{rows.fingerprint}-{_shape(dataset)}-{format}"'
    response["Link"] = links_of(dataset.name)
    response["Cache-Control"] = "public, no-cache" if request.user.is_anonymous else "private, no-store"
    return response


def _shape(dataset: Dataset) -> str:
    """What every row has in common: a new field, or a new address of the portal, is another file too."""
    return hashlib.sha256(repr((dataset.columns, settings.SITE_URL)).encode()).hexdigest()[:8]


def links_of(name: str) -> str:
    """The Link header: where the fields are explained, and under what licence it is (RFC 8288)."""
    page = f"{settings.SITE_URL}{reverse('data')}#{name}"
    return f'<{page}>; rel="describedby", <{settings.OPEN_DATA_LICENCE}>; rel="license"'


def refusal(request: HttpRequest) -> HttpResponse | None:
    """429 for an address that asks for more files than a reader needs; None for the others."""
    config = {"export": settings.EXPORT_RATE}
    if ratelimit.consume(request, app="csonet", action="export", config=config, limit_get=True):
        return None
    words = _("Too many files in too short a time. Please wait a minute, or take the nightly files of the data page.")
    response = HttpResponse(words + "\n", status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "60"
    return response
