"""Chinese: one script for both, bigrams for the index, and the ways in which a run of characters can be read.

Readers write a query without blanks ("农村妇女小额贷款"); a text that has its words, but not in a row, is found as
well: the run is read as words of two and three characters in every way, and each way asks for all of its words.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from csonet.content.search.stopwords import CHINESE_JOINTS

#: Longer runs are read as a phrase alone, and as two-character words: the number of ways grows with the length.
MOST_CUT = 12


@cache
def _table() -> dict[int, str]:
    """Traditional characters to simplified ones: the common ones of Big5, where GB 2312 writes another."""
    lines = (Path(__file__).parent / "traditional.txt").read_text("utf-8").split("\n")
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {ord(old): new for olds, news in pairs for old, new in zip(olds, news, strict=True)}


def simplified(text: str) -> str:
    """The text in simplified characters."""
    return text.translate(_table())


def bigrams(run: str) -> list[str]:
    """The index words of a run: its pairs of characters. One character stands as it is."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=1000)
def readings(run: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read a run: as one phrase, then as all words of each cut into twos and threes."""
    found: list[tuple[str, ...]] = [(run,)]
    pieces = _between_joints(run)
    if pieces:
        found.append(pieces)
    if len(run) > 3 and len(run) <= MOST_CUT:
        found += _cuts(run)
        if len(pieces) > 1:
            ways: list[tuple[str, ...]] = [()]
            for piece in pieces:
                ways = [way + cut for way in ways for cut in ([(piece,)] if len(piece) < 4 else _cuts(piece))][:30]
            found += ways
    elif len(run) > MOST_CUT:
        found.append(tuple(run[i : i + 2] for i in range(0, len(run) - 1, 2)))
    return tuple(dict.fromkeys(found))


def missing(ways: tuple[tuple[str, ...], ...], misses: int) -> tuple[tuple[str, ...], ...]:
    """The same readings, where so many words of each may be missed; at least one must be there."""
    found = (some for way in ways if len(way) > 1 for some in combinations(way, max(1, len(way) - misses)))
    return tuple(dict.fromkeys(found)) or ways


def _between_joints(run: str) -> tuple[str, ...]:
    """The run without the characters that join words, if words of two characters are left."""
    text = run
    for joint in CHINESE_JOINTS:
        text = text.replace(joint, " ")
    pieces = tuple(text.split())
    return pieces if pieces and all(len(piece) > 1 for piece in pieces) else ()


@lru_cache(maxsize=1000)
def _cuts(run: str) -> list[tuple[str, ...]]:
    if len(run) < 2:
        return []
    found: list[tuple[str, ...]] = [(run,)] if len(run) <= 3 else []
    for size in (2, 3):
        if len(run) - size >= 2:
            found += [(run[:size], *rest) for rest in _cuts(run[size:])]
    return found
