"""Sets of rows as long numbers: bit n stands for the row with key n. Two sets are joined or counted in microseconds."""

from __future__ import annotations

from collections.abc import Iterable


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
    sets = Sets()
    for key in keys:
        sets.add("", "", key)
    return sets.done().get("", {}).get("", 0)


def keys_in(bits: int) -> list[int]:
    """The keys of a set, ascending."""
    digits = bin(bits)[:1:-1]
    found, place = [], digits.find("1")
    while place >= 0:
        found.append(place)
        place = digits.find("1", place + 1)
    return found
