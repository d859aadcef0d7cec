"""Words as the index keeps them: one spelling for accents, cases, digits, Arabic letters and Chinese scripts; stems.

Both databases get the words from here, so that a search finds the same on both. PostgreSQL's own configurations were
weighed: they have no Chinese, and the Arabic one does not know the article (docs/decisions/0003-search.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from csonet.content.search import chinese
from csonet.content.search.stems import LATIN, stems, stems_to_look_for

#: Longer words are cut: nobody types them, and an index entry has a limit.
LONGEST_WORD = 40
#: What of a text is indexed, in characters; the rest of a very long one is not searched.
LONGEST_TEXT = 60_000

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
#: Accents and vowels that stand as characters of their own, inside words.
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0670"
_LETTER = rf"[^\W\d_{_HAN}]"
_PIECE = re.compile(rf"[{_HAN}]+|{_LETTER}(?:{_LETTER}|[{_MARKS}])*|\d+")
#: Pieces that make one word together: "co-operation", "COVID-19", "SDG6".
_COMPOUND = re.compile(rf"(?:{_PIECE.pattern})(?:[-']?(?:{_PIECE.pattern}))*")
_HAN_START = re.compile(f"[{_HAN}]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")

_APOSTROPHES = "’‘ʼʻʹ′‛"
_HYPHENS = "‐‑‒–−"
_DIGITS = {
    code: str(unicodedata.digit(chr(code))) for start in (0x660, 0x6F0, 0x966) for code in range(start, start + 10)
}
_SAME = (
    {ord(sign): "'" for sign in _APOSTROPHES}
    | {ord(sign): "-" for sign in _HYPHENS}
    | _DIGITS
    | {0x640: "", 0x66C: ",", 0x66B: "."}
)
#: Letters that NFKD leaves together, and Arabic letters that readers take for one.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | {"ى": "ي", "ٱ": "ا", "ة": "ه", "ک": "ك", "ی": "ي", "گ": "ك", "ہ": "ه", "ھ": "ه"}
)
#: Format characters (soft hyphens, marks of direction), and the private use area, which the index keeps for itself.
_INVISIBLE = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\ud800-\udfff\U000e0001-\U000e007f\U000f0000-\U0010ffff]"
)
_DOTTED = re.compile(r"\b[^\W\d_](?:\.[^\W\d_]){1,9}\b\.?")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,\u00a0\u202f' ])\d{3})(?:\1\d{3})*(?![\d.,]*\d)")
_ELISION = re.compile(r"\b(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)'(?:s|t|re|ve|ll)\b", re.IGNORECASE)


class Word(NamedTuple):
    """A word in the index: its one spelling, its surest stem (the word itself where there is none), other stems."""

    plain: str
    stem: str
    further: tuple[str, ...] = ()


def normalized(text: str) -> str:
    """One spelling for signs: widths, digits, apostrophes and hyphens; acronyms without dots, numbers without gaps.

    Elided articles ("l'eau", "qu'elle") and the English possessive go; so does what is invisible.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("´", "'"))
        text = chinese.simplified(_INVISIBLE.sub("", text.translate(_SAME)))
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    text = _THOUSANDS.sub(lambda match: re.sub(r"\D", "", match.group()), text)
    return _POSSESSIVE.sub("", _ELISION.sub(" ", text))


def is_han(word: str) -> bool:
    """Is the word written in Chinese characters?"""
    return word >= "\u3400" and bool(_HAN_START.match(word))


def is_arabic(word: str) -> bool:
    """Is it written in Arabic letters?"""
    return bool(_ARABIC.match(word))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """One spelling: small letters, no accents, no Arabic vowels, no tatweel; alef, ya and ta marbuta unified."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ـ", "").translate(_LETTERS))
    plain = "".join(character for character in plain if not unicodedata.combining(character)).translate(_LETTERS)
    return "".join(_PIECE.findall(plain))[:LONGEST_WORD]


def languages_of(piece: str, language: str) -> tuple[str, ...]:
    """The languages whose stems a word has. Its script goes before the language of the text around it."""
    if _ARABIC.search(piece):
        return ("ar",)
    if _CYRILLIC.search(piece):
        return ("ru",)
    if not language:
        return LATIN
    return (language,) if language in LATIN else ("en",)


@lru_cache(maxsize=200_000)
def word(piece: str, language: str) -> Word:
    """A piece (no Chinese) as the index keeps it. language: of the text; empty for names, which are in any."""
    plain = fold(piece)
    if len(plain) < 2 or plain.isdigit():
        return Word(plain, plain)
    small = piece.casefold()[:LONGEST_WORD]
    found = [one for code in languages_of(piece, language) for one in stems(small, code)]
    return Word(plain, found[0], tuple(dict.fromkeys(found[1:])))


def compounds(text: str) -> Iterator[list[str]]:
    """The words of a normalized text as written, each as its pieces: "COVID-19" has two, a run of Chinese is one."""
    for match in _COMPOUND.finditer(text):
        whole = match.group()
        yield [whole] if whole < "\u3400" and whole.isalpha() else _PIECE.findall(whole)


def pieces(text: str) -> Iterator[str]:
    """All pieces of a text as written."""
    return (piece for compound in compounds(normalized(text)) for piece in compound)


def words(text: str, language: str) -> list[Word]:
    """The words of a text in its order. A run of Chinese gives its bigrams and its last character.

    The last piece of a compound is found by the whole compound's stems as well ("co-operation" by "cooperation").
    """
    found: list[Word] = []
    for compound in compounds(normalized(text[:LONGEST_TEXT])):
        for piece in compound:
            if is_han(piece):
                grams = chinese.bigrams(piece)
                found += [Word(gram, gram) for gram in (grams if len(piece) == 1 else [*grams, piece[-1]])]
            elif (one := word(piece, language)).plain:
                found.append(one)
        if len(compound) > 1 and found and (whole := joined(compound)):
            last = found[-1]
            known = word(whole, language)
            found[-1] = last._replace(further=(*last.further, known.plain, known.stem, *known.further))
    return found


def words_with_places(text: str, language: str) -> Iterator[tuple[Word, tuple[int, int]]]:
    """The words of a text as it stands (no Chinese), and where each begins and ends."""
    for match in _PIECE.finditer(text):
        if not is_han(match.group()):
            yield word(match.group(), language), match.span()


def joined(compound: list[str] | tuple[str, ...]) -> str:
    """The pieces as one word; empty where that is none."""
    whole = "".join(compound)
    return "" if len(whole) > LONGEST_WORD or any(is_han(piece) for piece in compound) else whole


def forms(piece: str, language: str = "") -> tuple[str, ...]:
    """The spellings by which a word is looked for: its own, then its stems in each language it may be in."""
    one = word(piece, language)
    if one.stem == one.plain:
        return (one.plain,)
    small = piece.casefold()[:LONGEST_WORD]
    found = [stem for code in languages_of(piece, language) for stem in stems_to_look_for(small, code)]
    return tuple(dict.fromkeys((one.plain, *found)))


def title_key(title: str) -> str:
    """A title as it is compared: its words in their one spelling, with blanks between."""
    return " ".join(fold(piece) for piece in pieces(title))[:300]
