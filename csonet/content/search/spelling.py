"""Misspelt words: what the reader may have meant, among the words of titles and summaries.

Every word stands under keys: itself, and itself without each one of its letters. A misspelt word is looked up by the
keys made of it, two letters fewer for long ones, so a lookup reads a few rows of an index whatever the size of the
vocabulary; what comes is ordered by the distance of the spellings and by the three-letter pieces they share. (Grouping
pieces alone reads a hundred thousand rows for a common ending.)

A word may come from a document that the reader must not know of: so nothing of this is shown before a search for it,
as that reader, has found something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from os.path import commonprefix

from csonet.content.models import SearchDocument, SearchWord, SearchWordKey
from csonet.content.search.arabic import without_article
from csonet.content.search.parsing import Query
from csonet.content.search.text import fold, is_arabic, is_han, normalized, pieces

#: Shorter words have too many neighbours.
SHORTEST = 4
#: From this length on, two letters may be missing or too many.
LONG = 7
#: So many of the nearest words are tried.
MOST_TRIED = 3


def learn(documents: Iterable[SearchDocument]) -> None:
    """Keep the words of these documents. Two queries if they have no new word, four otherwise."""
    found: dict[str, str] = {}
    for document in documents:
        for piece in pieces(f"{document.title}\n{document.names}\n{document.summary}"):
            word = _key(piece)
            if _is_kept(word):
                found.setdefault(word, (word if is_arabic(word) else piece.lower())[:80])
    known = set(SearchWord.objects.filter(word__in=found).values_list("word", flat=True))
    new = [SearchWord(word=word, spelling=spelling) for word, spelling in found.items() if word not in known]
    if not new:
        return
    SearchWord.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    rows = SearchWord.objects.filter(word__in=[word.word for word in new]).values_list("pk", "word")
    keys = [SearchWordKey(key=key, word_id=pk) for pk, word in rows for key in {word, *_shorter(word)}]
    SearchWordKey.objects.bulk_create(keys, batch_size=2000, ignore_conflicts=True)


def forget() -> None:
    """Drop all words, before the whole index is made anew."""
    for model in (SearchWordKey, SearchWord):
        rows = model.objects.all()
        rows._raw_delete(rows.db)


def corrections(
    query: Query, is_met: Callable[[str], bool], may_be_said: Callable[[str], bool] = bool
) -> Iterator[str]:
    """What may have been meant, the likeliest first: the query as typed with its unknown words replaced.

    is_met: whether a word that some document has is known to this reader. may_be_said: whether another may be offered,
    where it is not enough that the whole finds something.
    """
    typed = {
        piece: _key(piece) for group in query.groups for term in group for piece in term.pieces if _is_kept(_key(piece))
    }
    parts = {part for word in typed.values() for pair in _cuts(word) for part in pair}
    rows = SearchWord.objects.filter(word__in=parts | set(typed.values()))
    known = set(rows.values_list("word", flat=True))
    unknown = {piece: word for piece, word in typed.items() if word not in known or not is_met(piece)}
    near = {piece: _apart(word, known) + _near(word) for piece, word in unknown.items()}
    if len(typed) == 1:  # among others a word is better left as it was typed
        near = {piece: words or _begun_with(typed[piece]) for piece, words in near.items()}
    near = {piece: said for piece, words in near.items() if (said := list(filter(may_be_said, words)))}
    for attempt in range(max((len(words) for words in near.values()), default=0)):
        text = query.typed if all(piece in query.typed for piece in near) else normalized(query.typed)
        for piece, words in near.items():
            text = re.sub(rf"(?<!\w){re.escape(piece)}(?!\w)", words[min(attempt, len(words) - 1)], text)
        yield text


def _is_kept(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and not is_han(word)


def _key(piece: str) -> str:
    """A word as it is kept: in one spelling, Arabic without the article."""
    word = fold(piece)
    return without_article(word) if is_arabic(word) else word


def _begun_with(word: str) -> list[str]:
    """The longest word that this one begins with, but for its last letter: "compostage" leads to "compost"."""
    beginnings = [word[:end] for end in range(max(SHORTEST + 1, len(word) // 2), len(word))]
    met = [
        (len(commonprefix((word, other))), -len(other), spelling)
        for other, spelling in _under(beginnings)
        if word.startswith(other[:-1]) and other != word
    ]
    return [max(met)[2]] if met else []


def _under(keys: Iterable[str]) -> list[tuple[str, str]]:
    """(word, spelling) of what stands under one of these keys.

    Two queries: a database that has not counted its rows yet would join the tables the wrong way round, which takes
    seconds where this takes a millisecond.
    """
    found = SearchWordKey.objects.filter(key__in=list(keys)).values_list("word_id", flat=True)[:2000]
    return list(SearchWord.objects.filter(pk__in=set(found)).values_list("word", "spelling"))


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    """The ways to read a word as two, each long enough to be kept."""
    return ((word[:place], word[place:]) for place in range(SHORTEST, len(word) - SHORTEST + 1))


def _apart(word: str, known: set[str]) -> list[str]:
    """Two known words that were typed as one: "savingsgroup"."""
    return [f"{first} {second}" for first, second in _cuts(word) if first in known and second in known][:1]


def _near(word: str) -> list[str]:
    """The spellings of the words nearest to this one. Two queries."""
    keys = {word, *_shorter(word)}
    if len(word) >= LONG:
        keys |= {shorter for key in list(keys) for shorter in _shorter(key)}
    most = 1 if len(word) < 6 else 2
    others = [row for row in _under(keys) if row[0] != word]
    ranked = sorted((distance(word, other), -_alike(word, other), other, spelling) for other, spelling in others)
    return [spelling for far, _alike, _other, spelling in ranked if far <= most][:MOST_TRIED]


def _shorter(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour (optimal string alignment)."""
    before, last = list(range(len(other) + 1)), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _alike(one: str, other: str) -> float:
    """The share of three-letter pieces that two words have in common; the same beginning counts twice."""
    ours, theirs = _trigrams(one), _trigrams(other)
    return len(ours & theirs) / len(ours | theirs)


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
