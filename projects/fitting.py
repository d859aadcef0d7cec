"""Suggestions: what fits a request, each with the reasons in words. Three queries, whatever there is.

One asks the search index for similar words, one reads the best items (practices, trainings), one the best
organizations. Which those are is found in memory: the boards that count the facets of lists hold what stands under each
goal, topic, field and country, and csonet.content.weighing adds the weights up (settings.SUGGESTIONS) over all of
them. The boards can be a second old and know nothing of rights: what is shown is read through `visible_to` in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.organizations import tallying as directory
from csonet import bits
from csonet.content import sharing, tallying, weighing
from csonet.content.models import Item
from csonet.prepared import prepared
from csonet.reference import vocabulary
from csonet.reference.tallies import Snapshot
from projects.likeness import like
from projects.models import Matching, SolutionRequest
from projects.models.choices import ALIVE

#: So many of the best are read: some may not be seen or were switched off, and languages are weighed among these.
CONSIDERED = 32
#: Of so many organizations of one person.
MOST_OWN = 3


@dataclass(frozen=True)
class Wish:
    """What is known of a request, written or being written."""

    goals: frozenset[int] = frozenset()
    topics: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    #: Django language codes, and other languages as words in small letters.
    languages: frozenset[str] = frozenset()
    other_languages: frozenset[str] = frozenset()
    text: str = ""
    organization_id: int | None = None

    def __bool__(self) -> bool:
        return bool(self.goals or self.topics or self.countries or self.fields or self.text.strip())

    @property
    def region(self) -> frozenset[str]:
        """The other countries of the sub-regions of its countries."""
        known = vocabulary.countries()
        regions = {known[code].region_id for code in self.countries if code in known and known[code].region_id}
        codes: set[str] = set()
        for region in regions:
            codes |= vocabulary.country_codes_in(region)
        return frozenset(codes - self.countries)


@dataclass
class Suggestion:
    """An item or an organization that fits, with what it shares with the request."""

    pk: int
    kind: str
    title: str
    slug: str
    language: str = ""
    organization: str = ""
    score: float = 0.0
    #: What is shared, the weightiest first: (sort, codes).
    shared: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its page, in the reader's language."""
        return reverse(f"{self.kind or 'organization'}_detail", args=[self.slug])

    @property
    def reasons(self) -> list[str]:
        """Why it fits, in the reader's language."""
        return [sharing.in_words(sort, codes) for sort, codes in self.shared]

    @property
    def kind_name(self) -> str:
        """What it is, in the reader's language."""
        return capfirst(str(Item.nouns()[self.kind]._meta.verbose_name)) if self.kind else _("Organization")


@dataclass(frozen=True)
class Suggestions:
    """What fits: items and organizations, the best first."""

    items: list[Suggestion] = field(default_factory=list)
    organizations: list[Suggestion] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.items or self.organizations)


def fitting(wish: Wish, user: Any) -> Suggestions:
    """What fits the wish and may be seen by this person. Three queries; none where nothing is known yet."""
    if not wish:
        return Suggestions()
    similar = like(wish.text, (*_kinds(), "organization"))
    most = settings.SUGGESTIONS["shown"]
    return Suggestions(_fitting_items(wish, user, similar)[:most], _fitting_organizations(wish, similar)[:most])


def organizations_to_tell(wish: Wish) -> list[Suggestion]:
    """The approved organizations that fit and chose to be told, the best first."""
    chose = bits.of(Matching.objects.filter(is_told=True).values_list("pk", flat=True))
    return _fitting_organizations(wish, like(wish.text, ("organization",)), among=chose)


def _kinds() -> tuple[str, ...]:
    """The nouns that are suggested, as far as this portal has them."""
    known = Item.nouns()
    return tuple(kind for kind in settings.SUGGESTIONS["kinds"] if kind in known) or ("",)


class _Shared:
    """What rows of a board share with a wish: the sets behind each sort and code, and each row's own part of them."""

    def __init__(self, wish: Wish, snapshot: Snapshot, facets: Mapping[str, str], among: int, texts: dict[int, float]):
        self.texts = {key: likeness for key, likeness in texts.items() if among >> key & 1}
        self.sets: dict[tuple[str, str], int] = {}
        wanted = {"goal": wish.goals, "topic": wish.topics, "field": wish.fields, "country": wish.countries}
        for sort, codes in wanted.items():
            own = snapshot.sets.get(facets.get(sort, ""), {})
            for code in map(str, codes):
                if rows := own.get(code, 0) & among:
                    self.sets[sort, code] = rows
        countries = _any(rows for (sort, _code), rows in self.sets.items() if sort == "country")
        own = snapshot.sets.get(facets["country"], {})
        for code in wish.region:
            if rows := own.get(code, 0) & among & ~countries:
                self.sets["region", code] = rows
        shares = _any(self.sets.values())
        own = snapshot.sets.get(facets.get("language", ""), {})
        for code in wish.languages:
            if rows := own.get(code, 0) & shares:
                self.sets["language", code] = rows

    def best(self, number: int) -> list[int]:
        """The keys of so many rows that share most, and of all whose title is alike."""
        weights = settings.SUGGESTIONS["weights"]
        once = {sort: _any(rows for (one, _code), rows in self.sets.items() if one == sort) for sort in _ONCE}
        weighted = [(rows, weights[sort]) for (sort, _code), rows in self.sets.items() if sort not in _ONCE]
        weighted += [(rows, weights[sort]) for sort, rows in once.items()]
        return list(dict.fromkeys([*weighing.best(weighted, number), *self.texts]))

    def of(self, keys: Iterable[int]) -> dict[int, dict[str, list[str]]]:
        """For each of these rows: sort → codes."""
        found: dict[int, dict[str, list[str]]] = {key: {} for key in keys}
        for (sort, code), rows in self.sets.items():
            known = weighing.members(rows)
            for key, shared in found.items():
                if weighing.holds(known, key):
                    shared.setdefault(sort, []).append(code)
        return found

    def weigh(self, made: Suggestion, shared: dict[str, list[str]]) -> Suggestion:
        """Add the weights up, and put the weightiest reason first."""
        weights = settings.SUGGESTIONS["weights"]
        sums = {sort: weights[sort] * (1 if sort in _ONCE else len(codes)) for sort, codes in shared.items()}
        if likeness := self.texts.get(made.pk):
            shared["text"], sums["text"] = [""], weights["text"] * likeness
        if sums.keys() == {"language"}:
            sums = {}  # a common language alone is no reason to suggest anything
        made.score = sum(sums.values())
        made.shared = [(sort, shared[sort]) for sort in sorted(sums, key=lambda sort: sums[sort], reverse=True)]
        return made


#: What counts once, however much of it is shared.
_ONCE = ("region", "language")


def _any(sets: Iterable[int]) -> int:
    found = 0
    for rows in sets:
        found |= rows
    return found


def _fitting_items(wish: Wish, user: Any, similar: list[Any]) -> list[Suggestion]:
    snapshot = tallying.BOARD.now()
    among = snapshot.of("kind", _kinds())
    if not user.is_authenticated:
        among &= snapshot.of("audience", ["public"])
    facets = {name: name for name in ("goal", "topic", "country", "language")}
    shared = _Shared(wish, snapshot, facets, among, {hit[0]: hit[2] for hit in similar if hit[0]})
    parts = shared.of(shared.best(CONSIDERED))
    made = []
    for row in _item_rows(list(parts), user) if parts else []:
        if row["organization_id"] != wish.organization_id:
            one = Suggestion(row["id"], row["kind"], row["title"], row["slug"], row["language"], row["by"])
            made.append(shared.weigh(one, parts[one.pk]))
    return _worth_showing(made)


@prepared
def _item_rows(keys: list[int], user: Any) -> QuerySet[Item, dict[str, Any]]:
    rows = Item.objects.filter(pk__in=keys).published().visible_to(user).annotate(by=F("organization__name"))
    return rows.values("id", "kind", "title", "slug", "language", "organization_id", "by")


def _fitting_organizations(wish: Wish, similar: list[Any], among: int | None = None) -> list[Suggestion]:
    """Approved organizations that fit and did not switch it off. among: those alone that chose to be told."""
    snapshot = directory.BOARD.now()
    pool = snapshot.of("origin", ["verified"])
    pool, number = (pool, CONSIDERED) if among is None else (pool & among, among.bit_count())
    facets = {"goal": "goal", "field": "field", "country": "active"}
    shared = _Shared(wish, snapshot, facets, pool, {hit[1]: hit[2] for hit in similar if hit[1]})
    parts = shared.of(shared.best(number))
    made = []
    for row in _organization_rows(list(parts), among is None) if parts else []:
        if row["id"] != wish.organization_id:
            if languages := _languages(wish, row):
                parts[row["id"]]["language"] = languages
            made.append(shared.weigh(Suggestion(row["id"], "", row["name"], row["slug"]), parts[row["id"]]))
    return _worth_showing(made)


@prepared
def _organization_rows(keys: list[int], to_show: bool) -> QuerySet[Organization, dict[str, Any]]:
    rows = Organization.objects.approved().filter(pk__in=keys)
    rows = rows.exclude(matching__is_suggested=False) if to_show else rows.filter(matching__is_told=True)
    return rows.values("id", "name", "slug", "languages", "other_languages")


def _languages(wish: Wish, row: dict[str, Any]) -> list[str]:
    """The working languages that an organization shares, the official six and others."""
    others = {word.strip().casefold() for word in row["other_languages"].split(",")}
    return sorted(wish.languages.intersection(row["languages"]) | (wish.other_languages & others))


def requests_for(user: Any) -> list[Suggestion]:
    """Open requests that fit the organizations for which this person acts, the best first. One query."""
    snapshot = tallying.BOARD.now()
    alive = snapshot.of(tallying.own(SolutionRequest.KIND, "life"), ALIVE) & snapshot.of("kind", [SolutionRequest.KIND])
    best: dict[int, Suggestion] = {}
    for organization in sorted(user.standing.editing)[:MOST_OWN]:
        wish = _wish_of(organization)
        shared = _Shared(wish, snapshot, {"goal": "goal", "country": "country"}, alive, {})
        parts = shared.of(shared.best(CONSIDERED))
        for row in _item_rows(list(parts), user) if parts else []:
            if row["organization_id"] not in user.standing.organizations and row["id"] not in best:
                one = Suggestion(row["id"], row["kind"], row["title"], row["slug"], row["language"], row["by"])
                best[one.pk] = shared.weigh(one, parts[one.pk])
    return _worth_showing(list(best.values()))[: settings.SUGGESTIONS["shown"]]


def _wish_of(organization: int) -> Wish:
    """What an organization works on, as the directory's board knows it."""
    sets = directory.BOARD.now().sets

    def under(facet: str) -> list[str]:
        return [code for code, rows in sets.get(facet, {}).items() if rows >> organization & 1]

    return Wish(goals=frozenset(map(int, under("goal"))), countries=frozenset(under("active")))


def _worth_showing(found: list[Suggestion]) -> list[Suggestion]:
    """Those that reach the least score, the best first."""
    least = settings.SUGGESTIONS["least"]
    return sorted((one for one in found if one.score >= least), key=lambda one: (-one.score, one.pk))
