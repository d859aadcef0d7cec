"""The passage of a text that matches a query, with the matching words marked, safe to print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from csonet.content.search.text import fold, is_han, stem

#: Characters of a snippet, and how many of them stand before the first match.
LENGTH = 240
BEFORE = 70
#: Letters that a reader takes for the same one; Arabic vowels may stand between any two.
_ARABIC_SAME = {"ا": "اأإآٱ", "ي": "يىئ", "و": "وؤ", "ه": "هة"}
_ARABIC_MARKS = "[\u064b-\u065f\u0670\u0640]*"


def _variants() -> dict[str, str]:
    """Plain letter → all its accented forms, for the letters of Latin and Cyrillic."""
    same: dict[str, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x400, 0x460), *range(0x1E00, 0x1F00)):
        character = chr(code)
        plain = unicodedata.normalize("NFKD", character)[0]
        if plain != character:
            same[plain.casefold()] = same.get(plain.casefold(), "") + character
    return same


_SAME = _variants()


class Marker:
    """Finds the words of one query in texts. One regular expression does it: a results page has twenty texts."""

    def __init__(self, pieces: Iterable[str]):
        patterns = sorted({_pattern(piece) for piece in pieces}, key=len, reverse=True)
        self.found = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def marked(self, text: str) -> SafeString:
        """The whole text, its matches marked."""
        if self.found is None:
            return escape(text)
        parts, last = [], 0
        for match in self.found.finditer(text):
            parts.append(f"{escape(text[last : match.start()])}<mark>{escape(match.group())}</mark>")
            last = match.end()
        return mark_safe("".join(parts) + escape(text[last:]))  # noqa: S308  (every part was escaped)

    def snippet(self, summary: str, body: str) -> SafeString:
        """The part of the summary or else of the body around the first match; the summary's start without any."""
        for text in (summary, body):
            match = self.found.search(text) if self.found else None
            if match:
                return self.marked(_around(text, match.start()))
        return self.marked(_around(summary or body, 0))


def _around(text: str, place: int) -> str:
    """LENGTH characters around the place, cut at blanks, with dots where something is left out."""
    start = max(0, place - BEFORE) if len(text) > LENGTH else 0
    end = min(len(text), start + LENGTH)
    if start and (blank := text.find(" ", start, place)) != -1:
        start = blank + 1
    if end < len(text) and (blank := text.rfind(" ", place, end)) > place:
        end = blank
    passage = " ".join(text[start:end].split())
    return ("… " if start else "") + passage + (" …" if end < len(text) else "")


def _pattern(piece: str) -> str:
    """A regular expression for a word of the query in its other forms: any accents, any ending after the stem."""
    if is_han(piece):
        return re.escape(piece)
    own = fold(piece)
    stems = [stem(piece, language) for language in ("en", "fr", "es")]
    shortest = min((one for one in stems if own.startswith(one) and len(one) >= 3), key=len, default=own)
    if "\u0600" <= own[0] <= "\u06ff":
        return r"\b\w{0,3}" + _ARABIC_MARKS.join(f"[{_ARABIC_SAME.get(c, c)}]" for c in shortest or own) + r"\w*"
    letters = "".join(f"[{c}{_SAME[c]}]" if c in _SAME else re.escape(c) for c in shortest)
    return rf"\b{letters}\w{{0,{0 if len(own) < 3 else 12}}}\b"
