"""find(): what the search page, and later suggestions and saved searches, ask."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from csonet.content.models import SearchDocument
from csonet.content.search import parsing
from csonet.content.search.engine import MOST_BY_TITLE, MOST_RANKED, Wanted, ranked
from csonet.content.search.engines import engine
from csonet.content.search.snippets import Marker

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
    """One page of hits. total is capped (is_capped says so); the counts go over all kinds and languages."""

    query: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    kinds: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)

    @property
    def is_capped(self) -> bool:
        return self.total >= MOST_COUNTED

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def find(
    text: str,
    user: Any,
    language: str | None = None,
    kinds: tuple[str, ...] = (),
    page: int = 1,
    circle: int | None = None,
) -> Results:
    """Look for what was typed. Two queries, three with filters, none if nothing can be looked for; never an error.

    text: as typed. user: who asks; only what they may see is found and counted. language, kinds: filters; texts in
    the active language come first in any case. page: from 1; beyond the last there are no hits. circle: only what
    belongs to it.
    """
    query = parsing.parse(text)
    if not query:
        return Results(query.typed)
    matches = engine().matches(Wanted(query, user, language or "", tuple(kinds), circle))
    everything = engine().matches(Wanted(query, user, circle=circle)) if language or kinds else matches
    keys = ranked(matches, get_language() or "en", timezone.now().date().toordinal())
    page = min(max(page, 1), LAST_PAGE + 1)
    return Results(
        query.typed,
        _hits(keys[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], query),
        len(keys),
        page,
        dict(Counter(match.kind for match in everything)),
        dict(Counter(match.language for match in everything)),
    )


def _hits(ids: list[int], query: parsing.Query) -> list[Hit]:
    """The hits in the order of the ids, with the columns that a result prints."""
    marker = Marker(query.wanted)
    documents = (
        SearchDocument.objects.filter(pk__in=ids)
        .select_related("item__organization", "organization")
        .annotate(start=Substr("body", 1, _LOOKED_AT))
        .only(
            "kind",
            "part",
            "language",
            "title",
            "summary",
            "item__kind",
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
    found = {document.pk: document for document in documents}
    return [
        Hit(
            kind=document.kind,
            language=document.language,
            item=document.item,
            organization=document.organization,
            title=marker.marked(document.title),
            snippet=marker.snippet(document.summary, document.start),
            part=document.part,
        )
        for document in (found[pk] for pk in ids if pk in found)
    ]
