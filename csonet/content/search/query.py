"""find(): what the search page, feeds, saved searches and the desk ask."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from csonet.content.models import SearchDocument
from csonet.content.search import parsing
from csonet.content.search.engine import MOST_BY_TITLE, MOST_RANKED, Match, Wanted
from csonet.content.search.engines import engine
from csonet.content.search.guessing import languages_of
from csonet.content.search.ladder import How, look
from csonet.content.search.ranking import is_own, ranked
from csonet.content.search.snippets import Marker
from csonet.prepared import prepared

PAGE_SIZE = 20
#: More hits than this are not counted: the page says "more than".
MOST_COUNTED = MOST_RANKED
LAST_PAGE = (MOST_RANKED + MOST_BY_TITLE) // PAGE_SIZE
#: How much of a text is looked through for a snippet, in characters.
_LOOKED_AT = 4000


@dataclass(frozen=True)
class Hit:
    """One result: an item or an organization, with the passage that matches, safe to print."""

    kind: str
    language: str
    item: Any
    organization: Any
    title: SafeString
    snippet: SafeString
    #: The name of the item's organization, marked where nothing else shows why it was found.
    owner: SafeString
    #: In which language the title is: another than the text's, if it is the title of the whole.
    title_language: str = ""
    #: The post of the item that was found, if it is one.
    part: int | None = None

    @property
    def url(self) -> str:
        """Where it stands: the post itself, by its topic's address."""
        address = str(self.target.get_absolute_url())
        return f"{address}?post={self.part}" if self.part else address

    @property
    def target(self) -> Any:
        """What the hit leads to."""
        return self.item or self.organization


@dataclass(frozen=True)
class Results:
    """One page of hits. total is capped (is_capped says so); the counts go over all kinds and languages.

    `own` of the hits are in the reader's language and come first; the others follow.
    """

    query: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    kinds: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    own: int = 0
    how: How = How.ALL_WORDS
    #: What may have been meant; shown instead, if nothing was found as typed.
    meant: str = ""
    #: Could anything be looked for at all?
    is_empty: bool = False
    #: All matches that the facets leave, best first.
    matches: list[Match] = field(default_factory=list)
    #: All matches before any facet, in no order: what the options of the facets are counted among.
    everything: list[Match] = field(default_factory=list)
    #: How many there are before any facet.
    found: int = 0

    @property
    def is_capped(self) -> bool:
        return self.total >= MOST_COUNTED

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def others(self) -> int:
        """How many hits are in other languages than the reader's."""
        return self.total - self.own

    @property
    def own_here(self) -> int:
        """How many of this page's hits are in the reader's language."""
        return min(max(self.own - (self.page - 1) * PAGE_SIZE, 0), len(self.hits))

    @property
    def page_of_others(self) -> int:
        """The page on which the hits in other languages begin."""
        return self.own // PAGE_SIZE + 1


@dataclass(frozen=True)
class Ranking:
    """What a search found, in its order, before any of it is read for a page."""

    query: parsing.Query
    #: The documents' keys, best first.
    keys: array[int]
    #: The first page without its hits.
    results: Results

    def without_matches(self) -> Ranking:
        """The same in little memory, for who only turns the pages."""
        return replace(self, results=replace(self.results, matches=[], everything=[]))

    def page(self, number: int, user: Any) -> Results:
        """One page, from 1; beyond the last there are no hits. One query: who may see them is asked again."""
        number = min(max(number, 1), LAST_PAGE + 1)
        keys = list(self.keys[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
        return replace(self.results, hits=_hits(keys, self.query, user), page=number)


def find(
    text: str,
    user: Any,
    language: str | None = None,
    kinds: tuple[str, ...] = (),
    page: int = 1,
    within: Mapping[str, Sequence[str]] | None = None,
) -> Results:
    """A page of what ranking() finds. Two queries, three with filters, none if nothing can be looked for."""
    within = {"language": (language,) if language else (), "kind": kinds, **(within or {})}
    return ranking(text, user, within).page(page, user)


def ranking(
    text: str,
    user: Any,
    within: Mapping[str, Sequence[str]] | None = None,
    keep: Callable[[Match], bool] | None = None,
) -> Ranking:
    """Look for what was typed. One query, two with filters; never an error.

    If nothing has all of the words, a few queries more look for beginnings of words, other spellings, some of the
    words (Results.how). text: as typed. user: who asks; only what they may see is found and counted. Texts in the
    active language come first. within: facets of the index, name → codes: language, kind, organization and circle
    (primary keys), topic, goal, country, region; OR inside one, AND between. keep: what else a match has to fit.
    """
    query = parsing.parse(text)
    if not query:
        return Ranking(query, array("q"), Results(query.typed, is_empty=True))
    languages = languages_of(query.typed, get_language() or "en")
    found = look(query, user, languages)
    facets = {name: values for name, values in (within or {}).items() if values}
    matches = found.matches
    if facets and matches:
        matches = engine().narrowed(matches, Wanted(found.query, user, facets))
    matches = [match for match in matches if keep(match)] if keep else matches
    apart = "circle" in facets  # inside a group each post is a hit of its own
    order = ranked(matches, languages, timezone.now().date().toordinal(), apart=apart)
    results = Results(
        query.typed,
        total=len(order),
        kinds=dict(Counter(match.kind for match in found.matches)),
        languages=dict(Counter(match.language for match in found.matches)),
        own=sum(is_own(match, languages) for match in order),
        how=found.how,
        meant=found.meant,
        matches=order,
        everything=found.matches,
        found=len(found.matches),
    )
    return Ranking(found.query, array("q", [match.pk for match in order]), results)


@prepared
def _documents(ids: list[int], user: Any) -> QuerySet[SearchDocument]:
    """The columns that a result prints, of those that this person may see."""
    return (
        SearchDocument.objects.visible_to(user)
        .filter(pk__in=ids)
        .select_related("item__organization", "organization")
        .annotate(start=Substr("body", 1, _LOOKED_AT))
        .only(
            "kind",
            "part",
            "language",
            "title",
            "summary",
            "item__kind",
            "item__title",
            "item__slug",
            "item__language",
            "item__status",
            "item__audience",
            "item__published_at",
            "item__organization__name",
            "item__organization__slug",
            "item__organization__is_demo",
            "item__organization__is_un_entity",
            "organization__name",
            "organization__acronym",
            "organization__slug",
            "organization__country_id",
            "organization__type",
            "organization__verification",
            "organization__is_demo",
            "organization__is_un_entity",
        )
    )


def _hits(ids: list[int], query: parsing.Query, user: Any) -> list[Hit]:
    """The hits in the order of the ids."""
    marker = Marker(query.wanted)
    found = {document.pk: document for document in _documents(ids, user)}
    return [_hit(found[pk], marker) for pk in ids if pk in found]


def _hit(document: Any, marker: Marker) -> Hit:
    # Posts, and texts in a language to which the item was not translated, stand under the item's own title.
    borrowed = document.item is not None and (document.part is not None or not document.title)
    language = document.item.language if borrowed else document.language
    title = marker.marked(document.item.title if borrowed else document.title, language)
    in_title = "<mark>" in title
    snippet = marker.snippet(document.summary, document.start, document.language, in_title=in_title)
    return Hit(
        kind=document.kind,
        language=document.language,
        item=document.item,
        organization=document.organization,
        title=title,
        title_language=language,
        snippet=snippet,
        owner=_owner(document.item, marker, is_reason=not in_title and "<mark>" not in snippet),
        part=document.part,
    )


def _owner(item: Any, marker: Marker, *, is_reason: bool) -> SafeString:
    """The name of the item's organization; is_reason: it may be all that was met."""
    name = item.organization.name if item is not None else ""
    return marker.marked(name) if is_reason else escape(name)
