"""Search for programs: what the search page finds for a visitor.

Annotations are no strings in this module: django-ninja reads them.
"""

from html import unescape
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import strip_tags
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from csonet.content.models import Item
from csonet.content.search.query import find
from csonet.portal.api import filters, paging
from csonet.ui import languages

MOST_PAGES = 50


class Words(Schema):
    """What is looked for."""

    q: str = Field(..., min_length=1, max_length=200, description='Words, "phrases", -without, OR.')
    kind: list[str] = Field(default_factory=list)
    language: str = Field("", description="Only texts in this language.")
    lang: str = Field("", description="The reader's language, whose texts come first; else Accept-Language decides.")
    page: int = Field(1, ge=1, le=MOST_PAGES, description="Which page of twenty, from 1.")


def choices() -> filters.Choices:
    """Parameter → the values that it can have."""
    codes = list(languages.CODES)
    return {"kind": [*Item.nouns(), "organization"], "language": codes, "lang": codes}


def add_to(api: NinjaAPI) -> None:
    """One address."""

    @api.get("/search", operation_id="search", summary="Search", tags=["search"])
    def search(request: HttpRequest, wanted: Words = Query(...)) -> Any:  # noqa: B008
        filters.check(request.GET, choices(), Words.model_fields)
        with translation.override(wanted.lang or languages.current()):
            found = find(wanted.q, paging.VISITOR, wanted.language or None, tuple(wanted.kind), wanted.page)
        return paging.answer(
            {"total": found.total, "total_is_capped": found.is_capped, "page": wanted.page, "results": _hits(found)}
        )


def _hits(found: Any) -> list[dict[str, Any]]:
    items = [hit.item.pk for hit in found.hits if hit.item]
    keys = dict(Item.objects.filter(pk__in=items).values_list("pk", "key"))
    told = []
    for hit in found.hits:
        with translation.override(hit.language or "en"):
            address = settings.SITE_URL + hit.target.get_absolute_url()
        told.append(
            {
                "kind": hit.kind,
                "id": keys[hit.item.pk].urn if hit.item else str(hit.organization.pk),
                "url": address,
                "language": hit.language,
                "title": unescape(strip_tags(hit.title)),
                "snippet": unescape(strip_tags(hit.snippet)),
            }
        )
    return told
