"""Topics near to what somebody looked for in vain, whatever language they typed it in."""

from __future__ import annotations

from csonet.abstract import NAME_COLUMNS
from csonet.content.search import spelling, text
from csonet.content.search.stopwords import STOP_WORDS
from csonet.reference import vocabulary
from csonet.reference.models import Topic

MOST = 5


def near_topics(typed: str) -> list[Topic]:
    """Topics that share a word with the query in any of its forms, or nearly do; those that share most first."""
    pieces = {piece for piece in text.pieces(typed[:200]) if text.fold(piece) not in STOP_WORDS}
    forms = {form for piece in pieces for form in _forms(piece)}
    plain = [text.fold(piece) for piece in pieces if len(piece) > 3 and not text.is_han(piece)]
    shared = {pk: len(forms & words) * 2 + _alike(plain, words) for pk, words in _words().items()}
    best = sorted((-number, pk) for pk, number in shared.items() if number)[:MOST]
    return [vocabulary.topics()[pk] for _number, pk in best]


def _forms(piece: str) -> set[str]:
    if text.is_han(piece):
        return {piece[place : place + 2] for place in range(max(1, len(piece) - 1))}
    return set(text.forms(piece))


def _words() -> dict[str, frozenset[str]]:
    """Each topic with the index words of its names in the six languages."""
    return vocabulary.remembered("search-words-of-topics", _read)


def _read() -> dict[str, frozenset[str]]:
    found = {}
    for topic in vocabulary.topics().values():
        words = [
            word for language in NAME_COLUMNS for word in text.words(topic.name_in(language), language) if _tells(word)
        ]
        found[topic.pk] = frozenset(form for word in words for form in (word.plain, word.stem, *word.further))
    return found


def _tells(word: text.Word) -> bool:
    return len(word.plain) > 1 and word.plain not in STOP_WORDS


def _alike(plain: list[str], words: frozenset[str]) -> int:
    """Is one of the words misspelt in the query?"""
    return int(
        any(spelling.distance(one, other) == 1 for one in plain for other in words if abs(len(one) - len(other)) < 2)
    )
