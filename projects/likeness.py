"""Titles that say the same: what shares words with a request's title, in their other forms as well."""

from __future__ import annotations

from csonet.content.search import text
from csonet.content.search.engines import engine
from csonet.content.search.parsing import Query, Term

#: So many words of the title are looked for, the longest ones.
MOST_WORDS = 6
#: Of Chinese, pairs of characters: not every one is a word.
MOST_PAIRS = 12
#: Of so few words one in common is something; of more, two.
SHORT = 3
#: So many of the newest titles with words in common are compared.
MOST_COMPARED = 60
#: So many of those that have the most in common are given.
MOST_ALIKE = 16


def like(title: str, kinds: tuple[str, ...]) -> list[tuple[int | None, int | None, float]]:
    """(item id, organization id, share of the words) of the newest titles with words in common.

    Not asked is who may see them. One query; none for a title without a word that says something.
    """
    terms = _terms(title)
    if not terms:
        return []
    enough = 1 if len(terms) <= SHORT or text.is_han(terms[-1].pieces[0]) else 2
    query = Query(title, tuple((term,) for term in terms), misses=len(terms) - enough)
    wanted = [frozenset(text.forms(term.pieces[0])) for term in terms]
    found = []
    for item, organization, other, language in engine().similar(query, kinds, MOST_COMPARED):
        own = {form for word in text.words(other, language) for form in (word.plain, word.stem)}
        shared = sum(not forms.isdisjoint(own) for forms in wanted)
        found.append((item, organization, shared / len(wanted)))
    return sorted(found, key=lambda hit: hit[2], reverse=True)[:MOST_ALIKE]


def _terms(title: str) -> list[Term]:
    """The words of a title that say something, the longest first; of Chinese, two characters at a time."""
    pieces: list[str] = []
    for piece in text.pieces(title):
        pieces += [piece[start : start + 2] for start in range(len(piece) - 1)] if text.is_han(piece) else [piece]
    terms = [Term((piece,)) for piece in dict.fromkeys(pieces)]
    telling = [term for term in terms if len(term.pieces[0]) > 1 and not term.is_common]
    longest = sorted(telling, key=lambda term: len(term.pieces[0]), reverse=True)
    return longest[: MOST_PAIRS if longest and text.is_han(longest[-1].pieces[0]) else MOST_WORDS]
