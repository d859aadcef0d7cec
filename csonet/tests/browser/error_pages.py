"""The pages that nobody should see, as the running portal makes them: 400, 403, 413, 429, 500 and the CSRF failure."""

from __future__ import annotations

from unittest import mock

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.test import Client

from csonet.portal.views import HomeView

FAILURES = {400: SuspiciousOperation, 403: PermissionDenied, 413: RequestDataTooBig, 500: RuntimeError}
TYPED = {"subject": "A question", "body": "What I typed must not be lost.", "email": "someone@example.org"}


def error_pages() -> dict[str, str]:
    """{name: HTML} of each error page in English and Arabic. Run in the portal's own environment."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    host = {"HTTP_HOST": "127.0.0.1"}
    pages = {}
    for language in ("en", "ar"):
        for status, failure in FAILURES.items():
            with mock.patch.object(HomeView, "get", side_effect=failure("as told")):
                answer = client.get(f"/{language}/", **host)
            pages[f"{status}-{language}"] = _html(answer, status)
        pages[f"csrf-{language}"] = _html(client.post(f"/{language}/contact/", TYPED, **host), 403)
        with mock.patch("csonet.portal.contact.views._may", return_value=False):
            free = Client(raise_request_exception=False)
            pages[f"429-{language}"] = _html(free.post(f"/{language}/contact/", TYPED, **host), 429)
    return pages


def _html(answer: object, status: int) -> str:
    assert answer.status_code == status, f"{answer.status_code} instead of {status}"  # type: ignore[attr-defined]
    return answer.content.decode()  # type: ignore[attr-defined]
