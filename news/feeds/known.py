"""What of a feed's answer came before: looked up once for the whole answer, by id, then by link, then by a hash.

Other feeds of the same organization count too, as far as a link or a whole text proves it: many sites offer one text
by RSS and by Atom. An id proves nothing there, for two sites can both have a "1".
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from news.feeds.identity import Keys
from news.models import Feed, FeedEntry

#: The keys in the order in which they are asked.
WAYS = ("id_key", "link_key", "place_key", "text_key")
#: Those that prove it even where another feed brought the entry.
ACROSS = ("link_key", "text_key")


def keys_by_way(keys: Keys) -> dict[str, str]:
    """The columns by which an entry can be known, those left out that tell nothing."""
    told = {"id_key": keys.identity, "link_key": keys.link, "place_key": keys.place}
    told["text_key"] = keys.text if keys.text_tells else ""
    return {way: key for way, key in told.items() if key}


class Known:
    """The entries that an answer's keys lead to. What comes while it is taken in is added. One query."""

    def __init__(self, feed: Feed, answer: Iterable[Keys]):
        self._rows: dict[tuple[str, str], FeedEntry] = {}
        wanted: dict[str, set[str]] = {}
        for keys in answer:
            for way, key in keys_by_way(keys).items():
                wanted.setdefault(way, set()).add(key)
        if wanted:
            found = Q()
            for way, values in wanted.items():
                found |= Q(**{f"{way}__in": sorted(values)})
            rows = FeedEntry.objects.filter(found, feed__organization=feed.organization_id).order_by("pk")
            for row in sorted(rows, key=lambda row: row.feed_id != feed.pk):
                self.add(row, WAYS if row.feed_id == feed.pk else ACROSS)

    def add(self, row: FeedEntry, ways: tuple[str, ...] = WAYS) -> None:
        """Remember an entry under its keys; where two share one, the earlier keeps it."""
        for way in ways:
            if key := getattr(row, way):
                self._rows.setdefault((way, key), row)

    def find(self, keys: Keys) -> FeedEntry | None:
        """The entry as it is known."""
        for way, key in keys_by_way(keys).items():
            if row := self._rows.get((way, key)):
                return row
        return None
