"""The directory: filters as GET parameters, with counts, and its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import ConsultativeStatus, Organization
from accounts.models.organization import OrganizationQuerySet, OrganizationType
from accounts.models.register import StatusKind
from accounts.organizations import tallying
from accounts.organizations.matching import ids_with_words
from csonet import bits
from csonet.reference import vocabulary
from csonet.ui.narrowing import ALL, MOST_VALUES, Choices, Narrowing, counts_of, values_of

PER_PAGE = 25

Text = str | Promise

STATUSES: list[tuple[str, Text]] = [
    (StatusKind.GENERAL.value, _("General")),
    (StatusKind.SPECIAL.value, _("Special")),
    (StatusKind.ROSTER.value, _("Roster")),
    (StatusKind.UNRECORDED.value, _("In status, class not recorded")),
    ("none", _("No consultative status")),
]
ORIGINS: list[tuple[str, Text]] = [
    ("verified", _("Has a profile approved by the NGO Branch")),
    ("listed", _("In the register only")),
    ("un", _("UN agency, fund or programme")),
]
SORTS: list[tuple[str, Text]] = [
    ("name", pgettext_lazy("order of a list", "By name")),
    ("newest", pgettext_lazy("order of a list", "Newest first")),
]


@dataclass(frozen=True)
class Order:
    """One order of the list, with the address of the list in it."""

    label: Text
    url: str
    current: bool


class DirectoryFilter(Narrowing):
    """What a reader asked of the directory. Values that are none are left out, without a word."""

    def __init__(self, query: QueryDict):
        self.text = query.get("q", "").replace("\x00", "").strip()[:200]
        self.sort = query.get("sort", "") if query.get("sort", "") in dict(SORTS) else "name"
        kept = {"q": self.text, "sort": "" if self.sort == "name" else self.sort}
        super().__init__(facets(), {}, kept=kept, shows_all=query.get(ALL, ""))
        for facet in self.facets:
            asked = values_of(query, facet.name)
            names = dict(facet.choices) if asked else {}
            if found := [value for value in asked if value in names][:MOST_VALUES]:
                self.chosen[facet.name] = found
                self.names.update({(facet.name, value): names[value] for value in found})

    @cached_property
    def found(self) -> list[int]:
        """The keys of the organizations that have the words."""
        return list(ids_with_words(self.text)) if self.text else []

    @property
    def orders(self) -> list[Order]:
        """The orders that the list can be in."""
        return [Order(label, self.query(sort=key), current=key == self.sort) for key, label in SORTS]

    def __bool__(self) -> bool:
        return bool(self.text or self.chosen)

    def chips(self) -> list[dict[str, str]]:
        """One for each filter that is on."""
        quoted = gettext("“%(text)s”") % {"text": self.text}
        words = [{"label": quoted, "url": self.query(q="")}] if self.text else []
        return words + super().chips()

    @cached_property
    def counted(self) -> tuple[int, dict[str, dict[str, int]]]:
        """How many organizations fit, and facet → value → how many of those that the other facets leave. No query."""
        snapshot = tallying.BOARD.now()
        rows = snapshot.of("directory", ["public"])
        rows = rows & bits.of(self.found) if self.text else rows
        left, numbers = counts_of(self.facets, self.chosen, rows, lambda facet: tallying.sets_of(snapshot, facet.name))
        return left.bit_count(), numbers

    @property
    def options(self) -> list[SafeString]:
        """The facets as parts of the form."""
        return self.panels(self.counted[1], dated=False)

    def apply(self, organizations: OrganizationQuerySet) -> OrganizationQuerySet:
        """Those of the organizations that the reader asked for, in the order asked for."""
        chosen = self.chosen
        if self.text:
            organizations = organizations.filter(pk__in=self.found)
        for name, column in (("type", "type__in"), ("country", "country__in")):
            if name in chosen:
                organizations = organizations.filter(**{column: chosen[name]})
        if "region" in chosen:
            codes = {code for region in chosen["region"] for code in vocabulary.country_codes_in(region)}
            organizations = organizations.filter(country__in=codes)
        organizations = _by_origin(organizations, chosen.get("origin", []))
        organizations = _by_status(organizations, chosen.get("status", []))
        for name, table, column in THROUGH:
            if name in chosen:
                rows = table.objects.filter(organization=OuterRef("pk"), **{f"{column}__in": chosen[name]})
                reached = Q(Exists(rows))
                if name == "active":
                    reached |= Q(country__in=chosen[name])
                organizations = organizations.filter(reached)
        return organizations.order_by("-pk") if self.sort == "newest" else organizations.order_by("name_key", "pk")


#: Facets that stand in a table of their own, with the column that is compared.
THROUGH = (
    ("active", Organization.countries.through, "country"),
    ("area", Organization.fields.through, "activityfield__area"),
    ("field", Organization.fields.through, "activityfield"),
    ("goal", Organization.goals.through, "goal"),
)


def facets() -> list[Choices]:
    """The facets of the directory, in the reader's language; from the process, without a query."""

    def make() -> list[Choices]:
        countries = vocabulary.choices("countries")
        goals = [(str(number), f"{number}. {name}") for number, name in vocabulary.choices("goals")]
        return [
            Choices("status", gettext("Consultative status"), _words(STATUSES)),
            Choices("origin", gettext("Kind of entry"), _words(ORIGINS)),
            Choices("goal", gettext("Sustainable Development Goals"), goals),
            Choices("region", gettext("Region"), vocabulary.choices("regions")),
            Choices("country", gettext("Country of the headquarters"), countries),
            Choices("active", gettext("Active in"), countries),
            Choices("area", gettext("Area of expertise"), _words(vocabulary.choices("areas"))),
            Choices("field", gettext("Field of activity"), vocabulary.choices("fields")),
            Choices("type", gettext("Type"), _words(OrganizationType.choices)),
        ]

    return vocabulary.remembered(("directory", get_language()), make)


def _words(choices: Iterable[tuple[Any, Any]]) -> list[tuple[str, str]]:
    return [(str(key), str(label)) for key, label in choices]


def _by_origin(organizations: OrganizationQuerySet, origins: list[str]) -> OrganizationQuerySet:
    if not origins:
        return organizations
    wanted = Q(verification__in=[origin for origin in origins if origin != "un"])
    return organizations.filter(wanted | Q(is_un_entity=True) if "un" in origins else wanted)


def _by_status(organizations: OrganizationQuerySet, kinds: list[str]) -> OrganizationQuerySet:
    """Those whose current status, not withdrawn, is of these kinds; "none" are those without any."""
    if not kinds:
        return organizations
    current = ConsultativeStatus.objects.filter(organization=OuterRef("pk"), is_current=True).exclude(state="withdrawn")
    wanted = Exists(current.filter(kind__in=[kind for kind in kinds if kind != "none"]))
    if "none" not in kinds:
        return organizations.filter(wanted)
    if kinds == ["none"]:
        return organizations.filter(~Exists(current))
    return organizations.filter(wanted | ~Exists(current))


class DirectoryPaginator(Paginator):
    """The pages of the directory; how many organizations there are is known already."""

    def __init__(self, rows: OrganizationQuerySet, total: int):
        self.total = total
        super().__init__(rows, PER_PAGE)

    @property
    def count(self) -> int:  # type: ignore[override]
        """How many there are."""
        return self.total


def page_of(rows: OrganizationQuerySet, asked: str, total: int) -> Page:
    """The page that was asked for; the first or the last one for a number that is none."""
    page = DirectoryPaginator(rows, total).get_page(asked if asked.isascii() and len(asked) < 9 else 1)
    page.object_list = list(page.object_list)
    return page
