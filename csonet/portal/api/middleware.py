"""The gate of the API: no person passes it, only readers; too many requests wait; every answer is for programs."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from csonet.opendata.answering import METHODS, may_read, opened
from csonet.portal.api.problems import MEDIA_TYPE, problem
from csonet.portal.middleware import Responder

PREFIX = "/api/"
WAIT = 60
DETAILS = {
    400: "The request cannot be understood.",
    404: "There is nothing here that everybody may read.",
    503: "The portal is not available at the moment.",
}


class ApiMiddleware:
    """Stands before everything that knows persons and languages by cookie; other addresses pass it untouched."""

    def __init__(self, get_response: Responder):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            response = _for_programs(response)
        opened(response)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Nobody is signed in here: without cookies no session is opened, and the browser's language counts."""
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        if request.method == "OPTIONS":
            return may_read()
        if request.method not in METHODS:
            refused = problem(405, "This interface is for reading: use GET, HEAD or OPTIONS.")
            refused.headers["Allow"] = HttpResponseNotAllowed(METHODS).headers["Allow"]
            return refused
        config = {"api": settings.API_RATE}
        if not ratelimit.consume(request, app="csonet", action="api", config=config, limit_get=True):
            late = problem(429, "Too many requests in too short a time. The nightly files hold everything at once.")
            late.headers["Retry-After"] = str(WAIT)
            return late
        return self._read(request)

    def _read(self, request: HttpRequest) -> HttpResponse:
        """HEAD is answered as GET would be, without the body."""
        if request.method == "GET":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        length = response.headers.get("Content-Length")
        response.content = b""
        if length is not None:
            response.headers["Content-Length"] = length
        return response


def _for_programs(response: HttpResponse) -> HttpResponse:
    """The same refusal without a page for people."""
    status = response.status_code
    told = problem(status, DETAILS.get(status, "Something went wrong."))
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            told.headers[name] = response.headers[name]
    return told
