"""The operations of the API, each a few lines over the data sets: lists, single records, vocabularies, search.

Annotations are no strings in this module: those of parameters are made for each data set, and are read by django-ninja.
"""

import datetime as dt
import re
from functools import partial, reduce
from operator import or_
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import http_date
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from pydantic import BeforeValidator, Field, create_model

from accounts.models import Organization
from accounts.register.decisions import named
from accounts.register.open_data_fields import PATHS as REGISTER
from csonet.content.models import Item
from csonet.opendata.datasets import Dataset, datasets
from csonet.portal.api import description, filters, paging, searching, vocabularies
from csonet.portal.api.problems import BadParameters, not_found, not_understood
from csonet.reference import vocabulary

#: The largest number that a key can be in the databases.
LARGEST = 2**63 - 1
#: Data sets of which the rows belong to organizations, and can be asked for by one of them: its columns.
BY_ORGANIZATION = {
    "committee-decisions": ("organization",),
    "council-decisions": ("organization",),
    "consultative-status": ("organization",),
    "roll-calls": ("organization",),
    "partnerships": ("lead", "partner"),
}
#: … and of which a name as it was printed can be looked for.
BY_NAME = frozenset({"committee-decisions"})
BY_SESSION = {"committee-decisions": "session", "roll-calls": "session", "votes": "roll_call__session"}


class PortalAPI(NinjaAPI):
    """django-ninja's, with the description completed by what the data sets know of their fields."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """OpenAPI 3.1; the same for everybody, in English."""
        made = partial(super().get_openapi_schema, **kwargs)
        with translation.override("en"):
            return vocabulary.remembered("openapi", lambda: description.completed(made()))


api = PortalAPI(
    title="CSO Net",
    version="1",
    description=description.TEXT,
    openapi_url="/openapi.json",
    docs_url=None,  # the data page explains it, in the portal's own design and six languages
    urls_namespace="api",
    servers=[{"url": settings.SITE_URL}],
)


def written_as_day(value: Any) -> Any:
    """Only 2024-06-14 is a day; pydantic would take a number for seconds since 1970. Raises ValueError."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("Write the day as 2024-06-14.")
    return value


Day = Annotated[dt.date, BeforeValidator(written_as_day)]

Word = Annotated[str, Field(min_length=1, max_length=filters.LONGEST, pattern=filters.WORD)]


class Paging(Schema):
    """What every list takes."""

    page: int = Field(1, ge=1, le=paging.MOST_PAGES, description="Which page, from 1.")
    per_page: int = Field(paging.ROWS, ge=1, le=paging.MOST_ROWS, description="Records on a page.")


class Dated(Paging):
    """… and what lists of what is published take besides."""

    since: Day | None = Field(None, description="Published on this day (UTC) or later.")
    until: Day | None = Field(None, description="Published on this day (UTC) or earlier.")


@api.exception_handler(BadParameters)
def bad_parameters(request: HttpRequest, exception: BadParameters) -> HttpResponse:
    """A value that the portal does not know."""
    return not_understood(request, exception)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    """A value of the wrong kind, as django-ninja tells it."""
    errors = [(str(error["loc"][-1]), error["msg"]) for error in exception.errors]
    return not_understood(request, BadParameters(*errors))


api.add_exception_handler(Http404, not_found)


@api.get("/", operation_id="index", summary="What there is", tags=["about"])
def index(request: HttpRequest) -> Any:
    """The addresses of everything else."""
    filters.only(request.GET, ())
    base = settings.SITE_URL + reverse("api:api-root")
    return paging.answer(
        {
            "openapi": f"{base}openapi.json",
            "documentation": settings.SITE_URL + reverse("data"),
            "licence": settings.OPEN_DATA_LICENCE,
            "lists": {name: base + path_of(name) for name in datasets()},
            "vocabularies": {name: f"{base}vocabularies/{name}" for name in vocabularies.NAMES},
            "search": f"{base}search",
        }
    )


def path_of(name: str) -> str:
    """Where the list of a data set stands below the root."""
    return f"items/{name}" if name in Item.every_noun() else name


def _items(model: type[Item]) -> None:
    """The list of a noun, and a single one of it."""
    kind = model.KIND

    @api.get(f"/items/{kind}", operation_id=f"list-{kind}", summary=f"List: {kind}", tags=["items"])
    def items(request: HttpRequest, wanted: Dated = Query(...)) -> Any:  # noqa: B008
        found = filters.items(request, model, Dated.model_fields)
        return paging.page_of(request, datasets()[kind], found, wanted.page, wanted.per_page)

    @api.get(f"/items/{kind}/{{uuid:key}}", operation_id=f"read-{kind}", summary=f"One: {kind}", tags=["items"])
    def item(request: HttpRequest, key: UUID = Path(...)) -> Any:  # noqa: B008
        filters.only(request.GET, ())
        readable = Item.objects.of_kind(kind).published().visible_to(paging.VISITOR)
        return _single(readable.filter(key=key), datasets()[kind])


def _single(rows: Any, dataset: Dataset) -> HttpResponse:
    """One record, with the time of its last change. Raises Http404 if it is not there, or not for everybody."""
    found = rows.values_list("pk", *dataset.marks).first()
    if found is None:
        raise Http404
    key, *marks = found
    times = [mark for mark in marks if isinstance(mark, dt.datetime)]
    # What was counted up (the answers of others) changed at a time that nothing tells.
    is_dated = not any(isinstance(mark, int) and mark for mark in marks)
    response = paging.answer(next(iter(dataset.read([key], paging.VISITOR))))
    # A second later: what changes again within the same second must not pass for what was sent.
    if is_dated and (latest := max(times)) < timezone.now() - dt.timedelta(seconds=1):
        response.headers["Last-Modified"] = http_date(latest.timestamp())
    return response


def _organizations() -> None:
    """The directory, and a single organization."""

    @api.get("/organizations", operation_id="list-organizations", summary="The directory", tags=["register"])
    def organizations(request: HttpRequest, wanted: Paging = Query(...)) -> Any:  # noqa: B008
        found = filters.organizations(request, Paging.model_fields)
        return paging.page_of(request, datasets()["organizations"], found, wanted.page, wanted.per_page)

    @api.get(
        "/organizations/{int:key}", operation_id="read-organization", summary="One organization", tags=["register"]
    )
    def organization(request: HttpRequest, key: int = Path(..., ge=1, le=LARGEST)) -> Any:  # noqa: B008
        filters.only(request.GET, ())
        return _single(Organization.objects.public().filter(pk=key), datasets()["organizations"])


def _table(name: str) -> None:
    """A table of the register, or the partnerships; narrowed by organization, session or kind where it has them."""
    given: Any = {}
    if name in BY_ORGANIZATION:
        told = "The identifier of an organization."
        given["organization"] = (int | None, Field(None, ge=1, le=LARGEST, description=told))
    if name in BY_SESSION:
        given["session"] = (Day | None, Field(None, description="The day on which the session closed."))
    if name in BY_NAME:
        told = "A part of the name as it was printed; accents and case do not matter."
        given["q"] = (Word | None, Field(None, description=told))
    asked = create_model(f"{name.title().replace('-', '')}Filters", __base__=Paging, **given)

    @api.get(f"/{name}", operation_id=f"list-{name}", summary=f"List: {name}", tags=["register"])
    def table(request: HttpRequest, wanted: asked = Query(...)) -> Any:  # type: ignore[valid-type]  # noqa: B008
        choices = filters.choices_of_table(name)
        filters.check(request.GET, choices, asked.model_fields)
        dataset = datasets()[name]
        rows = dataset.rows(paging.VISITOR)
        if name in BY_ORGANIZATION and wanted.organization:  # type: ignore[attr-defined]
            own = Organization.objects.public().filter(pk=wanted.organization)  # type: ignore[attr-defined]
            rows = rows.filter(reduce(or_, (Q(**{f"{column}__in": own}) for column in BY_ORGANIZATION[name])))
        if name in BY_SESSION and wanted.session:  # type: ignore[attr-defined]
            rows = rows.filter(**{f"{BY_SESSION[name]}__closed_on": wanted.session})  # type: ignore[attr-defined]
        if name in BY_NAME and wanted.q:  # type: ignore[attr-defined]
            rows = named(rows, wanted.q)  # type: ignore[attr-defined]
        for column in choices:
            values = request.GET.getlist(column)
            rows = rows.filter(**{f"{column}__in": values}) if values else rows
        return paging.page_of(request, dataset, rows, wanted.page, wanted.per_page)  # type: ignore[attr-defined]


for noun in Item.every_noun().values():
    _items(noun)
_organizations()
for table_name in (*REGISTER, "partnerships"):
    _table(table_name)
vocabularies.add_to(api)
searching.add_to(api)
