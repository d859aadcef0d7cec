"""Suggestions: what fits a request, each with the reasons in words. Three queries, whatever there is.

One asks the search index for similar words, one ranks items (practices, trainings), one ranks organizations. Items are
looked for among those of the same countries, those with similar words, and the newest: the rest of fifty thousand,
which share no more than a goal, cost more than they are worth. Both collect what shares a goal, a topic, a field, a
country or a region with the request, add the weights up (settings.SUGGESTIONS), and bring the best with the codes that
they share, so that the reasons need no further query.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organization
from csonet.content.models import Item
from csonet.content.search import parsing
from csonet.content.search.engines import engine
from csonet.reference import vocabulary

#: So many of the best are brought with their reasons; the languages, which stand in JSON, are weighed among these.
CONSIDERED = 25
#: So many of the newest items are weighed whatever country they are of.
NEWEST = 1000
#: So many times as many are summed up as are brought.
SPARE = 5
#: So many words of the title are looked for.
MOST_WORDS = 6
#: So many hits of the search index are weighed.
MOST_SIMILAR = 25


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
        return [_words(sort, codes) for sort, codes in self.shared]

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
    similar = _similar(wish.text)
    most = settings.SUGGESTIONS["shown"]
    return Suggestions(
        _best_items(wish, user, [hit for hit in similar if hit[0]])[:most],
        fitting_organizations(wish, similar=similar)[:most],
    )


def fitting_organizations(
    wish: Wish, *, told: bool = False, considered: int = CONSIDERED, similar: list[Any] | None = None
) -> list[Suggestion]:
    """Approved organizations that fit and did not switch it off. told: those alone that chose to be told."""
    texts = [(hit[1], hit[2]) for hit in (_similar(wish.text) if similar is None else similar) if hit[1]]
    rows = Organization.objects.approved().exclude(pk=wish.organization_id)
    rows = rows.filter(matching__is_told=True) if told else rows.exclude(matching__is_suggested=False)
    columns = ("id", "name", "slug", "languages", "other_languages")
    pairs = _Pairs(wish)
    goals, countries, fields = (
        getattr(Organization, name).through._meta.db_table for name in ("goals", "countries", "fields")
    )
    pairs.add("goal", goals, "organization_id", "goal_id", wish.goals)
    pairs.add("field", fields, "organization_id", "activityfield_id", wish.fields)
    for table, key in ((countries, "organization_id"), (Organization._meta.db_table, "id")):
        pairs.add("country", table, key, "country_id", wish.countries)
        pairs.add("region", table, key, "country_id", wish.region)
    pairs.add_texts(texts)
    found = pairs.best(rows.values(*columns), considered)
    best = [_organization(row, shared, wish) for row, shared in found]
    return _worth_showing(best)


def _best_items(wish: Wish, user: Any, similar: list[Any]) -> list[Suggestion]:
    rows = Item.objects.of_kind(*_kinds()).published().visible_to(user).exclude(organization=wish.organization_id)
    values = rows.annotate(by=F("organization__name")).values("id", "kind", "title", "slug", "language", "by")
    pairs = _Pairs(wish)
    hits = [(hit[0], hit[2]) for hit in similar]
    pairs.look_among(_NEWEST_ITEMS, [*_kinds(), NEWEST])
    pairs.look_among(_OF_COUNTRIES, sorted(wish.countries))
    pairs.look_among(_SOME_ITEMS, [pk for pk, _likeness in hits])
    for name, column, codes in (
        ("goal", "goals", wish.goals),
        ("topic", "topics", wish.topics),
        ("country", "countries", wish.countries),
        ("region", "countries", wish.region),
    ):
        table = getattr(Item, column).through._meta.db_table
        key = {"goal": "goal_id", "topic": "topic_id"}.get(name, "country_id")
        pairs.add(name, table, "item_id", key, codes)
    pairs.add_texts(hits)
    return _worth_showing([_item(row, shared, wish) for row, shared in pairs.best(values, CONSIDERED)])


def _kinds() -> tuple[str, ...]:
    """The nouns that are suggested, as far as this portal has them."""
    known = Item.nouns()
    return tuple(kind for kind in settings.SUGGESTIONS["kinds"] if kind in known) or ("",)


def _similar(text: str) -> list[Any]:
    """(item id, organization id, likeness up to 1) of what has the title's words. One query."""
    words = " OR ".join(sorted(set(text.split()), key=len, reverse=True)[:MOST_WORDS])
    query = parsing.parse(words)
    if not query:
        return []
    hits = engine().similar(query, (*_kinds(), "organization"), MOST_SIMILAR)
    best = max((score for _item, _organization, score in hits), default=0) or 1
    return [(item, organization, max(float(score) / float(best), 0)) for item, organization, score in hits]


_NEWEST_ITEMS = (
    "SELECT id FROM (SELECT id FROM content_item WHERE status = 'published' AND kind IN ({marks}) "
    "ORDER BY published_at DESC LIMIT %s) newest"
)
_OF_COUNTRIES = "SELECT item_id FROM content_item_countries WHERE country_id IN ({marks})"
_SOME_ITEMS = "SELECT id FROM content_item WHERE id IN ({marks})"


class _Pairs:
    """Builds one statement: rows of (id, what is shared, code, weight), summed by id, the best with their rows."""

    def __init__(self, wish: Wish):
        self.weights = settings.SUGGESTIONS["weights"]
        self.parts: list[str] = []
        self.parameters: list[Any] = []
        self.pools: list[str] = []
        self.pooled: list[Any] = []

    def look_among(self, sql: str, values: list[Any]) -> None:
        """Look among these rows alone (or among those of another call); what is added after it is limited to them."""
        count = len(values) - sql.count("%s")
        if count:
            self.pools.append(sql.format(marks=", ".join(["%s"] * count)))
            self.pooled += values

    def add(self, sort: str, table: str, key: str, column: str, codes: Iterable[Any]) -> None:
        """Rows of a table whose column holds one of the codes."""
        values = sorted(codes)
        if not values:
            return
        marks = ", ".join(["%s"] * len(values))
        among = f"pool {engine().JOIN} {table} ON {key} = pool.id" if self.pools else table
        self.parts.append(
            f"SELECT {key} AS pk, '{sort}' AS sort, CAST({column} AS VARCHAR(60)) AS code, "  # noqa: S608
            f"CAST(%s AS REAL) AS weight FROM {among} WHERE {column} IN ({marks})"
        )
        self.parameters += [self.weights[sort], *values]

    def add_texts(self, hits: list[tuple[int, float]]) -> None:
        """What the search index found, each with its likeness."""
        for pk, likeness in hits:
            self.parts.append("SELECT %s AS pk, 'text' AS sort, '' AS code, CAST(%s AS REAL) AS weight")
            self.parameters += [pk, self.weights["text"] * likeness]

    def best(self, rows: Any, considered: int) -> list[tuple[dict[str, Any], dict[str, dict[str, float]]]]:
        """(row, {sort: {code: weight}}) of the best among `rows`, which is a QuerySet of values with "id" first."""
        if not self.parts:
            return []
        sql, who = rows.order_by().query.sql_with_params()
        names = [*rows.query.values_select, *rows.query.annotation_select]
        # SPARE times as many are summed up as are wanted: some of them may not be seen, or were switched off.
        pool = f"pool (id) AS ({' UNION '.join(self.pools)}), " if self.pools else ""
        statement = (
            f"WITH {pool}pairs AS ({' UNION ALL '.join(self.parts)}), "  # noqa: S608  (fixed SQL; values are parameters)
            "best AS (SELECT pk, SUM(weight) AS score FROM pairs GROUP BY pk ORDER BY score DESC, pk DESC LIMIT %s), "
            f"shown AS (SELECT v.*, b.score FROM best b {engine().JOIN} ({sql}) v ON v.id = b.pk "
            "ORDER BY b.score DESC, b.pk DESC LIMIT %s) "
            "SELECT s.*, p.sort, p.code, p.weight FROM shown s JOIN pairs p ON p.pk = s.id"
        )
        found: dict[int, tuple[dict[str, Any], dict[str, dict[str, float]]]] = {}
        with connection.cursor() as cursor:
            cursor.execute(statement, [*self.pooled, *self.parameters, considered * SPARE, *who, considered])
            for row in cursor.fetchall():
                columns, (sort, code, weight) = dict(zip(names, row, strict=False)), row[-3:]
                _columns, shared = found.setdefault(columns["id"], (columns, {}))
                shared.setdefault(sort, {})[code] = weight
        return list(found.values())


def _item(row: dict[str, Any], shared: dict[str, dict[str, float]], wish: Wish) -> Suggestion:
    made = Suggestion(
        row["id"],
        row["kind"],
        row["title"],
        row["slug"],
        row["language"],
        row["by"],
    )
    return _weighed(made, shared, wish.languages & {row["language"]}, frozenset())


def _organization(row: dict[str, Any], shared: dict[str, dict[str, float]], wish: Wish) -> Suggestion:
    made = Suggestion(row["id"], "", row["name"], row["slug"])
    codes = row["languages"]
    own = {code for code, _name in settings.LANGUAGES if f'"{code}"' in codes} if isinstance(codes, str) else set(codes)
    others = {word.strip().casefold() for word in row["other_languages"].split(",")}
    return _weighed(made, shared, wish.languages & own, wish.other_languages & others)


def _weighed(
    made: Suggestion, shared: dict[str, dict[str, float]], languages: frozenset[str], others: frozenset[str]
) -> Suggestion:
    """Add the weights up, each region and the languages once, and put the reasons into words."""
    weights = settings.SUGGESTIONS["weights"]
    reasons = {sort: sum(codes.values()) for sort, codes in shared.items()}
    if "country" in reasons:
        reasons.pop("region", None)
    elif "region" in reasons:
        reasons["region"] = weights["region"]
    # A common language alone is no reason to suggest anything.
    if reasons and (languages or others):
        reasons["language"] = weights["language"]
        shared = {**shared, "language": dict.fromkeys([*languages, *others], 0.0)}
    made.score = sum(reasons.values())
    order = sorted(reasons, key=lambda sort: reasons[sort], reverse=True)
    made.shared = [(sort, list(shared[sort])) for sort in order]
    return made


def _worth_showing(found: list[Suggestion]) -> list[Suggestion]:
    """Those that reach the least score, the best first."""
    least = settings.SUGGESTIONS["least"]
    return sorted((one for one in found if one.score >= least), key=lambda one: (-one.score, one.pk))


def _words(sort: str, codes: list[str]) -> str:
    """One reason in the reader's language."""
    count = len(codes)
    if sort == "goal":
        goals = vocabulary.goals()
        names = _list(f"{code} {goals[int(code)].name}" for code in sorted(codes, key=int) if int(code) in goals)
        return ngettext("same goal: %(names)s", "same goals: %(names)s", count) % {"names": names}
    if sort == "topic":
        names = _list(_names("topics", codes))
        return ngettext("same topic: %(names)s", "same topics: %(names)s", count) % {"names": names}
    if sort == "field":
        names = _list(_names("fields", codes))
        return ngettext("same field: %(names)s", "same fields: %(names)s", count) % {"names": names}
    if sort == "country":
        return _("worked in %(countries)s") % {"countries": _list(_names("countries", codes))}
    if sort == "region":
        return _("worked in the same region: %(countries)s") % {"countries": _list(_names("countries", codes)[:3])}
    if sort == "language":
        known = dict(settings.LANGUAGES)
        names = _list(known.get(code, capfirst(code)) for code in sorted(codes))
        return ngettext("working language: %(names)s", "working languages: %(names)s", count) % {"names": names}
    return _("similar words in the title")


def _names(kind: str, codes: list[str]) -> list[str]:
    known: Any = getattr(vocabulary, kind)()
    return [known[code].name for code in sorted(codes) if code in known]


def _list(names: Iterable[str]) -> str:
    return _(", ").join(names)
