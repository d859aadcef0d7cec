"""Weighing in memory: the rows with the highest sums of weights, where each weight is given to a set of rows.

A set is a long number, bit n the row with key n (csonet.bits). The sums stand in planes: plane 0 holds the rows whose
sum has the lowest bit, and so on; adding a set is adding one number to all of its rows at once. So 50,000 rows by a
dozen sets take about a millisecond, and none of them is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

#: Weights are counted in quarters.
PARTS = 4


def best(weighted: Iterable[tuple[int, float]], number: int) -> list[int]:
    """The keys of so many rows with the highest sums; of equal ones those with the highest keys, the newest."""
    planes: list[int] = []
    left = 0
    for rows, weight in weighted:
        left |= rows
        _add(planes, rows, round(weight * PARTS))
    chosen = 0
    for plane in reversed(planes):
        higher = left & plane
        if (chosen | higher).bit_count() > number:
            left = higher
        else:
            chosen |= higher
            left &= ~plane
    return _highest(chosen, number) + _highest(left, number - chosen.bit_count())


def members(rows: int) -> bytes:
    """A set for asking after single keys with `holds`."""
    return rows.to_bytes((rows.bit_length() + 7) // 8 or 1, "little")


def holds(rows: bytes, key: int) -> bool:
    """Is the row with this key among them?"""
    place = key >> 3
    return place < len(rows) and bool(rows[place] >> (key & 7) & 1)


def _add(planes: list[int], rows: int, weight: int) -> None:
    """Add a weight to the sums of these rows: binary addition, with a carry from plane to plane."""
    for place in range(weight.bit_length()):
        if weight >> place & 1:
            carry, level = rows, place
            while carry:
                while level >= len(planes):
                    planes.append(0)
                planes[level], carry = planes[level] ^ carry, planes[level] & carry
                level += 1


def _highest(rows: int, number: int) -> list[int]:
    found: list[int] = []
    while rows and len(found) < number:
        key = rows.bit_length() - 1
        found.append(key)
        rows ^= 1 << key
    return found
