"""The order of what was found: text, type, language, trust, freshness, exact titles; weights in settings.SEARCH."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings

from csonet.content.search.engine import Match


def ranked(matches: Iterable[Match], languages: Collection[str], today: int) -> list[Match]:
    """The matches, best first: those in one of the languages (or in none, as names are) before all others.

    languages: the reader's and the query's. today: as the matches' days are counted (date.toordinal). Of an item that
    matches in several languages the best one stays.
    """
    matches = list(matches)
    best = max((float(match.score) for match in matches), default=0) or 1
    order = sorted(
        matches,
        key=lambda match: (is_own(match, languages), _rank(match, best, languages, today), match.pk),
        reverse=True,
    )
    seen: set[tuple[int | None, int | None]] = set()
    return [match for match in order if not (_target(match) in seen or seen.add(_target(match)))]  # type: ignore[func-returns-value]


def is_own(match: Match, languages: Collection[str]) -> bool:
    """Is it in a language that the reader reads?"""
    return not match.language or match.language in languages


def _rank(match: Match, best: float, languages: Collection[str], today: int) -> float:
    weights: dict[str, Any] = settings.SEARCH
    half_life = weights["half_lives"].get(match.kind, weights["half_life"])
    faded = 0.5 ** (max(0, today - match.day) / half_life)
    rank = max(float(match.score), 0.0) / best
    rank *= weights["types"].get(match.kind, 1.0)
    rank *= weights["language"] if match.language in languages else 1.0
    rank *= 1 + weights["trust"] * match.is_trusted
    rank *= 1 - weights["freshness"] * (1 - faded)
    return rank + weights["exact_title"] * match.is_exact


def _target(match: Match) -> tuple[int | None, int | None]:
    return match.item, match.organization
