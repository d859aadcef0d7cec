"""The vocabularies by which everything is filed: goals, targets, topics, countries, regions, fields of activity.

Annotations are no strings in this module: django-ninja reads them.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from csonet.portal.api import filters, paging
from csonet.reference import vocabulary
from csonet.ui import languages

NAMES = ("goals", "targets", "topics", "countries", "regions", "areas", "fields")


class Spoken(Schema):
    """In which language names are told."""

    lang: str = Field("", description="Language of the names; without it the request's Accept-Language decides.")


def add_to(api: NinjaAPI) -> None:
    """One address for each vocabulary."""
    for name in NAMES:
        _add(api, name)


def _add(api: NinjaAPI, name: str) -> None:
    @api.get(f"/vocabularies/{name}", operation_id=f"list-{name}", summary=f"Vocabulary: {name}", tags=["vocabularies"])
    def terms(request: HttpRequest, wanted: Spoken = Query(...)) -> Any:  # noqa: B008
        filters.check(request.GET, {"lang": list(languages.CODES)})
        language = wanted.lang or languages.current()
        with translation.override(language):
            found = [record(name, row) for row in getattr(vocabulary, name)().values()]
        response = paging.answer({"results": found})
        response.headers["Content-Language"] = languages.tag(language)
        patch_vary_headers(response, ["Accept-Language"])
        return response


def record(name: str, row: Any) -> dict[str, Any]:
    """A term with its code, its name in the active language, and what it belongs to."""
    told = {"code": str(row.pk), "name": row.title if name == "targets" else row.name, "within": ""}
    if name == "targets":
        told["within"] = str(row.goal_id)
    if name == "countries":
        told |= {"within": row.region_id or "", "iso3": row.iso3, "m49": row.m49}
    if name == "regions":
        told["within"] = row.parent_id or ""
    if name == "fields":
        told["within"] = str(row.area_id)
    return told
