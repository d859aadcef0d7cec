"""A search with the facets of lists: one definition for its page, its feed and what people save of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.organizations import tallying as directory
from csonet import bits
from csonet.content import counting, tallying
from csonet.content.facets import Facet, Selection, chosen_from, own_facets, shared_facets
from csonet.content.models import Item
from csonet.content.search.engine import TIME_LIMIT, Match
from csonet.content.search.indexing import JOURNAL
from csonet.content.search.query import Ranking, Results, ranking
from csonet.reference import vocabulary
from csonet.reference.tallies import Answers, Snapshot
from csonet.ui import narrowing

ORGANIZATION = "organization"
#: Facets that stand in the index of words.
INDEXED = ("goal", "topic", "region", "country")
#: What visitors' searches found: some ten KB each.
_ANSWERS = Answers((tallying.BOARD, directory.BOARD, JOURNAL), most=100)


@dataclass(frozen=True)
class Found:
    """What a search found, what it was narrowed by, and the facets as parts of the form."""

    results: Results
    selection: Selection
    panels: list[Any]


def selection_of_search(query: QueryDict) -> Selection:
    """What the address of a search chooses; a single kind brings the facets of its noun along."""
    nouns = Item.nouns()
    kinds = [kind for kind in dict.fromkeys(query.getlist("kind")) if kind in nouns]
    facets = [_kinds(), *shared_facets()]
    if len(kinds) == 1 and query.getlist("kind") == kinds:
        facets += vocabulary.remembered(("own", kinds[0], get_language()), lambda: own_facets(nouns[kinds[0]]))
    return chosen_from(facets, query, q=query.get("q", "").replace("\0", "").strip()[:200])


def _kinds() -> Facet:
    names = [(noun.KIND, capfirst(str(noun._meta.verbose_name_plural))) for noun in Item.nouns().values()]
    choices = [*names, (ORGANIZATION, _("Organizations"))]
    # The index is asked for the kind; as a condition on items it is the same.
    return Facet("kind", _("Kind"), choices, lambda values, _asks: Q(kind__in=values))


def look(query: QueryDict, user: Any, page: int = 1) -> Found:
    """Search as an address says, for this reader, with the counts of the facets.

    What a visitor's search finds is kept until something changes: its next pages and its repetition ask for their hits
    alone, and of those who may see them is asked again.
    """
    selection = selection_of_search(query)
    if user.is_authenticated:
        looked = _looked(selection, user)
    else:
        asked = tuple((name, tuple(values)) for name, values in selection.chosen.items())
        key = (selection.kept["q"], asked, tuple(selection.days.items()), get_language(), timezone.now().date())
        looked = _ANSWERS.remembered(key, lambda: _kept(_looked(selection, user)), lambda looked: looked.is_whole)
    results = looked.ranking.page(page, user)
    return Found(results, selection, selection.panels(looked.numbers, looked.further))


def results_of(selection: Selection, user: Any) -> Results:
    """What a search finds as it is narrowed: all matches, of which no page is read. Never an error."""
    return _ranking(selection, user).results


@dataclass(frozen=True)
class _Looked:
    """What a search found, and how many of it stand under each option of the facets."""

    ranking: Ranking
    numbers: dict[str, dict[str, int]]
    further: dict[str, list[Any]]
    #: No statement of it was stopped for its time, which finds nothing: the next one may be quick.
    is_whole: bool


def _looked(selection: Selection, user: Any) -> _Looked:
    started = monotonic()
    ranking = _ranking(selection, user)
    is_whole = monotonic() - started < TIME_LIMIT / 1000
    if not ranking.results.found:
        return _Looked(ranking, {}, {}, is_whole)
    numbers, organizations = _counts(selection, ranking.results)
    return _Looked(ranking, numbers, {ORGANIZATION: organizations}, is_whole)


def _kept(looked: _Looked) -> _Looked:
    """In little memory: options that nothing stands under need no number."""
    numbers = {name: {value: number for value, number in own.items() if number} for name, own in looked.numbers.items()}
    return replace(looked, ranking=looked.ranking.without_matches(), numbers=numbers)


def _ranking(selection: Selection, user: Any) -> Ranking:
    chosen = selection.chosen
    within = {name: chosen[name] for name in (*INDEXED, "language", "kind") if name in chosen}
    if ORGANIZATION in chosen:
        found = Organization.objects.public().filter(slug__in=chosen[ORGANIZATION])
        within[ORGANIZATION] = [str(pk) for pk in found.values_list("pk", flat=True)]
    return ranking(selection.kept.get("q", ""), user, within, _keep(selection))


def _keep(selection: Selection) -> Callable[[Match], bool] | None:
    """What the index of words doesn't know is looked up on the boards; None if nothing of it was chosen."""
    known = {*INDEXED, ORGANIZATION, "language", "kind"}
    others = [facet for facet in selection.facets if facet.name in selection.chosen and facet.name not in known]
    if not others and not selection.days:
        return None
    snapshot = tallying.BOARD.now()
    items = counting.asked(_but_organization(selection), snapshot)
    organizations = 0 if selection.days or any(facet.name != "status" for facet in others) else -1
    for facet in others:
        if facet.choices:
            sets = counting.sets_of(snapshot, facet)
            items &= narrowing.any_of(sets, selection.chosen[facet.name])
        if facet.name == "status":
            board = directory.sets_of(directory.BOARD.now(), "status")
            organizations &= narrowing.any_of(board, selection.chosen["status"])
    return lambda match: bool((items >> match.item if match.item else organizations >> (match.organization or 0)) & 1)


def _but_organization(selection: Selection) -> Selection:
    chosen = {name: values for name, values in selection.chosen.items() if name != ORGANIZATION}
    return Selection(selection.facets, chosen, days=selection.days)


def _counts(selection: Selection, results: Results) -> tuple[dict[str, dict[str, int]], list[Any]]:
    """facet → value → number among the hits that the other facets leave; and the organizations with the most hits."""
    snapshot, own = tallying.BOARD.now(), directory.BOARD.now()
    facets = [facet for facet in selection.facets if facet.choices]
    before = counting.asked(selection, snapshot)
    numbers: dict[str, dict[str, int]] = {facet.name: {} for facet in facets}
    # Where more matches than are ranked, what is left is known exactly: options that are not chosen are counted there.
    for matches, chosen in ((results.everything, selection.chosen), (results.matches, {})):
        rows = bits.of(match.item for match in matches if match.item)
        rows = rows & before if chosen else rows
        _left, items = narrowing.counts_of(facets, chosen, rows, lambda facet: counting.sets_of(snapshot, facet))
        others = 0 if selection.days or ORGANIZATION in selection.chosen else -1
        others &= bits.of(match.organization for match in matches if match.organization)
        if others:
            _left, organizations = narrowing.counts_of(facets, chosen, others, lambda facet: _of_directory(own, facet))
            items = {name: _sum(found, organizations[name]) for name, found in items.items()}
        for facet in facets:
            if bool(chosen) == (facet.name in selection.chosen):
                numbers[facet.name] = items[facet.name]
        if not selection.chosen:
            break
    left = bits.of(match.item for match in results.matches if match.item) if selection else rows
    counted = counting.Counted(left.bit_count(), numbers, left, snapshot)
    return numbers, counting.organizations_left(counted)


def _of_directory(snapshot: Snapshot, facet: Facet) -> dict[str, int]:
    """The sets of organizations for a facet of a search; those of them that they have."""
    if facet.name == "kind":
        return {ORGANIZATION: snapshot.of("directory", ["public"])}
    return dict(directory.sets_of(snapshot, facet.name)) if facet.name in ("country", "region", "status") else {}


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {value: one.get(value, 0) + other.get(value, 0) for value in {**one, **other}}
