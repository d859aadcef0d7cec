"""Topics, goals, countries and regions: how each is named in addresses, found, and told apart from the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from csonet.reference import vocabulary
from csonet.reference.models import Country, Goal, Region, Topic


@dataclass(frozen=True)
class Kind:
    """One sort of term. facet: its parameter on lists and in search. directory: its parameter in the directory."""

    name: str
    facet: str
    terms: Callable[[], Any]
    model: Any
    #: The name of the index page's address, and what it is called.
    index: str
    title: str | Promise
    directory: str = ""
    #: The name of its feed's address.
    feed: str = ""

    def key(self, typed: str) -> Any:
        """The key of the vocabulary that an address means; None for one that is none."""
        if self.model is Goal:
            return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else None
        return typed.upper() if self.model is Country else typed

    def url(self, term: Any) -> str:
        """The page of a term."""
        return reverse(f"{self.name}_page", args=[term.pk])


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("topic", "topic", vocabulary.topics, Topic, "topic_index", _("Topics"), "", "topics_feed"),
        Kind(
            "goal",
            "goal",
            vocabulary.goals,
            Goal,
            "goal_index",
            _("Sustainable Development Goals"),
            "goal",
            "goals_feed",
        ),
        Kind(
            "country",
            "country",
            vocabulary.countries,
            Country,
            "country_index",
            _("Countries and regions"),
            "active",
            "countries_feed",
        ),
        Kind(
            "region",
            "region",
            vocabulary.regions,
            Region,
            "country_index",
            _("Countries and regions"),
            "region",
            "regions_feed",
        ),
    )
}


def name_of(kind: Kind, term: Any) -> str:
    """What the term is called on its page: goals by number and name."""
    return f"{term.pk}. {term.name}" if kind.name == "goal" else str(term.name)


def around(kind: Kind, term: Any) -> list[tuple[str, str]]:
    """(name, address) of what a place lies in, the widest first."""
    region = term.region if kind.name == "country" else term.parent if kind.name == "region" else None
    found: list[tuple[str, str]] = []
    while region is not None:
        found.insert(0, (region.name, KINDS["region"].url(region)))
        region = region.parent
    return found


def inside(kind: Kind, term: Any) -> list[tuple[str, str, str]]:
    """(key, name, address) of what lies in a region: the regions right below it, or its countries if there are none."""
    if kind.name != "region":
        return []
    below = [region for region in vocabulary.regions().values() if region.parent_id == term.pk]
    if below:
        return [(one.pk, one.name, KINDS["region"].url(one)) for one in vocabulary.sorted_by_name(below)]
    countries = vocabulary.countries()
    own = vocabulary.sorted_by_name(countries[code] for code in vocabulary.country_codes_in(term.pk))
    return [(one.pk, one.name, KINDS["country"].url(one)) for one in own]
