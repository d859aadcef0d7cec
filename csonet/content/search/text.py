"""Words as the index keeps them: one spelling for accents, cases, Arabic articles and vowels; stems; Chinese bigrams.

Both databases get the words from here, so that a search finds the same on both. PostgreSQL's own configurations were
weighed: they have no Chinese, and the Arabic one does not know the article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

import snowballstemmer

#: Longer words are cut: nobody types them, and an index entry has a limit.
LONGEST_WORD = 40
#: What of a text is indexed, in characters; the rest of a very long one is not searched.
LONGEST_TEXT = 60_000
#: Words that say nothing alone, without accents. A query that has other words goes without them.
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "was",
        "with",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "et",
        "la",
        "le",
        "les",
        "l",
        "d",
        "leur",
        "ou",
        "par",
        "pour",
        "que",
        "qui",
        "sur",
        "un",
        "une",
        "al",
        "con",
        "del",
        "el",
        "las",
        "los",
        "para",
        "por",
        "se",
        "sus",
        "una",
        "y",
        "o",
        "и",
        "в",
        "во",
        "на",
        "не",
        "с",
        "со",
        "по",
        "из",
        "к",
        "о",
        "от",
        "для",
        "что",
        "как",
        "а",
        "من",
        "في",
        "على",
        "الى",
        "عن",
        "مع",
        "ان",
        "او",
        "و",
        "هذا",
        "هذه",
    ]
)

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
#: Accents and vowels that stand as characters of their own, inside words.
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0670"
_PIECE = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}](?:[^\W_{_HAN}]|[{_MARKS}])*")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
#: Light stemming (Larkey's "light10"): the article with what hangs on it, then the commonest endings.
_ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
_STEMMERS = {
    "en": snowballstemmer.stemmer("english"),
    "fr": snowballstemmer.stemmer("french"),
    "es": snowballstemmer.stemmer("spanish"),
    "ru": snowballstemmer.stemmer("russian"),
}
_lock = Lock()  # a stemmer keeps its word in itself while it works


def is_han(word: str) -> bool:
    """Is the word written in Chinese characters?"""
    return bool(word) and bool(re.match(f"[{_HAN}]", word))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """One spelling: small letters, no accents, no Arabic vowels, no tatweel; alef, ya and ta marbuta unified."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ـ", ""))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = plain.replace("ى", "ي").replace("ٱ", "ا")
    return "".join(_PIECE.findall(plain))[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a word as written (accents matter to the stemmers), folded. The script goes before the language."""
    if _ARABIC.search(word):
        return _arabic_stem(fold(word))
    if _CYRILLIC.search(word):
        language = "ru"
    elif language not in _STEMMERS or language == "ru":
        language = "en"
    with _lock:
        return fold(_STEMMERS[language].stemWord(word.casefold()[:LONGEST_WORD])) or fold(word)


def _arabic_stem(word: str) -> str:
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    else:
        if word.startswith("و") and len(word) >= 5:
            word = word[1:]
    for suffix in _ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def pieces(text: str) -> Iterator[str]:
    """The words of a text as written; a run of Chinese is one piece."""
    return (match.group() for match in _PIECE.finditer(unicodedata.normalize("NFKC", text)))


def words(text: str, language: str) -> tuple[list[str], list[str]]:
    """(words, stems) of a text in the order of the text, equally long.

    A run of Chinese gives its bigrams and its last character, which are their own stems.
    """
    plain: list[str] = []
    stems: list[str] = []
    for piece in pieces(text[:LONGEST_TEXT]):
        if is_han(piece):
            grams = [*(piece[i : i + 2] for i in range(len(piece) - 1)), piece[-1]]
            plain += grams
            stems += grams
        elif folded := fold(piece):
            plain.append(folded)
            stems.append(stem(piece, language))
    return plain, stems


def forms(piece: str) -> tuple[str, ...]:
    """The spellings by which a word of a query is looked for: its own, then its stem in each language it may be in."""
    own = fold(piece)
    if _ARABIC.search(piece) or _CYRILLIC.search(piece):
        return (own, stem(piece, ""))
    return (own, *(stem(piece, language) for language in ("en", "fr", "es")))
