"""The filters of the lists as parameters of the API: the same names, the same values, read by the same code.

On a page a value that is none is left out, for people who follow an old link. A program is told: it would otherwise
take the whole list for the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict

from accounts.models import Organization
from accounts.models.register import DecisionKind
from accounts.organizations.directory import SORTS as DIRECTORY_SORTS
from accounts.organizations.directory import DirectoryFilter, facets
from csonet.content.facets import SORTS, facets_of, selection_of
from csonet.content.models import Item
from csonet.content.views.lists import listed
from csonet.portal.api.problems import BadParameters
from csonet.ui.narrowing import SINCE, UNTIL

#: Values of one parameter.
MOST_VALUES = 20
LONGEST = 120
#: A word holds no control character (a regular expression of ECMA 262, as JSON Schema has them).
WORD = r"^[^\x00-\x1f\x7f]+$"
#: Facets whose values no vocabulary lists.
FREE = frozenset({"organization", "tag"})
#: Parameters that take one value.
SINGLE = frozenset({"sort", "q", "lang"})
#: … of which "sort" takes an order of the list.
ORDERS = frozenset({*SORTS, *dict(DIRECTORY_SORTS)})

#: Between these days the pages look; before and after nothing is published.
FIRST_DAY, LAST_DAY = "2000-01-01", "2199-12-31"

Choices = dict[str, list[str]]


def choices_of_items(model: type[Item]) -> Choices:
    """Parameter → the values that it can have; none for one that takes any word."""
    facets = [*facets_of(model), *model.moments()]
    return {"sort": list(SORTS)} | {facet.name: [str(key) for key, _label in facet.choices] for facet in facets}


def choices_of_organizations() -> Choices:
    """The same for the directory."""
    choices = {facet.name: [str(key) for key, _label in facet.choices] for facet in facets()}
    return {**choices, "q": [], "sort": [key for key, _label in DIRECTORY_SORTS]}


def choices_of_table(name: str) -> Choices:
    """The same for a table of the register: columns with codes."""
    return {"kind": list(DecisionKind.values)} if name == "committee-decisions" else {}


def items(request: HttpRequest, model: type[Item], others: Iterable[str]) -> Any:
    """The published items of a noun as filtered, that everybody may read. others: parameters that are no filters."""
    check(request.GET, choices_of_items(model), others)
    selection = selection_of(model, request.GET)
    found = listed(model, request, selection)
    for moment in model.moments():
        if values := request.GET.getlist(moment.name):
            found = found.filter(moment.query(values, True))
    unknown = [name for name in FREE if request.GET.getlist(name) and name not in selection.chosen]
    never = request.GET.get(UNTIL, FIRST_DAY) < FIRST_DAY or request.GET.get(SINCE, "") > LAST_DAY
    return found.none() if unknown or never else found


def organizations(request: HttpRequest, others: Iterable[str]) -> Any:
    """The directory as filtered."""
    check(request.GET, choices_of_organizations(), others)
    return DirectoryFilter(request.GET).apply(Organization.objects.public())


def check(query: QueryDict, choices: Choices, others: Iterable[str] = ()) -> None:
    """Raises BadParameters for values that are not among the choices, are too many, or are no words."""
    only(query, {*choices, *others})
    errors: list[tuple[str, str]] = []
    for name, known in choices.items():
        given = query.getlist(name)
        most = 1 if is_single(name, known) else MOST_VALUES
        if len(given) > most:
            errors.append((name, f"Use at most {most} values."))
        elif known and not set(given) <= set(known):
            errors.append((name, "This is none of the values that the description lists."))
        elif not known and not all(is_word(value) for value in given):
            errors.append((name, f"Use 1 to {LONGEST} characters, none of them a control character."))
    if errors:
        raise BadParameters(*errors)


def is_single(name: str, known: list[str]) -> bool:
    """Does it take one value? Of events "sort" is no order: it is the sort of event, of which several can be chosen."""
    return name in SINGLE and (name != "sort" or not ORDERS.isdisjoint(known))


def is_word(value: str) -> bool:
    """Can something be called so?"""
    return 0 < len(value) <= LONGEST and not any(ord(character) < 32 or ord(character) == 127 for character in value)


def only(query: QueryDict, known: Iterable[str]) -> None:
    """Raises BadParameters for parameters that there are not: a misspelt filter would otherwise filter nothing."""
    strange = sorted(set(query) - set(known))[:MOST_VALUES]
    if strange:
        raise BadParameters(*((name[:LONGEST], "There is no such parameter.") for name in strange))
