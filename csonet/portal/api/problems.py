"""What goes wrong, told to programs: application/problem+json (RFC 9457), with each bad parameter by name."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

MEDIA_TYPE = "application/problem+json"


class BadParameters(Exception):
    """A request that can't be understood. errors: (parameter, what is wrong with it)."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        self.errors = errors
        super().__init__(*errors)


def problem(status: int, detail: str, errors: tuple[tuple[str, str], ...] = ()) -> JsonResponse:
    """The answer. detail: one sentence in English, as everything that programs read."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        told["errors"] = [{"parameter": name, "message": message} for name, message in errors]
    response = JsonResponse(told, status=status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, *_exception: Any, **_arguments: Any) -> JsonResponse:
    """404: no such address, or nothing that everybody may read under it."""
    return problem(404, "There is nothing here that everybody may read.")


def not_understood(request: HttpRequest, exception: Any) -> JsonResponse:
    """422 with each parameter. The values that were sent are not repeated."""
    return problem(422, "Some parameters cannot be used.", tuple(exception.errors))
