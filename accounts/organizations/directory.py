"""The directory: filters as GET parameters, and pages of a list that is never counted to its end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import ConsultativeStatus, Organization
from accounts.models.organization import OrganizationQuerySet, OrganizationType
from accounts.models.register import StatusKind
from accounts.organizations.matching import ids_with_words
from csonet.reference import vocabulary

PER_PAGE = 25
#: A list longer than this is said to be longer, and not counted.
COUNTED = 2000

Text = str | Promise

#: Filters with too many options for check boxes.
SELECTS = ("country", "field")

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
class Facet:
    """One group of the filter form: its parameter, its heading and its options."""

    name: str
    legend: Text
    options: list[tuple[Any, str]]
    selected: list[str]


@dataclass(frozen=True)
class Select:
    """A filter with too many options for check boxes: its parameter, its heading and its ready <option>s."""

    name: str
    legend: Text
    html: SafeString


@dataclass(frozen=True)
class Order:
    """One order of the list, with the address of the list in it."""

    label: Text
    url: str
    current: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is on, with the address of the list without it."""

    label: str
    url: str


class DirectoryFilter:
    """What a reader asked of the directory. Values that are none are left out, without a word."""

    def __init__(self, query: QueryDict):
        self.query = query
        self.text = query.get("q", "").replace("\x00", "").strip()[:200]
        self.sort = query.get("sort", "") if query.get("sort", "") in dict(SORTS) else "name"

    @cached_property
    def options(self) -> dict[str, tuple[Text, list[tuple[Any, Any]]]]:
        """Parameter → (heading, options); from the process, without a query."""
        return {
            "status": (_("Consultative status"), STATUSES),
            "origin": (_("Kind of entry"), ORIGINS),
            "type": (_("Type"), list(OrganizationType.choices)),
            "region": (_("Region"), vocabulary.choices("regions")),
            "country": (_("Country of the headquarters"), vocabulary.choices("countries")),
            "area": (_("Area of expertise"), vocabulary.choices("areas")),
            "field": (_("Field of activity"), vocabulary.choices("fields")),
            "goal": (_("Sustainable Development Goals"), vocabulary.choices("goals")),
        }

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """Parameter → the valid values that were chosen."""
        chosen = {}
        for name, (_legend, options) in self.options.items():
            asked = set(self.query.getlist(name)[:50])
            valid = [str(key) for key, _label in options if str(key) in asked] if asked else []
            if valid:
                chosen[name] = valid
        return chosen

    @property
    def facets(self) -> list[Facet]:
        """The groups of check boxes of the filter form."""
        return [
            Facet(name, legend, options, self.chosen.get(name, []))
            for name, (legend, options) in self.options.items()
            if name not in SELECTS
        ]

    @property
    def selects(self) -> list[Select]:
        """The long lists of the filter form; of several chosen values the first is shown."""
        selects = []
        for name in SELECTS:
            legend, options = self.options[name]
            html = _options_html(tuple((str(key), str(label)) for key, label in options), str(_("All")))
            for value in self.chosen.get(name, [])[:1]:
                html = mark_safe(html.replace(f'value="{value}"', f'value="{value}" selected'))  # noqa: S308
            selects.append(Select(name, legend, html))
        return selects

    @property
    def orders(self) -> list[Order]:
        """The orders that the list can be in."""
        query = self.query.copy()
        query.pop("page", None)
        orders = []
        for key, label in SORTS:
            query["sort"] = key
            orders.append(Order(label, f"?{query.urlencode()}", current=key == self.sort))
        return orders

    @property
    def chips(self) -> list[Chip]:
        """One for each filter that is on."""
        chips = []
        if self.text:
            quoted = gettext("“%(text)s”") % {"text": self.text}
            chips.append(Chip(quoted, self._without("q", self.query.get("q", ""))))
        for name, values in self.chosen.items():
            labels = {str(key): str(label) for key, label in self.options[name][1]}
            chips += [Chip(labels[value], self._without(name, value)) for value in values]
        return chips

    def _without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.setlist(name, [other for other in query.getlist(name) if other != value])
        query.pop("page", None)
        return f"?{query.urlencode()}"

    def apply(self, organizations: OrganizationQuerySet) -> OrganizationQuerySet:
        """Those of the organizations that the reader asked for, in the order asked for."""
        chosen = self.chosen
        if self.text:
            organizations = organizations.filter(pk__in=ids_with_words(self.text))
        if "type" in chosen:
            organizations = organizations.filter(type__in=chosen["type"])
        if codes := self._countries():
            organizations = organizations.filter(country__in=codes)
        organizations = _by_origin(organizations, chosen.get("origin", []))
        organizations = _by_status(organizations, chosen.get("status", []))
        for name, column in (("area", "activityfield__area"), ("field", "activityfield"), ("goal", "goal")):
            if name in chosen:
                through = (Organization.goals if name == "goal" else Organization.fields).through
                rows = through.objects.filter(organization=OuterRef("pk"), **{f"{column}__in": chosen[name]})
                organizations = organizations.filter(Exists(rows))
        return organizations.order_by("-pk") if self.sort == "newest" else organizations.order_by("name_key", "pk")

    def _countries(self) -> set[str]:
        codes = set(self.chosen.get("country", ()))
        for region in self.chosen.get("region", ()):
            codes |= vocabulary.country_codes_in(region)
        return codes


@lru_cache(maxsize=24)
def _options_html(options: tuple[tuple[str, str], ...], everything: str) -> SafeString:
    """The <option>s of a long list: made once for each language."""
    rows = format_html_join("", '<option value="{}">{}</option>', options)
    return format_html('<option value="">{}</option>{}', everything, rows)


def _by_origin(organizations: OrganizationQuerySet, origins: list[str]) -> OrganizationQuerySet:
    states = [origin for origin in origins if origin != "un"]
    if states:
        organizations = organizations.filter(verification__in=states)
    return organizations.filter(is_un_entity=True) if "un" in origins else organizations


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
    """Counts up to COUNTED rows; pages beyond are reached one after the other."""

    def __init__(self, rows: OrganizationQuerySet, page: int):
        self.asked = page
        super().__init__(rows, PER_PAGE)

    @cached_property
    def count(self) -> int:
        """How many there are, COUNTED + 1 standing for more."""
        return self.object_list.order_by()[: COUNTED + 1].count()  # type: ignore[union-attr]

    @property
    def is_longer(self) -> bool:
        """Are there more than were counted?"""
        return self.count > COUNTED

    @cached_property
    def num_pages(self) -> int:
        counted = max(1, -(-min(self.count, COUNTED) // PER_PAGE))
        return max(counted, self.asked + 1) if self.is_longer else counted


def page_of(rows: OrganizationQuerySet, asked: str) -> Page:
    """The page that was asked for; the first or the last one for a number that is none."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    paginator = DirectoryPaginator(rows, max(1, number))
    number = min(max(1, number), paginator.num_pages)
    first = (number - 1) * PER_PAGE
    found = list(rows[first : first + PER_PAGE + 1])
    if paginator.is_longer and len(found) <= PER_PAGE and first + PER_PAGE >= COUNTED:
        paginator.num_pages = number  # this is the end that was not counted
    return Page(found[:PER_PAGE], number, paginator)
