"""What narrows a list: the values that stand in its address, the rows they leave, and how they are offered.

Values of one facet are joined by OR, facets by AND. Each facet is a subquery on the raw codes of one through table
("its id is among the items of goal 6 or 13"), so that no join multiplies rows and nothing must be made distinct; the
names come from the vocabularies in memory.

How it scales: one query reads the ids of the newest matches and stops at COUNTED; the page shows twenty of them. The
first facet that was chosen gathers its matches from its through table, the others ask each of these rows; a region,
which matches much, only ever asks, along the list's own index. So no facet costs by the size of the list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _
from taggit.models import Tag

from accounts.models import Organization
from csonet.content.models import Item, ItemQuerySet, ItemTag
from csonet.reference import vocabulary

#: Rows are counted up to here; beyond it the page says "more than 1,000".
COUNTED = 1001
#: More values of one facet than anybody chooses by hand are cut off.
MOST_VALUES = 20
SORTS: dict[str, tuple[str, ...]] = {
    "new": ("-published_at", "-pk"),
    "old": ("published_at", "pk"),
    "used": ("-responses", "-published_at", "-pk"),
}


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list. `choices` are (key, name) in the reader's order; empty for what has no panel."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    #: query(values, asks): the condition that gathers the matches, or that asks each row.
    query: Callable[[list[str], bool], Q]
    as_list: bool = False
    matches_much: bool = False


@dataclass
class Selection:
    """The facets of a noun with the values that an address chose."""

    facets: list[Facet]
    chosen: dict[str, list[str]]
    sort: str = "new"
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.chosen)

    def narrow(self, items: ItemQuerySet) -> ItemQuerySet:
        """The items that fit all of the chosen facets, in the chosen order."""
        asks = False
        for facet in self.facets:
            if facet.name in self.chosen:
                items = items.filter(facet.query(self.chosen[facet.name], asks or facet.matches_much))
                asks = asks or not facet.matches_much
        return items.order_by(*SORTS[self.sort])

    def query(self, but: tuple[str, str] | None = None) -> str:
        """The address's query for the selection, without one value, beginning with "?"."""
        query = QueryDict(mutable=True)
        for name, values in self.chosen.items():
            query.setlist(name, [value for value in values if (name, value) != but])
        if self.sort != "new":
            query["sort"] = self.sort
        return f"?{query.urlencode()}"

    def chips(self) -> list[dict[str, str]]:
        """Each chosen value with the address of the list without it."""
        labels = {facet.name: facet.label for facet in self.facets}
        return [
            {"label": f"{labels[name]}: {self.names[name, value]}", "url": self.query(but=(name, value))}
            for name, values in self.chosen.items()
            for value in values
        ]


def selection_of(model: type[Item], query: QueryDict) -> Selection:
    """What an address chooses for a noun; values that are none are left out."""
    facets = facets_of(model)
    sort = query.get("sort", "new")
    selection = Selection(facets, {}, sort if sort in SORTS else "new")
    for facet in facets:
        given = [value for value in dict.fromkeys(query.getlist(facet.name)) if value and "\0" not in value]
        names = dict(facet.choices) if facet.choices else _names(facet.name, given[:MOST_VALUES])
        values = [value for value in given if value in names][:MOST_VALUES]
        if values:
            selection.chosen[facet.name] = values
            selection.names.update({(facet.name, value): names[value] for value in values})
    return selection


def facets_of(model: type[Item]) -> list[Facet]:
    """The facets of a noun: the shared ones, and its own columns with choices."""
    shared = [
        Facet("goal", _("Goal"), _choices("goals"), _through(Item.goals.through, "goal_id", int)),
        Facet("topic", _("Topic"), _choices("topics"), _through(Item.topics.through, "topic_id")),
        Facet("region", _("Region"), _choices("regions"), _in_regions, as_list=True, matches_much=True),
        Facet("country", _("Country or area"), _choices("countries"), _in_countries, as_list=True),
        Facet("language", _("Language"), list(settings.LANGUAGES), lambda values, _asks: Q(language__in=values)),
    ]
    own = [*(_own(model, name) for name in model.FACETS), *model.further_facets()]
    hidden = [
        Facet("organization", _("Organization"), [], lambda values, _asks: Q(organization__slug__in=values)),
        Facet("tag", _("Tag"), [], _with_tags),
    ]
    return shared + own + hidden


def _choices(kind: str) -> list[tuple[str, str]]:
    return [(str(key), f"{key}. {name}" if kind == "goals" else name) for key, name in vocabulary.choices(kind)]


def _among(rows: QuerySet[Any], column: str, codes: str, values: list[Any], asks: bool) -> Q:
    """The item is among the rows with these codes: gathered as one list of ids, or asked item by item.

    Asking finds an item's few rows by the item and compares their codes. SQLite would look each code up in the index
    instead, sixty times an item for a region: Coalesce keeps it from that.
    """
    if asks:
        own = rows.filter(**{column: OuterRef("pk")}).annotate(code=Coalesce(codes, codes))
        return Q(Exists(own.filter(code__in=values)))
    return Q(pk__in=rows.filter(**{f"{codes}__in": values}).values(column))


def _through(table: Any, column: str, kind: Callable[[str], Any] = str) -> Callable[[list[str], bool], Q]:
    def query(values: list[str], asks: bool) -> Q:
        return _among(table.objects.all(), "item_id", column, [kind(value) for value in values], asks)

    return query


_in_countries = _through(Item.countries.through, "country_id")


def _in_regions(values: list[str], asks: bool) -> Q:
    codes = {code for value in values for code in vocabulary.country_codes_in(value)}
    return _in_countries(sorted(codes), asks)


def _with_tags(values: list[str], asks: bool) -> Q:
    return _among(ItemTag.objects.all(), "content_object_id", "tag__slug", list(values), asks)


def _own(model: type[Item], name: str) -> Facet:
    column: Any = model._meta.get_field(name)
    choices = [(str(key), str(label)) for key, label in column.choices or ()]
    return Facet(
        name,
        str(column.verbose_name).capitalize(),
        choices,
        lambda values, asks: _among(model._base_manager.all(), "pk", name, list(values), asks),
    )


def _names(facet: str, values: list[str]) -> dict[str, str]:
    """Names of values that no vocabulary knows: one query, and none if nothing was chosen."""
    if not values:
        return {}
    if facet == "organization":
        return dict(Organization.objects.public().filter(slug__in=values).values_list("slug", "name"))
    return dict(Tag.objects.filter(slug__in=values).values_list("slug", "name"))
