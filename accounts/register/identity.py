"""Which printed names are one organization's. The rule errs on keeping apart.

docs/decisions/0008-names-and-organizations.md tells it with examples and counts.

Names become one by their key (accounts.names), by their key without spaces, by an acronym in parentheses, and by a
change of name that the Committee noted. Whatever could mean two organizations joins nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable

from accounts.models.register import DecisionKind
from accounts.names import folded, name_key
from accounts.register.files import Act

#: An organization that applies is not in status under another name at that time.
APPLICATIONS = frozenset(
    {
        DecisionKind.GRANTED,
        DecisionKind.DEFERRED_FIRST,
        DecisionKind.DEFERRED_AGAIN,
        DecisionKind.CLOSED,
        DecisionKind.WITHDRAWN_BY_APPLICANT,
        DecisionKind.NOT_RECOMMENDED,
    }
)
#: A key without spaces must have this many letters before it joins two names.
LONG_ENOUGH_WITHOUT_SPACES = 12

_IN_PARENTHESES = re.compile(r"^(?P<before>.+?)\s*\((?P<acronym>[^()\s]{2,15})\)(?P<after>[^()]*)$")
_NOT_ACRONYMS = frozenset(
    {
        *("usa", "uk", "us", "eu", "un", "uae", "drc", "rdc", "prc", "dprk", "roc"),
        *("inc", "ltd", "llc", "ev", "ra", "ngo", "ong", "npo", "cso"),
    }
)

#: What slipped into a name when the source was typed.
MISPRINTED_NAMES = {
    "e International Women Judges Foundation": "International Women Judges Foundation",
    "Hilfswerk der Evangelischen Kirch en Schweiz": "Hilfswerk der Evangelischen Kirchen Schweiz",
}


def printed_key(name: str) -> str:
    """The key of a name as the register prints it."""
    return name_key(MISPRINTED_NAMES.get(name, name))


class Identities:
    """Sets of keys, each set one organization's."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts = list(acts)
        self._parent: dict[str, str] = {}
        #: The sessions in whose lists a key stands, by the list's kind.
        self._listed: dict[str, set[tuple[str, dt.date]]] = defaultdict(set)
        self.not_joined: list[Act] = []
        for act in self._acts:
            for name in (*(act.parties or (act.name,)), *filter(None, (act.new_name,))):
                self._parent.setdefault(printed_key(name), printed_key(name))
            if act.kind in APPLICATIONS:
                self._listed[printed_key(act.name)].add((act.kind, act.session))
        self._join_without_spaces()
        self._join_acronyms()
        self._join_changes()

    def of(self, name: str) -> str:
        """The organization that stands under the printed `name`, by the key that stands for it."""
        return self._find(printed_key(name))

    def keys(self) -> dict[str, set[str]]:
        """All keys of each organization."""
        sets: dict[str, set[str]] = defaultdict(set)
        for key in self._parent:
            sets[self._find(key)].add(key)
        return sets

    def knows(self, name: str) -> bool:
        """Does any row print this name?"""
        return printed_key(name) in self._parent

    def _find(self, key: str) -> str:
        while (parent := self._parent.setdefault(key, key)) != key:
            self._parent[key] = self._parent[parent]
            key = self._parent[key]
        return key

    def _join(self, one: str, other: str) -> None:
        """`other` goes into `one`, with what is known of it."""
        one, other = self._find(one), self._find(other)
        if one != other:
            self._parent[other] = one
            self._listed[one] |= self._listed.pop(other, set())

    def _apart(self, one: str, other: str) -> bool:
        """One list of one session names both: they are two organizations."""
        return bool(self._listed[self._find(one)] & self._listed[self._find(other)])

    def _join_without_spaces(self) -> None:
        """GlobalPartnersUnited and Global Partners United."""
        by_letters: dict[str, list[str]] = defaultdict(list)
        for key in list(self._parent):
            by_letters[key.replace(" ", "")].append(key)
        for letters, keys in by_letters.items():
            for other in keys[1:]:
                if len(letters) >= LONG_ENOUGH_WITHOUT_SPACES and not self._apart(keys[0], other):
                    self._join(keys[0], other)

    def _join_acronyms(self) -> None:
        """Hope Foundation (HOFO) and Hope Foundation, unless two acronyms claim the name."""
        claims: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for name in {name for act in self._acts for name in (*(act.parties or (act.name,)), act.new_name) if name}:
            if split := without_acronym(name):
                claims[name_key(split[0])][split[1]].add(printed_key(name))
        for plain, acronyms in claims.items():
            if len(acronyms) != 1:
                continue
            known = plain in self._parent
            for key in sorted(next(iter(acronyms.values()))):
                if not known or not self._apart(plain, key):
                    self._join(plain, key)

    def _join_changes(self) -> None:
        """Old and new name, where nothing says that they are two organizations."""
        changes = sorted((act for act in self._acts if act.kind == DecisionKind.NAME_CHANGED), key=_day)
        became, came_from = defaultdict(set), defaultdict(set)
        for act in changes:
            became[self.of(act.name)].add(self.of(act.new_name))
            came_from[self.of(act.new_name)].add(self.of(act.name))
        plain = [len(became[self.of(act.name)]) == 1 and len(came_from[self.of(act.new_name)]) == 1 for act in changes]
        for act, unambiguous in zip(changes, plain, strict=True):
            if unambiguous and not self._applied_under_the_other_name(act):
                self._join(printed_key(act.new_name), printed_key(act.name))
            else:
                self.not_joined.append(act)

    def _applied_under_the_other_name(self, act: Act) -> bool:
        """The new name applied before the change was noted, or the old name afterwards."""
        old, new = self.of(act.name), self.of(act.new_name)
        if old == new:
            return False
        return any(day < act.session for _kind, day in self._listed[new]) or any(
            day > act.session for _kind, day in self._listed[old]
        )


def without_acronym(name: str) -> tuple[str, str] | None:
    """The name without an acronym in parentheses at its end, and the acronym; None where there is none.

    An acronym is written in capitals, its letters stand in the name in this order, the first one begins a word, and it
    is no abbreviation of a State or a legal form ("Amnesty International (USA)" is an office, not a spelling).
    """
    match = _IN_PARENTHESES.match(name)
    if not match or name_key("x " + match["after"]) != "x":
        return None
    letters = "".join(filter(str.isalpha, folded(match["acronym"])))
    capitals = sum(map(str.isupper, match["acronym"]))
    if capitals < 2 or capitals * 2 <= len(letters) or letters in _NOT_ACRONYMS:
        return None
    words = name_key(match["before"]).split()
    if not any(word.startswith(letters[0]) for word in words):
        return None
    remaining = iter("".join(words))
    return (match["before"] + match["after"], letters) if all(letter in remaining for letter in letters) else None


def _day(act: Act) -> tuple[dt.date, str, str]:
    return act.session, act.name, act.new_name
