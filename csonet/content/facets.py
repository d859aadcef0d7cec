"""What narrows a list: the values that stand in its address, the rows they leave, and how they are offered.

Values of one facet are joined by OR, facets by AND. Each facet is a subquery on the raw codes of one through table
("its id is among the items of goal 6 or 13"), so that no join multiplies rows and nothing must be made distinct; the
names come from the vocabularies in memory, the counts from the board of items (csonet.content.counting).

How it scales: one query reads the ids of the newest matches and stops at COUNTED; the page shows twenty of them. The
first facet that was chosen gathers its matches from its through table, the others ask each of these rows; a region,
which matches much, only ever asks, along the list's own index. So no facet costs by the size of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from taggit.models import Tag

from accounts.models import ConsultativeStatus, Organization
from accounts.organizations.directory import STATUSES
from csonet.content.models import Item, ItemQuerySet, ItemTag
from csonet.content.tallying import own
from csonet.reference import vocabulary
from csonet.ui import narrowing
from csonet.ui.narrowing import ALL, MOST_VALUES, SINCE, UNTIL, Narrowing

#: Rows are read up to here; nobody turns more pages.
COUNTED = 1001
#: The first year of which something can be published here.
FIRST_YEAR = 2000
LONGEST_TAG = 100
#: The facets that have no list of options.
ORGANIZATION, TAG = "organization", "tag"
SORTS: dict[str, tuple[str, ...]] = {
    "new": ("-published_at", "-pk"),
    "old": ("published_at", "pk"),
    "used": ("-responses", "-published_at", "-pk"),
}

Condition = Callable[[list[str], bool], Q]


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list. `choices` are (key, name) in the reader's order; empty for what has no panel."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    #: query(values, asks): the condition that gathers the matches, or that asks each row.
    query: Condition
    matches_much: bool = False
    #: rows(keys): (item, value) of these items, or of all for None, to count a noun's own facet by; without it each
    #: choice is asked.
    rows: Callable[[list[int] | None], Iterable[tuple[int, Any]]] | None = None
    #: What it is called on the board of items; empty for its name.
    board: str = ""

    @property
    def is_offered(self) -> bool:
        """Has it a place in the form?"""
        return bool(self.choices)

    @property
    def key(self) -> str:
        """What it is called on the board of items."""
        return self.board or self.name


@dataclass
class Selection(Narrowing):
    """The facets of a noun with the values that an address chose."""

    sort: str = "new"

    def narrow(self, items: ItemQuerySet) -> ItemQuerySet:
        """The items that fit all of the chosen facets, in the chosen order."""
        asks = False
        for facet in self.facets:
            if facet.name in self.chosen:
                items = items.filter(facet.query(self.chosen[facet.name], asks or facet.matches_much))
                asks = asks or not facet.matches_much
        if self.days:
            since, until = self.span()
            items = items.filter(published_at__gte=since, published_at__lt=until)
        return items.order_by(*SORTS[self.sort])

    def but(self, name: str) -> Selection:
        """The same with nothing chosen of one facet."""
        return replace(self, chosen={facet: values for facet, values in self.chosen.items() if facet != name})

    def span(self) -> tuple[datetime, datetime]:
        """The beginning of the first day and the end of the last, in UTC."""
        since, until = self.days.get(SINCE, date(FIRST_YEAR, 1, 1)), self.days.get(UNTIL, date(9000, 1, 1))
        return datetime.combine(since, time.min, UTC), datetime.combine(until, time.min, UTC) + timedelta(days=1)


def selection_of(model: type[Item], query: QueryDict) -> Selection:
    """What an address chooses for a noun; values that are none are left out."""
    return chosen_from(facets_of(model), query)


def chosen_from(facets: Sequence[Facet], query: QueryDict, **kept: str) -> Selection:
    """What an address chooses of these facets. kept: parameters that every link keeps."""
    sort = query.get("sort", "new")
    sort = sort if sort in SORTS else "new"
    selection = Selection(
        facets,
        {},
        kept={**kept, "sort": "" if sort == "new" else sort},
        days=narrowing.days_of(query),
        shows_all=query.get(ALL, ""),
        sort=sort,
    )
    for facet in facets:
        given = narrowing.values_of(query, facet.name)
        if not given:
            continue
        names = dict(facet.choices) if facet.choices else _names(facet.name, given[:MOST_VALUES])
        values = [value for value in given if value in names][:MOST_VALUES]
        if values:
            selection.chosen[facet.name] = values
            selection.names.update({(facet.name, value): names[value] for value in values})
    return selection


def facets_of(model: type[Item]) -> list[Facet]:
    """The facets of a noun: the shared ones, and its own columns with choices."""
    return vocabulary.remembered(
        ("facets", model.KIND, get_language()), lambda: [*_terms(), *own_facets(model), *_circumstances()]
    )


def shared_facets() -> list[Facet]:
    """The facets that every noun has."""
    return vocabulary.remembered(("facets", "", get_language()), lambda: [*_terms(), *_circumstances()])


def own_facets(model: type[Item]) -> list[Facet]:
    """The facets of a noun that the others have not."""
    found = [*(_own(model, name) for name in model.FACETS), *model.further_facets()]
    return [replace(facet, board=own(model.KIND, facet.name)) for facet in found]


def _terms() -> list[Facet]:
    return [
        Facet("goal", _("Goal"), _choices("goals"), _through(Item.goals.through, "goal_id", int)),
        Facet("topic", _("Topic"), _choices("topics"), _through(Item.topics.through, "topic_id")),
        Facet("region", _("Region"), _choices("regions"), _in_regions, matches_much=True),
        Facet("country", _("Country or area"), _choices("countries"), _in_countries),
        Facet("language", _("Language"), list(settings.LANGUAGES), lambda values, _asks: Q(language__in=values)),
    ]


def _circumstances() -> list[Facet]:
    years = [(str(year), str(year)) for year in range(timezone.now().year, FIRST_YEAR - 1, -1)]
    return [
        Facet("status", _("Status of the organization"), standings(), _of_standing),
        Facet("year", pgettext("facet", "Year of publication"), years, _in_years),
        Facet(ORGANIZATION, _("Organization"), [], lambda values, _asks: Q(organization__slug__in=values)),
        Facet(TAG, _("Tag"), [], _with_tags),
    ]


def standings() -> list[tuple[str, str]]:
    """The standings of organizations with ECOSOC, and the UN's own entities."""
    return [(key, str(label)) for key, label in STATUSES] + [("un", _("UN agency, fund or programme"))]


def _choices(kind: str) -> list[tuple[str, str]]:
    return [(str(key), f"{key}. {name}" if kind == "goals" else name) for key, name in vocabulary.choices(kind)]


def _among(rows: QuerySet[Any], column: str, codes: str, values: list[Any], asks: bool) -> Q:
    """The item is among the rows with these codes: gathered as one list of ids, or asked item by item.

    Asking finds an item's few rows by the item and compares their codes. SQLite would look each code up in the index
    instead, sixty times an item for a region: Coalesce keeps it from that.
    """
    if asks:
        found = rows.filter(**{column: OuterRef("pk")}).annotate(code=Coalesce(codes, codes))
        return Q(Exists(found.filter(code__in=values)))
    return Q(pk__in=rows.filter(**{f"{codes}__in": values}).values(column))


def _through(table: Any, column: str, kind: Callable[[str], Any] = str) -> Condition:
    def query(values: list[str], asks: bool) -> Q:
        return _among(table.objects.all(), "item_id", column, [kind(value) for value in values], asks)

    return query


_in_countries = _through(Item.countries.through, "country_id")


def _in_regions(values: list[str], asks: bool) -> Q:
    codes = {code for value in values for code in vocabulary.country_codes_in(value)}
    return _in_countries(sorted(codes), asks)


def _with_tags(values: list[str], asks: bool) -> Q:
    return _among(ItemTag.objects.all(), "content_object_id", "tag__slug", list(values), asks)


def _of_standing(values: list[str], _asks: bool) -> Q:
    """Of an organization whose current status, not withdrawn, is one of these; "none" is neither that nor the UN's."""
    current = ConsultativeStatus.objects.filter(organization=OuterRef("organization_id"), is_current=True)
    current = current.exclude(state="withdrawn")
    found = Q(Exists(current.filter(kind__in=[value for value in values if value not in ("none", "un")])))
    if "un" in values:
        found |= Q(organization__is_un_entity=True)
    if "none" in values:
        found |= ~Q(Exists(current)) & Q(organization__is_un_entity=False)
    return found


def _in_years(values: list[str], _asks: bool) -> Q:
    found = Q()
    for first in (datetime(int(year), 1, 1, tzinfo=UTC) for year in values):
        found |= Q(published_at__gte=first, published_at__lt=first.replace(year=first.year + 1))
    return found


def _own(model: type[Item], name: str) -> Facet:
    column: Any = model._meta.get_field(name)
    return Facet(
        name,
        str(column.verbose_name).capitalize(),
        [(str(key), str(label)) for key, label in column.choices or ()],
        lambda values, asks: _among(model._base_manager.all(), "pk", name, list(values), asks),
    )


def _names(facet: str, values: list[str]) -> dict[str, str]:
    """Names of values that no vocabulary knows: one query, and none if nothing was chosen."""
    if facet == ORGANIZATION:
        return dict(Organization.objects.public().filter(slug__in=values).values_list("slug", "name"))
    # A tag that only hidden items have is named as it was typed: as one that nobody has.
    seen = ItemTag.objects.filter(tag=OuterRef("pk"), content_object__in=Item.objects.visible_to(AnonymousUser()))
    known = dict(Tag.objects.filter(Exists(seen), slug__in=values).values_list("slug", "name"))
    return {value: known.get(value, value) for value in values if len(value) <= LONGEST_TAG}
