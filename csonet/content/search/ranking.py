"""The order of what was found: text, type, language, trust, freshness, exact titles; weights in settings.SEARCH."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.conf import settings

from csonet.content.search.engine import Match


def ranked(matches: Iterable[Match], languages: Collection[str], today: int, *, apart: bool = False) -> list[Match]:
    """The matches, best first: those in one of the languages (or in none, as names are) before all others.

    languages: the reader's and the query's. today: as the matches' days are counted (date.toordinal). Of an item that
    matches in several languages, or in several posts, the best one stays; apart: all of them.
    """
    matches = list(matches)
    best = max((float(match.score) for match in matches), default=0) or 1
    weigh = _weighing(languages, today, best)
    order = sorted(
        ((not match.language or match.language in languages, weigh(match), match.pk, match) for match in matches),
        reverse=True,
    )
    if apart:
        return [entry[-1] for entry in order]
    seen: set[tuple[int | None, int | None]] = set()
    return [
        match
        for _own, _rank, _pk, match in order
        if not ((match.item, match.organization) in seen or seen.add((match.item, match.organization)))  # type: ignore[func-returns-value]
    ]


def is_own(match: Match, languages: Collection[str]) -> bool:
    """Is it in a language that the reader reads?"""
    return not match.language or match.language in languages


def _weighing(languages: Collection[str], today: int, best: float) -> Callable[[Match], float]:
    """The rank of a match; what is the same for all of them, or for all of a type, is looked up once."""
    weights: dict[str, Any] = settings.SEARCH
    trust, freshness, own = weights["trust"], weights["freshness"], weights["language"]
    exact_title, half_life = weights["exact_title"], weights["half_life"]
    types, half_lives = weights["types"], weights["half_lives"]

    def rank(match: Match) -> float:
        kind = match.kind
        faded = 0.5 ** (max(0, today - match.day) / half_lives.get(kind, half_life))
        rank = max(float(match.score), 0.0) / best * types.get(kind, 1.0)
        rank *= own if match.language in languages else 1.0
        rank *= 1 + trust if match.is_trusted else 1.0
        rank *= 1 - freshness * (1 - faded)
        return rank + exact_title if match.is_exact else rank

    return rank
