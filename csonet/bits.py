"""Sets of rows as long numbers: bit n stands for the row with key n. Two sets are joined or counted in microseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


class Sets:
    """Sets under names (facet, value) while they are being filled."""

    def __init__(self) -> None:
        self._filling: dict[tuple[str, str], bytearray] = {}

    def add(self, facet: str, value: object, key: int) -> None:
        """Put one row into one set."""
        name = (facet, str(value))
        row = self._filling.get(name)
        if row is None:
            row = self._filling[name] = bytearray()
        place = key >> 3
        if place >= len(row):
            row.extend(bytes(place + 64 - len(row)))
        row[place] |= 1 << (key & 7)

    def done(self) -> dict[str, dict[str, int]]:
        """facet → value → the set."""
        found: dict[str, dict[str, int]] = {}
        for (facet, value), row in self._filling.items():
            found.setdefault(facet, {})[value] = int.from_bytes(row, "little")
        return found


def of(keys: Iterable[int]) -> int:
    """The set of these keys."""
    rows = list(keys)
    row = bytearray((max(rows) >> 3) + 1 if rows else 0)
    for key in rows:
        row[key >> 3] |= 1 << (key & 7)
    return int.from_bytes(row, "little")


def members_of(bits: int) -> Callable[[int], bool]:
    """Asks whether a key is in the set: for many keys of one set."""
    row = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    end = len(row)
    return lambda key: key >> 3 < end and bool(row[key >> 3] >> (key & 7) & 1)


def keys_in(bits: int) -> list[int]:
    """The keys of a set, ascending."""
    digits = bin(bits)[:1:-1]
    found, place = [], digits.find("1")
    while place >= 0:
        found.append(place)
        place = digits.find("1", place + 1)
    return found


def shared(rows: int, sets: Mapping[str, int]) -> dict[str, int]:
    """How many of the rows are in each of the sets."""
    # What lies below the lowest row is not looked at: the newest hits of a common word are all at one end.
    low = (rows & -rows).bit_length() - 1
    if low > rows.bit_length() // 2:
        rows >>= low
        return {name: (rows & (members >> low)).bit_count() for name, members in sets.items()}
    return {name: (rows & members).bit_count() for name, members in sets.items()}
