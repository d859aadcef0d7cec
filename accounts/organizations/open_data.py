"""The directory as open data: what a profile shows everybody, without its contacts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import get_urlconf, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ConsultativeStatus, FormerName, Organization
from accounts.organizations.directory import DirectoryFilter, facets
from csonet.opendata.answering import MEDIA_TYPES, OpenView, answer, refusal
from csonet.opendata.datasets import Dataset, Field, Record, datasets, register
from csonet.opendata.links import codes_of

NAME = "organizations"
_OWN = (
    "pk",
    "slug",
    "name",
    "acronym",
    "type",
    "is_un_entity",
    "verification",
    "country_id",
    "scope",
    "languages",
    "other_languages",
    "established",
    "website",
    "mission",
    "updated",
)
FIELDS = (
    Field("id", _("identifier"), "number", _("Stays the same for ever, also when the name or the address changes.")),
    Field("url", _("address of the page"), "address"),
    Field("name", _("legal name")),
    Field("acronym", _("acronym")),
    Field("former_names", _("former names"), "texts"),
    Field("type", _("type"), "code"),
    Field("is_un_entity", _("UN agency, fund or programme"), "yes-no"),
    Field(
        "entry",
        _("Kind of entry"),
        "code",
        _("verified: a profile that the NGO Branch approved; listed: known from the register alone."),
    ),
    Field("status", _("consultative status"), "code", _("general, special, roster, unrecorded, or empty.")),
    Field("status_state", _("state of the status"), "code", _("in-force, suspended, withdrawn, unrecorded, or empty.")),
    Field("status_year", _("year granted"), "number"),
    Field("country", _("country of the headquarters"), "code", _("Two-letter code of ISO 3166-1.")),
    Field("countries", _("countries of activity"), "codes", _("Two-letter codes of ISO 3166-1.")),
    Field("scope", _("geographic scope"), "code"),
    Field("languages", _("working languages"), "codes"),
    Field("other_languages", _("other languages")),
    Field("goals", _("Sustainable Development Goals"), "numbers", _("Numbers from 1 to 17.")),
    Field("fields", _("fields of activity"), "codes", _("Area and number, as in the portal’s list of fields.")),
    Field("established", _("year established"), "number"),
    Field("website", _("web site"), "address"),
    Field("mission", _("mission")),
    Field("is_demonstration", _("invented for the demonstration"), "yes-no"),
    Field("updated", _("last changed"), "time", _("Date and time in UTC.")),
)


def dataset() -> Dataset:
    """The directory."""
    status = ConsultativeStatus.objects.filter(organization=OuterRef("pk"), is_current=True)
    return Dataset(
        name=NAME,
        title=pgettext_lazy("data set", "Organizations"),
        about=_(
            "Every organization of the directory: those with an approved profile, and those that the register knows."
        ),
        fields=FIELDS,
        rows=lambda user: Organization.objects.visible_to(user).public().order_by("name_key", "pk"),
        read=records,
        page="organization_list",
        export="organization_export",
        marks=("updated", Subquery(status.values("updated")[:1])),
        filters=("q", *(facet.name for facet in facets()), "sort"),
        group="register",
    )


def register_organizations() -> None:
    """The directory is a data set."""
    register(NAME, dataset)


def listed(request: HttpRequest) -> QuerySet[Organization]:
    """The directory as filtered, for its list and its files. It shows everybody the same."""
    return DirectoryFilter(request.GET).apply(Organization.objects.public())


def export_urls(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, address) of the directory's files, as filtered."""
    query = request.GET.copy()
    query.pop("page", None)
    tail = f"?{query.urlencode()}" if query else ""
    return [(format.upper(), reverse("organization_export", args=[format]) + tail) for format in MEDIA_TYPES]


def records(keys: list[int], user: Any) -> Iterator[Record]:
    """One flat record for each of the organizations that the directory still shows, in the order of the keys."""
    rows = Organization.objects.public().filter(pk__in=keys).values_list(*_OWN, "is_demo")
    found = {row[0]: row for row in rows}
    names = codes_of(FormerName, "organization_id", "name", keys)
    current = ConsultativeStatus.objects.filter(organization__in=keys, is_current=True)
    statuses = {row[0]: row[1:] for row in current.values_list("organization_id", "kind", "state", "year_granted")}
    countries = codes_of(Organization.countries.through, "organization_id", "country_id", keys)
    goals = codes_of(Organization.goals.through, "organization_id", "goal_id", keys)
    fields = codes_of(Organization.fields.through, "organization_id", "activityfield_id", keys)
    for key in keys:
        if key not in found:
            continue
        own = dict(zip((*_OWN, "is_demo"), found[key], strict=True))
        kind, state, year = statuses.get(key, ("", "", None))
        yield {
            "id": key,
            "url": address_of(own["slug"]),
            "name": own["name"],
            "acronym": own["acronym"],
            "former_names": names.get(key, []),
            "type": own["type"],
            "is_un_entity": own["is_un_entity"],
            "entry": own["verification"],
            "status": kind,
            "status_state": state,
            "status_year": year,
            "country": own["country_id"] or "",
            "countries": countries.get(key, []),
            "scope": own["scope"],
            "languages": own["languages"],
            "other_languages": own["other_languages"],
            "goals": goals.get(key, []),
            "fields": fields.get(key, []),
            "established": own["established"],
            "website": own["website"],
            "mission": own["mission"],
            "is_demonstration": own["is_demo"],
            "updated": own["updated"].isoformat(),
        }


def address_of(slug: str) -> str:
    """The whole address of an organization's page, in English as everything in open data that has six."""
    return _prefix(get_urlconf()) + quote(slug) + "/"


@cache
def _prefix(urlconf: str | None) -> str:
    with translation.override("en"):
        return settings.SITE_URL + reverse("organization_detail", args=["x"]).removesuffix("x/")


class OrganizationExportView(OpenView):
    """The directory as filtered, as a file."""

    def get(self, request: HttpRequest, format: str) -> HttpResponseBase:
        """CSV or JSON; 429 for who asks too often."""
        if refused := refusal(request):
            return refused
        found = datasets()[NAME]
        return answer(request, found, found.of(listed(request), request.user), format)
