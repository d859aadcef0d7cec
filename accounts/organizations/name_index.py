"""Every name of every organization, kept in the process, so that near names are found without scanning a table.

Ten thousand organizations take about 15 MB. Each use asks the database in two short queries whether anything changed
since; then the changed rows alone are read again.
"""

from __future__ import annotations

import math
import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max

from accounts.models import FormerName, Organization
from accounts.names import name_key

#: Rows that were committed late carry an older time than the newest one that was seen.
LATE = timedelta(minutes=1)
#: Below this likeness two words are different words.
WORD_LIKENESS = 0.5


@dataclass(frozen=True)
class Names:
    """The keys of one organization's names: the present one first, then the former ones; and its acronym's."""

    keys: tuple[str, ...]
    acronym: str


@dataclass
class Index:
    """Organizations by word, and words by their three-letter pieces."""

    names: dict[int, Names] = field(default_factory=dict)
    by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_acronym: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_key: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    words_by_piece: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sorted_words: list[str] | None = None

    def put(self, pk: int, names: Names) -> None:
        """Add an organization, or replace what was known of it."""
        self.drop(pk)
        self.names[pk] = names
        for key in names.keys:
            self.by_key[key].add(pk)
            for word in key.split():
                if word not in self.by_word:
                    self.sorted_words = None
                    for piece in pieces(word):
                        self.words_by_piece[piece].add(word)
                self.by_word[word].add(pk)
        if names.acronym:
            self.by_acronym[names.acronym].add(pk)

    def drop(self, pk: int) -> None:
        """Forget an organization. Its words stay known; without organizations they lead nowhere."""
        names = self.names.pop(pk, None)
        if names is None:
            return
        for key in names.keys:
            self.by_key[key].discard(pk)
            for word in key.split():
                self.by_word[word].discard(pk)
        self.by_acronym[names.acronym].discard(pk)

    def weight(self, word: str) -> float:
        """How much a word tells: "foundation" little, "sahel" much."""
        return math.log(1 + len(self.names) / (1 + len(self.by_word.get(word, ()))))

    def words_beginning(self, start: str) -> Iterator[str]:
        """The known words that begin so."""
        if self.sorted_words is None:
            self.sorted_words = sorted(self.by_word)
        position = bisect_left(self.sorted_words, start)
        while position < len(self.sorted_words) and self.sorted_words[position].startswith(start):
            yield self.sorted_words[position]
            position += 1

    def words_like(self, word: str, most: int = 8) -> list[tuple[str, float]]:
        """(word, likeness up to 1) of known words that are spelled much like this one; itself first."""
        own = pieces(word)
        shared: Counter[str] = Counter()
        for piece in own:
            shared.update(self.words_by_piece.get(piece, ()))
        likely = ((other, 2 * common / (len(own) + len(other) + 1)) for other, common in shared.items())
        return sorted((pair for pair in likely if pair[1] >= WORD_LIKENESS), key=lambda pair: -pair[1])[:most]


def pieces(word: str) -> set[str]:
    """The three-letter pieces of a word, its beginning and end marked."""
    padded = f"^{word[:60]}$"
    return {padded[i : i + 3] for i in range(max(1, len(padded) - 2))}


@dataclass(frozen=True)
class _Stamp:
    """What tells that something changed."""

    organizations: int
    newest: datetime | None
    former_names: int
    last_former_name: int | None


_lock = threading.Lock()
_index = Index()
_stamp: _Stamp | None = None


@contextmanager
def reading() -> Iterator[Index]:
    """The index as the database stands now: two queries, and the reading of what changed since it was last used.

    One thread at a time holds it, so that nobody reads what another one is mending.
    """
    with _lock:
        _bring_up_to_date()
        yield _index


def _bring_up_to_date() -> None:
    global _index, _stamp
    stamp = _read_stamp()
    if stamp == _stamp:
        return
    if _can_be_mended(stamp):
        _read_into(_index, changed_since=_stamp.newest - LATE)  # type: ignore[union-attr, operator]
    if not _can_be_mended(stamp) or len(_index.names) != stamp.organizations:
        _index = Index()
        _read_into(_index)
    _stamp = stamp


def _read_stamp() -> _Stamp:
    organizations = Organization.objects.aggregate(many=Count("pk"), newest=Max("updated"))
    formers = FormerName.objects.aggregate(many=Count("pk"), last=Max("pk"))
    return _Stamp(organizations["many"], organizations["newest"], formers["many"], formers["last"])


def _can_be_mended(stamp: _Stamp) -> bool:
    """Is reading the rows changed since enough? Not where rows went, or former names changed."""
    return (
        _stamp is not None
        and _stamp.newest is not None
        and stamp.newest is not None
        and stamp.newest >= _stamp.newest
        and stamp.organizations >= _stamp.organizations
        and (stamp.former_names, stamp.last_former_name) == (_stamp.former_names, _stamp.last_former_name)
    )


def _read_into(index: Index, changed_since: datetime | None = None) -> None:
    rows: Any = Organization.objects.order_by()
    formers: Any = FormerName.objects.order_by()
    if changed_since is not None:
        rows = rows.filter(updated__gte=changed_since)
        formers = formers.filter(organization__updated__gte=changed_since)
    former_keys: dict[int, list[str]] = defaultdict(list)
    for pk, key in formers.values_list("organization_id", "name_key"):
        former_keys[pk].append(key)
    for pk, key, acronym in _name_rows(rows):
        index.put(pk, Names((key, *former_keys.get(pk, ())), name_key(acronym).replace(" ", "") if acronym else ""))


def _name_rows(rows: Any) -> Iterable[tuple[int, str, str]]:
    return rows.values_list("pk", "name_key", "acronym").iterator(chunk_size=5000)
