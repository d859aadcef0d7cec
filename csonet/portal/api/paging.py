"""Pages of a list: bounded in number and in size; whoever wants everything takes the nightly files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, JsonResponse

from csonet.opendata.answering import links_of
from csonet.opendata.datasets import Dataset

VISITOR = AnonymousUser()
MOST_PAGES = 500
MOST_ROWS = 100
ROWS = 20


def page_of(request: HttpRequest, dataset: Dataset, rows: Any, page: int, per_page: int) -> JsonResponse:
    """One page of a data set's records, with the addresses of its neighbours.

    rows: a QuerySet that holds nothing but what everybody may read, in its order.
    """
    start = (page - 1) * per_page
    keys = list(rows.values_list("pk", flat=True)[start : start + per_page + 1])
    records = list(dataset.read(keys[:per_page], VISITOR))
    has_more = len(keys) > per_page and page < MOST_PAGES
    return answer(
        {
            "results": records,
            "next": _at(request, page + 1) if has_more else None,
            "previous": _at(request, page - 1) if page > 1 else None,
        },
        links_of(dataset.name),
    )


def answer(data: Any, links: str = "") -> JsonResponse:
    """What caches may keep, if they ask each time for a change; the ETag is the middleware's."""
    response = JsonResponse(data, safe=False, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "public, no-cache"
    if links:
        response.headers["Link"] = links
    return response


def _at(request: HttpRequest, page: int) -> str:
    """The address of another page of the same list."""
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name != "page"]
    return f"{settings.SITE_URL}{request.path}?{urlencode([*kept, ('page', page)])}"
