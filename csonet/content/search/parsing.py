"""A query as people type it: words, "phrases", -without, OR. Whatever comes, something sensible is looked for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from csonet.content.search import text

LONGEST_QUERY = 200
MOST_TERMS = 16
_TOKEN = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True)
class Term:
    """One word or phrase: its words as typed; a phrase has several, or was Chinese of more than two characters."""

    pieces: tuple[str, ...]
    without: bool = False

    @property
    def is_open(self) -> bool:
        """One Chinese character alone: it is found as the first of two as well."""
        return len(self.pieces) == 1 and len(self.pieces[0]) == 1 and text.is_han(self.pieces[0])

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """The sequences of index words, each of which is a hit: as typed, and by the stems of each language."""
        if any(text.is_han(piece) for piece in self.pieces):
            return (_grams(self.pieces),)
        columns = [text.forms(piece) for piece in self.pieces]
        longest = max(len(column) for column in columns)
        sequences = [tuple(column[min(i, len(column) - 1)] for column in columns) for i in range(longest)]
        return tuple(dict.fromkeys(sequences))


@dataclass(frozen=True)
class Query:
    """What is looked for: every group must match, a group by any of its terms; none of `without` may."""

    typed: str
    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def wanted(self) -> list[str]:
        """The words as typed that a snippet marks."""
        return [piece for group in self.groups for term in group for piece in term.pieces]


def parse(typed: str) -> Query:
    """Read a query. Control characters are dropped, it is cut at 200 characters, the rest of 16 terms is ignored.

    A query of exclusions alone looks for nothing. Common words ("the", "de") count only when there is nothing else,
    or inside a phrase.
    """
    clean = "".join(" " if unicodedata.category(c) == "Cc" else c for c in typed[: LONGEST_QUERY * 2])
    clean = " ".join(clean.split())[:LONGEST_QUERY]
    groups: list[list[Term]] = []
    without: list[Term] = []
    joins = False
    for minus, phrase, word in _TOKEN.findall(clean):
        if word == "OR":
            joins = bool(groups)
            continue
        if word.startswith("-"):
            minus, word = "-", word.lstrip("-")
        found = tuple(text.pieces(phrase or word))
        found = tuple(piece for piece in found if text.fold(piece))
        if not found or len(groups) + len(without) >= MOST_TERMS:
            continue
        term = Term(found, without=bool(minus))
        if term.without:
            without.append(term)
        elif joins:
            groups[-1].append(term)
        else:
            groups.append([term])
        joins = False
    return Query(clean, tuple(tuple(group) for group in _telling(groups)), tuple(without))


def _telling(groups: list[list[Term]]) -> list[list[Term]]:
    """The groups without those that are one common word, unless nothing else is left."""
    telling = [
        group
        for group in groups
        if not all(len(term.pieces) == 1 and text.fold(term.pieces[0]) in text.STOP_WORDS for term in group)
    ]
    return telling or groups


def _grams(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The index words of a phrase that has Chinese in it; one character alone stands as it is."""
    grams: list[str] = []
    for piece in pieces:
        if text.is_han(piece) and len(piece) > 1:
            grams += [piece[i : i + 2] for i in range(len(piece) - 1)]
        else:
            grams.append(piece if text.is_han(piece) else text.fold(piece))
    return tuple(grams)
