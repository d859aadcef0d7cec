"""A query as people type it: words, "phrases", -without, OR. Whatever comes, something sensible is looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise

from csonet.content.search import chinese, text
from csonet.content.search.stems import LATIN
from csonet.content.search.stopwords import STOP_WORDS

LONGEST_QUERY = 200
MOST_TERMS = 16
#: In longer queries no two words are taken for one.
MOST_JOINED = 4
#: A shorter stem begins too many words.
SHORTEST_BEGINNING = 4
#: A row of index words that stand together; a way to meet a term needs all of its rows.
Row = tuple[str, ...]
Way = tuple[Row, ...]

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟‹›「」『』《》〈〉＂〝〞〟❝❞", '"'))
#: Single quotes around words, and not an apostrophe: after a blank, and before one.
_SINGLE = re.compile(r"(?:(?<=\s)|^)(-?)['‚`]([^'`]+)['`](?=\s|$)")
_TOKEN = re.compile(r'(-*)"([^"]*)"?|(\S+)')
_APART = re.compile(r"[,;:/|+&()\[\]{}!?…、。，；：！？·•]+")
#: How the six languages say OR between two words; where capitals exist they must be capitals.
_OR = frozenset({"OR", "OU", "O", "ИЛИ", "أو", "او", "或", "或者", "|", "||"})
_NOT = frozenset({"NOT", "SAUF", "НЕ"})
#: Acronyms that look like common words.
_ACRONYMS = frozenset({"WHO", "IT", "US"})


@dataclass(frozen=True)
class Term:
    """One word or phrase: its pieces as typed. is_quoted: they must stand together, Chinese as well."""

    pieces: tuple[str, ...]
    is_quoted: bool = False
    #: The word may go on: what is looked for begins with it.
    is_open: bool = False
    #: So many of the words in a run of Chinese may be missed.
    misses: int = 0

    @property
    def is_common(self) -> bool:
        """One word that says nothing alone; an acronym (WHO) is none."""
        if len(self.pieces) > 1 or self.is_quoted:
            return False
        piece = self.pieces[0]
        return text.fold(piece) in STOP_WORDS and piece not in _ACRONYMS

    @property
    def number_of_words(self) -> int:
        """How many words it may be read as."""
        is_run = len(self.pieces) == 1 and text.is_han(self.pieces[0]) and not self.is_quoted
        return max(1, len(self.pieces[0]) // 2) if is_run else 1

    @property
    def goes_on(self) -> bool:
        """Is what begins with the last word a hit? One Chinese character is found as the first of two as well."""
        return self.is_open or (len(self.pieces) == 1 and len(self.pieces[0]) == 1 and text.is_han(self.pieces[0]))

    @property
    def beginnings(self) -> list[str]:
        """The stems that say enough to look for what begins with them."""
        stems = (form[1:] for form in text.forms(self.pieces[0])[1:])
        return [stem for stem in dict.fromkeys(stems) if len(stem) >= SHORTEST_BEGINNING]

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The ways in which this term is met, the closest first."""
        if len(self.pieces) == 1:
            if not text.is_han(self.pieces[0]):
                forms = text.forms(self.pieces[0])[: 1 if self.is_open else None]  # a short stem begins too much
                return tuple(((form,),) for form in forms)
            if not self.is_quoted:
                readings = chinese.readings(self.pieces[0])
                readings = chinese.missing(readings, self.misses) if self.misses else readings
                return tuple(tuple(tuple(chinese.bigrams(piece)) for piece in reading) for reading in readings)
        rows = [_row(self.pieces, language) for language in ("", *LATIN)]
        ways = [(row,) for row in dict.fromkeys(rows)]
        if not self.is_quoted and (whole := text.joined(self.pieces)):
            ways += [((form,),) for form in text.forms(whole)]
        return tuple(ways)


@dataclass(frozen=True)
class Query:
    """What is looked for: every group must match, a group by any of its terms; none of `without` may."""

    typed: str
    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()
    #: So many of the groups may be missed, whichever.
    misses: int = 0
    #: Two neighbours may be met as one word.
    joins: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def wanted(self) -> list[str]:
        """The words as typed that a snippet marks."""
        groups = [group for choice in (self.groups, *self._joined) for group in choice]
        return list(dict.fromkeys(piece for group in groups for term in group for piece in term.pieces))

    @property
    def title_key(self) -> str:
        """The title that a document would have whose title was typed; empty for a query with operators."""
        has_operators = self.without or self.misses or any(len(group) > 1 for group in self.groups)
        return "" if has_operators else text.title_key(self.typed)

    @cached_property
    def choices(self) -> tuple[tuple[tuple[Term, ...], ...], ...]:
        """The sets of groups each of which is enough."""
        return (*combinations(self.groups, len(self.groups) - self.misses), *self._joined)

    @cached_property
    def _joined(self) -> tuple[tuple[tuple[Term, ...], ...], ...]:
        """The groups with two neighbours as one word."""
        if not self.joins or self.misses or not 1 < len(self.groups) <= MOST_JOINED:
            return ()
        return tuple(
            (*self.groups[:number], (Term((whole,)),), *self.groups[number + 2 :])
            for number, pair in enumerate(pairwise(self.groups))
            if (whole := _as_one(pair))
        )

    def joined(self) -> Query | None:
        """The same where "grand parents" is met as "grandparents", too; None where no words can be joined."""
        other = replace(self, joins=True)
        return other if other._joined else None

    def opened(self) -> Query:
        """The same with words that may go on, too."""
        return self._with(lambda term: term.pieces)

    def families(self) -> Query:
        """The same with the words that begin like their stems, too: "voting" meets "voters"."""
        return self._with(lambda term: term.beginnings)

    def _with(self, beginnings: Callable[[Term], Iterable[str]]) -> Query:
        """The same, where a term may also be met by what begins with one of these pieces."""
        groups = tuple(
            (*group, *(Term((piece,), is_open=True) for term in group for piece in _open(term, beginnings)))
            for group in self.groups
        )
        return replace(self, groups=groups)

    @property
    def number_of_words(self) -> int:
        """How many words must be there."""
        return sum(max(term.number_of_words for term in group) for group in self.groups)

    def any_of(self) -> Query:
        """The same where one word is enough."""
        return replace(self, groups=(tuple(replace(term, misses=99) for group in self.groups for term in group),))

    def most_of(self) -> Query:
        """The same where one of the words may be missed."""
        if len(self.groups) > 1:
            return replace(self, misses=1)
        return replace(self, groups=tuple(tuple(replace(term, misses=1) for term in group) for group in self.groups))


def growing(typed: str) -> Query:
    """A query while it is being typed: its last word may go on, and be none of the common ones."""
    query = parse(typed + '"' * (typed.count('"') % 2))
    last = _terms(text.normalized(cleaned(typed)).rpartition(" ")[2])[-1:]
    if not last or query.without or (query.groups and query.groups[-1] != tuple(last) and not last[0].is_common):
        return query
    others = query.groups[:-1] if query.groups and query.groups[-1] == tuple(last) else query.groups
    return replace(query, groups=(*others, (replace(last[0], is_open=len(last[0].pieces) == 1),)))


def parse(typed: str) -> Query:
    """Read a query. Control characters are dropped, it is cut at 200 characters, the rest of 16 terms is ignored.

    A query of exclusions alone looks for nothing. Common words ("the", "de") count only when there is nothing else,
    or inside a phrase.
    """
    clean = cleaned(typed)
    groups: list[list[Term]] = []
    without: list[Term] = []
    joins = negates = False
    spelled = text.normalized(clean.translate(_QUOTES))
    for dashes, phrase, word in _TOKEN.findall(_SINGLE.sub(r'\1"\2"', spelled)):
        if word in _OR:
            joins = bool(groups)
            continue
        if word in _NOT and groups:
            negates = True
            continue
        is_without = negates or bool(dashes) or word.startswith("-")
        terms = _phrase(phrase) if phrase else _terms(word.lstrip("-"))
        for term in terms:
            if len(without) + sum(map(len, groups)) >= MOST_TERMS:
                break
            if is_without:
                without.append(term)
            elif joins:
                groups[-1].append(term)
            else:
                groups.append([term])
            joins = False
        negates = False
    return Query(clean, tuple(tuple(group) for group in _telling(groups)), tuple(without))


def cleaned(typed: str) -> str:
    """What was typed, without control characters and without half characters, on one line, 200 characters at most."""
    typed = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in typed[: LONGEST_QUERY * 2])
    return " ".join(typed.split())[:LONGEST_QUERY].rstrip()


def _phrase(phrase: str) -> list[Term]:
    pieces = tuple(piece for piece in text.pieces(phrase) if text.fold(piece))
    return [Term(pieces, is_quoted=True)] if pieces else []


def _terms(token: str) -> list[Term]:
    """The terms of what stands between two blanks: "health/education" are two, "COVID-19" is one."""
    found = []
    for part in _APART.split(token):
        run: list[str] = []
        for piece in (*text.compounds(part), []):
            if len(run) and (not piece or any(map(text.is_han, (run[-1], piece[0])))):
                found.append(Term(tuple(run)))
                run = []
            for one in piece:
                if text.is_han(one):
                    found += [Term(tuple(run))] if run else []
                    found.append(Term((one,)))
                    run = []
                elif text.fold(one):
                    run.append(one)
    return found


def _telling(groups: list[list[Term]]) -> list[list[Term]]:
    """The groups without those that are one common word, unless nothing else is left."""
    telling = [group for group in groups if not all(term.is_common for term in group)]
    return telling or groups


def _open(term: Term, beginnings: Callable[[Term], Iterable[str]]) -> Iterable[str]:
    """The pieces by which a word may go on; none for phrases and for one or two letters."""
    is_word = len(term.pieces) == 1 and len(term.pieces[0]) > 2 and not term.is_open
    return beginnings(term) if is_word else ()


def _as_one(groups: Iterable[tuple[Term, ...]]) -> str:
    """The plain words of these groups as one; empty if one of them is none."""
    words = [group[0].pieces[0] for group in groups if len(group) == 1 and len(group[0].pieces) == 1]
    is_plain = len(words) == 2 and all(len(word) > 1 and word.isalpha() and not text.is_han(word) for word in words)
    return text.joined(words) if is_plain else ""


def _row(pieces: tuple[str, ...], language: str) -> Row:
    """The index words of a phrase: as typed, or (with a language) by the surest stem of each word."""
    row: list[str] = []
    for number, piece in enumerate(pieces):
        if text.is_han(piece):
            row += chinese.bigrams(piece)
            if len(piece) > 1 and number + 1 < len(pieces):
                row.append(piece[-1])
        elif language:
            row.append(text.word(piece, language).stem)
        else:
            row.append(text.fold(piece))
    return tuple(row)
