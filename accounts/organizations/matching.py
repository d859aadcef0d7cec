"""Near matches of a name among the organizations of the directory and the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.names import name_key
from accounts.organizations import name_index
from accounts.organizations.name_index import Index, Names

#: Likeness from which a name is shown, and what counts as the same name.
NEAR, SAME = 0.55, 0.999
#: What the same acronym is worth; more than most likenesses, less than the same name.
AS_ACRONYM = 0.95
#: An organization with more further names than these is found by the others.
MOST_NAMES = 20
#: How many of the organizations that share words are compared letter by letter.
COMPARED = 60
#: A word of more organizations than this says nothing alone.
COMMON = 1500
#: Longer input is cut: no organization's name is longer.
LONGEST = 300
#: Organization id → (likeness, why).
Scored = dict[int, tuple[float, str | Promise]]


@dataclass(frozen=True)
class Match:
    """An organization whose name is near: `score` up to 1, and `why` in words for the person."""

    organization: Organization
    score: float
    why: str | Promise

    @property
    def is_same(self) -> bool:
        """Is it the very name, spelling apart?"""
        return self.score >= SAME


def near_matches(
    name: str,
    limit: int = 8,
    *,
    others: Iterable[str] = (),
    acronym: str = "",
    among: QuerySet[Organization] | None = None,
    leaving_out: int | None = None,
) -> list[Match]:
    """Organizations with a name near to this one, the nearest first.

    name: as somebody types it, also unfinished. others, acronym: further names of the same organization; each match
    stands with its best likeness. among: where to look; by default what the directory shows to everybody.
    leaving_out: the id of one that is not to be found (itself). At most four queries.
    """
    with name_index.reading() as index:
        scored = _scored(index, name_key(name[:LONGEST]))
        for other in islice(others, MOST_NAMES):
            _keep_best(scored, _by_another_name(index, name_key(other[:LONGEST])))
        _keep_best(scored, _by_acronym(index, name_key(acronym[:LONGEST])))
    scored.pop(leaving_out, None)  # type: ignore[arg-type]
    best = sorted(scored.items(), key=lambda pair: (-pair[1][0], pair[0]))[: limit * 4]
    if not best:
        return []
    rows = (Organization.objects.public() if among is None else among).for_cards()
    found = rows.in_bulk([pk for pk, _scored_as in best])
    return [Match(found[pk], score, why) for pk, (score, why) in best if pk in found][:limit]


def ids_with_words(text: str) -> set[int]:
    """Ids of organizations with a name or acronym in which every word of `text` begins a word."""
    key = name_key(text[:LONGEST])
    with name_index.reading() as index:
        sets = [set().union(*(index.by_word[known] for known in index.words_beginning(word))) for word in key.split()]
        found = set.intersection(*sets) if sets else set()
        return found | index.by_acronym.get(key.replace(" ", ""), set())


def _scored(index: Index, key: str) -> Scored:
    """Organization id → (likeness, why)."""
    scored: Scored = {}
    for pk in _candidates(index, key):
        score, why = _likeness(key, index.names[pk])
        if score >= NEAR:
            scored[pk] = (score, why)
    same = dict.fromkeys(index.by_acronym.get(key.replace(" ", ""), ()), (AS_ACRONYM, _("The acronym is the same")))
    _keep_best(scored, same)
    return scored


def _by_another_name(index: Index, key: str) -> Scored:
    """What is near to a former name."""
    near = _scored(index, key)
    same, similar = _("Another of its names is the same"), _("Another of its names is similar")
    return {pk: (score, same if score >= SAME else similar) for pk, (score, _why) in near.items()}


def _by_acronym(index: Index, key: str) -> Scored:
    """Those with this very acronym, or named by it: so short a word is like too many others."""
    same = index.by_acronym.get(key.replace(" ", ""), set()) | index.by_key.get(key, set())
    return dict.fromkeys(same, (AS_ACRONYM, _("The acronym is the same"))) if key else {}


def _keep_best(scored: Scored, more: Scored) -> None:
    """Add to `scored` what is new, or nearer than what it holds."""
    for pk, found in more.items():
        if pk not in scored or scored[pk][0] < found[0]:
            scored[pk] = found


def _candidates(index: Index, key: str) -> list[int]:
    """Those that share the most telling words, or words spelled much like them."""
    points: dict[int, float] = defaultdict(float)
    words = key.split()[:20]
    for position, word in enumerate(words):
        like = dict(index.words_like(word))
        if position == len(words) - 1 and len(word) > 2:
            for known in index.words_beginning(word):
                like.setdefault(known, 0.7)
        for known, likeness in list(like.items())[:40]:
            holders = index.by_word.get(known, ())
            if len(holders) > COMMON and len(words) > 1:
                continue
            value = likeness * index.weight(known)
            for pk in holders:
                points[pk] += value
    best = sorted(points, key=lambda pk: (-points[pk], pk))[:COMPARED]
    return [*index.by_key.get(key, ()), *best]


def _likeness(key: str, names: Names) -> tuple[float, str | Promise]:
    """The best likeness of the key to one of the names, with its reason."""
    best, is_former = 0.0, False
    for position, other in enumerate(names.keys):
        score = _compare(key, other)
        if score > best:
            best, is_former = score, position > 0
    if is_former:
        return best, _("A former name is the same") if best >= SAME else _("A former name is similar")
    return best, _("The name is the same") if best >= SAME else _("The name is similar")


def _compare(key: str, other: str) -> float:
    """Likeness of two keys: 1 for the same; by pairs of letters else; an unfinished name is like what it begins."""
    if key == other:
        return 1.0
    if len(key) >= 6 and other.startswith(key):
        return max(0.9, _dice(key, other))
    together = key.replace(" ", "") == other.replace(" ", "")
    in_other_order = sorted(key.split()) == sorted(other.split())
    if together or in_other_order:
        return 0.98
    return min(0.97, max(_dice(key, other), 0.9 * _words_within(key, other)))


def _dice(one: str, other: str) -> float:
    """Dice's coefficient over pairs of letters, repeated pairs counted once."""
    a, b = _pairs(one), _pairs(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def _words_within(one: str, other: str) -> float:
    """How far the shorter name's words all stand in the longer one; names of one word say too little."""
    a, b = set(one.split()), set(other.split())
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 2 or len(short) < len(long) / 3:
        return 0.0
    return len(short & long) / len(short)
