"""A search with the facets of lists: one definition for its page, its feed and what people save of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from csonet.content.facets import ORGANIZATION, TAG, Facet, Selection, chosen_from, own_facets, shared_facets
from csonet.content.models import Item
from csonet.content.search.engine import TIME_LIMIT, Match
from csonet.content.search.indexing import JOURNAL
from csonet.content.search.ladder import How
from csonet.content.search.query import Ranking, Results, ranking
from csonet.reference import vocabulary
from csonet.reference.tallies import Answers, Snapshot
from csonet.ui import narrowing

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
    """What feeds and mails tell of a search as it is narrowed: all matches, of which no page is read. Never an error.

    What has but some of the words is left out: the page says so above them, and nobody asked to be told of it.
    """
    results = _ranking(selection, user).results
    return replace(results, matches=[], own=0) if results.how == How.SOME_WORDS else results


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
    items = counting.asked(selection.but(ORGANIZATION), snapshot)
    organizations = 0 if selection.days or any(facet.name != "status" for facet in others) else -1
    for facet in others:
        if facet.choices:
            sets = counting.sets_of(snapshot, facet)
            items &= narrowing.any_of(sets, selection.chosen[facet.name])
        if facet.name == "status":
            organizations &= narrowing.any_of(_of_directory(directory.BOARD.now(), facet), selection.chosen["status"])
    return lambda match: bool((items >> match.item if match.item else organizations >> (match.organization or 0)) & 1)


def _counts(selection: Selection, results: Results) -> tuple[dict[str, dict[str, int]], list[Any]]:
    """facet → value → number among the hits that the other facets leave; and the organizations with the most hits."""
    snapshot, own = tallying.BOARD.now(), directory.BOARD.now()
    facets = [facet for facet in selection.facets if facet.choices]
    before, organizations_before = counting.asked(selection, snapshot), _organizations_asked(selection)
    everything, sets = _items_of(results.everything), _sets_of_items(results, snapshot)
    numbers: dict[str, dict[str, int]] = {facet.name: {} for facet in facets}
    # Where more matches than are ranked, what is left is known exactly: options that are not chosen are counted there.
    for matches, chosen in ((results.everything, selection.chosen), (results.matches, {})):
        rows = everything & before if chosen else _items_of(matches)
        _left, items = narrowing.counts_of(facets, chosen, rows, sets)
        others = organizations_before & bits.of(match.organization for match in matches if match.organization)
        if others:
            _left, organizations = narrowing.counts_of(facets, chosen, others, lambda facet: _of_directory(own, facet))
            items = {name: _sum(found, organizations[name]) for name, found in items.items()}
        for facet in facets:
            if bool(chosen) == (facet.name in selection.chosen):
                numbers[facet.name] = items[facet.name]
        if not selection.chosen:
            break
    left = _items_of(results.matches) if selection else rows
    of_any = counting.of_any(selection, snapshot, everything, left, sets)
    counted = counting.Counted(left.bit_count(), numbers, left, snapshot, of_any)
    return numbers, counting.organizations_left(counted)


def _items_of(matches: list[Match]) -> int:
    return bits.of(match.item for match in matches if match.item)


def _sets_of_items(results: Results, snapshot: Snapshot) -> Callable[[Facet], Mapping[str, int]]:
    """facet → value → items. The language is that of the text which was found: an item may have texts in several."""
    found: dict[str, list[int]] = {}
    for match in (*results.everything, *results.matches):
        if match.item:
            found.setdefault(match.language, []).append(match.item)
    languages = {language: bits.of(items) for language, items in found.items()}
    return lambda facet: languages if facet.name == "language" else counting.sets_of(snapshot, facet)


def _organizations_asked(selection: Selection) -> int:
    """The organizations that fit what has no options of its own, as counting.asked() does it for items."""
    if selection.days or TAG in selection.chosen:
        return 0
    if ORGANIZATION not in selection.chosen:
        return -1
    found = Organization.objects.public().filter(slug__in=selection.chosen[ORGANIZATION])
    return bits.of(found.values_list("pk", flat=True))


def _of_directory(snapshot: Snapshot, facet: Facet) -> Mapping[str, int]:
    """The sets of organizations for a facet of a search; those of them that they have."""
    if facet.name == "kind":
        return {ORGANIZATION: snapshot.of("directory", ["public"])}
    if facet.name == "status":
        return snapshot.remembered("standings of a search", lambda: _standings(snapshot))
    return directory.sets_of(snapshot, facet.name) if facet.name in ("country", "region") else {}


def _standings(snapshot: Snapshot) -> dict[str, int]:
    """The UN's own entities are a standing of their own here, as they are for what they publish."""
    found, entities = dict(directory.sets_of(snapshot, "status")), snapshot.of("origin", ["un"])
    return {**found, "none": found.get("none", 0) & ~entities, "un": entities}


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {value: one.get(value, 0) + other.get(value, 0) for value in {**one, **other}}
