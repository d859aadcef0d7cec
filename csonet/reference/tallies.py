"""Counting without asking: which rows stand under which term, as sets of bits in every process's memory.

A board is read once, when a process first needs it. After that the journal (reference.Change, written in the
transaction of each change) says which rows to read again; it is looked at once a second, so that a change is counted by
everybody within that time. What a person may see is not kept here but asked of the one rule, by those who own the rows.
docs/decisions/0015-counts-of-facets.md says what was measured.
"""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from csonet import bits
from csonet.reference.models import Change

#: Seconds between two looks into the journal. Tests set it to zero.
LOOK_EVERY = 1.0
#: A journal row can be committed so much later than another with a higher number.
LATE = timedelta(minutes=2)
#: More changes than this at once, and everything is read again.
MOST_CHANGES = 2000
#: The key that stands for all rows of a kind.
ALL = 0
KEPT = timedelta(days=2)


@dataclass
class Snapshot:
    """facet → value → set of rows; columns: a number of each row; memo: what was derived from the sets."""

    sets: dict[str, dict[str, int]]
    columns: dict[str, array[int]]
    memo: dict[Any, Any] = field(default_factory=dict)

    def of(self, facet: str, values: Iterable[str]) -> int:
        """The rows that stand under any of the values."""
        own, found = self.sets.get(facet, {}), 0
        for value in values:
            found |= own.get(value, 0)
        return found

    def remembered(self, key: Any, make: Callable[[], Any], stamp: Any = None) -> Any:
        """What `make` returned when it was first asked for `key` of this snapshot, or for another stamp than before."""
        kept = self.memo.get(key)
        if kept is None or kept[0] != stamp:
            kept = self.memo[key] = (stamp, make())
        return kept[1]


class Reading:
    """What a board's owner fills: sets, and columns of numbers."""

    def __init__(self) -> None:
        self.sets = bits.Sets()
        #: Key and number of each row in turn: a tuple for each of 100,000 rows is 10 MB.
        self.columns: dict[str, array[int]] = {}

    def note(self, column: str, key: int, number: int) -> None:
        """Keep one number of a row."""
        pairs = self.columns.get(column)
        if pairs is None:
            pairs = self.columns[column] = array("q")
        pairs.append(key)
        pairs.append(number)


class Board:
    """The sets of one table.

    kinds: of the journal. read(reading, keys): fills in the rows with these keys, all of them for None.
    keys_of(kind, keys): which rows a journal's entries concern.
    """

    def __init__(
        self,
        kinds: tuple[str, ...],
        read: Callable[[Reading, list[int] | None], None],
        keys_of: Callable[[str, list[int]], Iterable[int]],
    ):
        self.kinds, self.read, self.keys_of = kinds, read, keys_of
        self.snapshot: Snapshot | None = None
        self._lock = threading.RLock()
        self._looked = 0.0
        self._settled = 0
        self._applied: set[int] = set()
        _boards.append(self)

    def now(self) -> Snapshot:
        """The sets as of at most LOOK_EVERY seconds ago. One query if that has passed, more if something changed."""
        found = self.snapshot
        if found is not None and time.monotonic() - self._looked < LOOK_EVERY:
            return found
        if not self._lock.acquire(blocking=found is None) and found is not None:
            return found
        try:
            return self._followed()
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Read everything again when it is next asked for."""
        with self._lock:
            self.snapshot = None

    def _followed(self) -> Snapshot:
        looked, found = time.monotonic(), self.snapshot
        if found is not None:
            found = self._looked_after(found)
        if found is None:
            self._settled = self._last_settled()
            # What is committed now is in what is read next; what is not will be met in the journal.
            self._applied = set(Change.objects.filter(pk__gt=self._settled).values_list("pk", flat=True))
            found = _snapshot(self._reading(None))
        self.snapshot, self._looked = found, looked
        return found

    def _last_settled(self) -> int:
        rows = Change.objects.filter(at__lt=timezone.now() - LATE).order_by("-pk")
        return rows.values_list("pk", flat=True).first() or 0

    def _looked_after(self, found: Snapshot) -> Snapshot | None:
        """The snapshot after what the journal says; None if everything has to be read again."""
        rows = Change.objects.filter(pk__gt=self._settled, kind__in=self.kinds).order_by("pk")
        # What was followed already comes again until it is settled; it must not keep the rest from coming.
        most = len(self._applied) + MOST_CHANGES + 1
        entries = list(rows.values_list("pk", "kind", "key", "at")[:most])
        fresh = [(kind, key) for pk, kind, key, _at in entries if pk not in self._applied]
        if len(fresh) > MOST_CHANGES or any(key == ALL for _kind, key in fresh):
            return None
        self._settle(entries)
        keys = {key for kind in self.kinds for key in self.keys_of(kind, [k for one, k in fresh if one == kind])}
        return self._replaced(found, sorted(keys)) if keys else found

    def _settle(self, entries: list[tuple[Any, ...]]) -> None:
        """All of these were followed; the old ones need not come again."""
        settled = timezone.now() - LATE
        self._settled = max([self._settled, *(pk for pk, _kind, _key, at in entries if at < settled)])
        self._applied = {pk for pk, *_rest in entries if pk > self._settled}

    def _reading(self, keys: list[int] | None) -> Reading:
        reading = Reading()
        self.read(reading, keys)
        return reading

    def _replaced(self, old: Snapshot, keys: list[int]) -> Snapshot:
        """The snapshot with these rows as they are now."""
        new, others = self._reading(keys), ~bits.of(keys)
        fresh = new.sets.done()
        sets = {facet: {value: row & others for value, row in own.items()} for facet, own in old.sets.items()}
        for facet, own in fresh.items():
            place = sets.setdefault(facet, {})
            for value, row in own.items():
                place[value] = place.get(value, 0) | row
        columns = {name: array("q", column) for name, column in old.columns.items()}
        return Snapshot(sets, _filled(columns, new))


_boards: list[Board] = []


def rows_of(rows: QuerySet[Any], *columns: str) -> Iterable[tuple[Any, ...]]:
    """The columns of these rows, some thousand at a time: a board of 100,000 rows is read in little memory."""
    return rows.order_by().values_list(*columns).iterator(chunk_size=5000)


class Answers:
    """What was worked out for visitors, for as long as nothing changes in the boards that it was made from.

    boards: all of them; of what stands on no board, the journal has entries of a kind that a board follows. most: so
    many answers are kept, the oldest goes first.
    """

    def __init__(self, boards: tuple[Board, ...], most: int):
        self.boards, self.most = boards, most
        self._made_of: tuple[Snapshot, ...] = ()
        self._kept: dict[Any, Any] = {}
        self._lock = threading.Lock()

    def remembered(self, key: Any, make: Callable[[], Any], lasts: Callable[[Any], bool] = bool) -> Any:
        """What `make` returned when it was first asked for `key` since the last change, if that is worth keeping."""
        now = tuple(board.now() for board in self.boards)
        with self._lock:
            if len(self._made_of) != len(now) or any(a is not b for a, b in zip(self._made_of, now, strict=True)):
                self._made_of, self._kept = now, {}
            kept = self._kept
        if (found := kept.get(key)) is not None:
            return found
        if lasts(found := make()):
            with self._lock:
                kept[key] = found
                while len(kept) > self.most:
                    del kept[next(iter(kept))]
        return found


def _snapshot(reading: Reading) -> Snapshot:
    return Snapshot(reading.sets.done(), _filled({}, reading))


def _filled(columns: dict[str, array[int]], reading: Reading) -> dict[str, array[int]]:
    for name, pairs in reading.columns.items():
        column = columns.setdefault(name, array("q"))
        keys, numbers = pairs[::2], pairs[1::2]
        longest = max(keys)
        if longest >= len(column):
            column.frombytes(bytes(8 * (longest + 64 - len(column))))
        for key, number in zip(keys, numbers, strict=True):
            column[key] = number
    return columns


def forget() -> None:
    """Every board reads everything again."""
    for board in _boards:
        board.forget()


def warm() -> None:
    """Read every board, before the first request asks for it."""
    for board in _boards:
        board.now()


def note(kind: str, keys: Iterable[int]) -> None:
    """Write into the journal that these rows changed. Call it in the transaction of the change."""
    Change.objects.bulk_create(Change(kind=kind, key=key) for key in keys)


def purge() -> int:
    """Forget old entries: every process has followed them, or reads everything when it starts."""
    return Change.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
