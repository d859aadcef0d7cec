"""The pages for what goes wrong: in the visitor's language, and without losing what was typed."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from csonet.portal.typed import readable

log = logging.getLogger("csonet.errors")

TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
#: Parts of the names of fields that are never shown again.
SECRET = ("password", "token", "secret", "code", "otp", "credential", "key", "csrf")
#: More than this is not offered for sending again.
MOST_FIELDS = 300


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for a form that is too large. No exception's text is shown: it may hold what a stranger sent."""
    if isinstance(exception, TOO_BIG):
        return _answer(request, "portal/errors/413.html", 413)
    return _answer(request, "portal/errors/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; denied accesses are logged (ASVS 16.3.2)."""
    user = getattr(request, "user", None)
    log.warning("denied: %r to user %s", request.path, getattr(user, "pk", None))
    return _answer(request, "portal/errors/403.html", 403, whole=True)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with the search box."""
    return _answer(request, "portal/errors/404.html", 404, whole=True)


def too_many_requests(
    request: HttpRequest, exception: Exception | None = None, wait: int = 60, query: str = ""
) -> HttpResponse:
    """429: too often in too short a time; Retry-After says when to come back (seconds).

    query: the words of a search, which stand in a search box on the page.
    """
    context = {"kept": readable(request, kept_fields(request)), "query": query}
    response = _answer(request, "portal/errors/429.html", 429, context)
    response.headers["Retry-After"] = str(wait)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Nothing here asks the database, the session or the cache: one of them may be what failed."""
    try:
        return _answer(request, "portal/errors/500.html", 500)
    except Exception:  # the page that must always come: whatever fails in the design, words are left
        log.exception("the 500 page failed")
        with translation.override(_language(request)):
            title, text = _("Something went wrong"), _("The fault is ours. Please try again in a few minutes.")
            page = format_html(
                '<!doctype html><html lang="{}" dir="{}"><meta charset="utf-8">'
                "<title>{}</title><h1>{}</h1><p>{}</p></html>",
                translation.get_language(),
                "rtl" if translation.get_language_bidi() else "ltr",
                title,
                title,
                text,
            )
        return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's key was missing or old. What was typed is shown for copying.

    It can be sent again with a fresh key if the form came from our own pages (the browser's Origin says so) and held
    nothing secret.
    """
    kept = kept_fields(request)
    whole = len(kept) == len(_typed(request)) and not request.FILES
    may_send_again = bool(kept) and whole and _is_own_origin(request) and len(kept) <= MOST_FIELDS
    context = {
        "kept": readable(request, kept),
        "sent": kept,
        "may_send_again": may_send_again,
        "form_path": request.path,
    }
    if may_send_again:
        context["fresh_token"] = get_token(request)
    return _answer(request, "portal/errors/csrf.html", 403, context, whole=True)


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, value) of what was typed, without secrets, in the order of the form."""
    return [(name, value) for name, value in _typed(request) if not any(part in name.lower() for part in SECRET)]


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was posted with a value, the form's own key excepted."""
    try:
        posted = request.POST
    except (*TOO_BIG, OSError):
        return []
    return [
        (name, value)
        for name, values in posted.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
        if value.strip()
    ]


def _is_own_origin(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _language(request: HttpRequest) -> str:
    """The language of the address, else the browser's; asks no database."""
    return translation.get_language_from_path(request.path_info) or translation.get_language_from_request(request)


def _answer(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None, *, whole: bool = False
) -> HttpResponse:
    """Render an error page. whole: with the person's own menu; otherwise as for a visitor, without any query.

    An address with more parameters than are read can't be shown whole: its page is told as to a visitor.
    """
    with translation.override(_language(request)):
        try:
            page = render_to_string(template, context or {}, request=request if whole else _bare(request))
        except TOO_BIG:
            page = render_to_string(template, context or {}, request=_bare(request))
    response = HttpResponse(page, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _bare(request: HttpRequest) -> HttpRequest:
    """The same address, asked by a visitor: no session, no messages, no user from the database."""
    bare = HttpRequest()
    bare.method = "GET"
    bare.path, bare.path_info = request.path, request.path_info
    bare.META = {
        name: request.META[name]
        for name in ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")
        if name in request.META
    }
    if settings.ALLOWED_HOSTS and "SERVER_NAME" not in bare.META:
        bare.META["SERVER_NAME"], bare.META["SERVER_PORT"] = settings.ALLOWED_HOSTS[0], "80"
    bare.user = AnonymousUser()
    return bare
