"""The passage of a text that matches a query, with the matching words marked, safe to print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from csonet.content.search.chinese import readings
from csonet.content.search.text import fold, forms, is_han, words_with_places
from csonet.ui.markup import escaped

#: Characters of a snippet, and how many of them stand before the first match.
LENGTH = 240
BEFORE = 70
#: Letters that a reader takes for the same one; Arabic vowels may stand between any two.
_ARABIC_SAME = {"ا": "اأإآٱ", "ي": "يىئ", "و": "وؤ", "ه": "هة"}
#: So much of a text is compared word by word, in characters.
_COMPARED = 1500
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
    """Finds the words of one query in texts, by one regular expression a language: a results page has twenty texts.

    Where it finds nothing, the words of the text are compared as the index has them ("women" for "woman").
    """

    def __init__(self, pieces: Iterable[str]):
        self.pieces = list(pieces)
        self.forms = frozenset(form for piece in self.pieces if not is_han(piece) for form in forms(piece))
        self._expressions: dict[str, re.Pattern[str] | None] = {}

    def spans(self, text: str, language: str) -> list[tuple[int, int]]:
        """Where matches begin and end."""
        return self._met(text, language) or self._compared(text, language)

    def _met(self, text: str, language: str) -> list[tuple[int, int]]:
        """Where the regular expression finds them."""
        found = self._expression(language)
        return [match.span() for match in found.finditer(text)] if found else []

    def _expression(self, language: str) -> re.Pattern[str] | None:
        """What finds them in texts of this language: a French stem of an English word begins other English words."""
        if language not in self._expressions:
            patterns = {one for piece in self.pieces for one in _patterns(piece, language)}
            whole = "|".join(sorted(patterns, key=len, reverse=True))
            self._expressions[language] = re.compile(whole, re.IGNORECASE) if whole else None
        return self._expressions[language]

    def _compared(self, text: str, language: str) -> list[tuple[int, int]]:
        """Where words are the same in the index: a hundred times the work of the expression."""
        if not self.forms:
            return []
        return [
            span
            for word, span in words_with_places(text[:_COMPARED], language)
            if not self.forms.isdisjoint((word.plain, word.stem, *word.further))
        ]

    def marked(self, text: str, language: str = "") -> SafeString:
        """The whole text, its matches marked."""
        return _marked(text, self.spans(text, language))

    def snippet(self, summary: str, body: str, language: str = "", *, in_title: bool = False) -> SafeString:
        """The part of the summary or else of the body around the first match; the summary's start without any.

        in_title: the title shows a match already, so the texts aren't compared word by word.
        """
        for look in (self._met,) if in_title else (self._met, self._compared):
            for text in (summary, body):
                if spans := look(text, language):
                    passage = _around(text, spans[0][0])
                    return _marked(passage, self._met(passage, language) or look(passage, language))
        return escape(_around(summary or body, 0))


def _marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    parts, last = [], 0
    for start, end in spans:
        parts.append(f"{escaped(text[last:start])}<mark>{escaped(text[start:end])}</mark>")
        last = end
    return mark_safe("".join(parts) + escaped(text[last:]))  # noqa: S308  (every part was escaped)


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


def _patterns(piece: str, language: str) -> list[str]:
    """Regular expressions for a word of the query in its other forms: any accents, any ending after the stem.

    language: of the text; empty for names, which are in any.
    """
    if is_han(piece):
        parts = {part for reading in readings(piece)[:12] for part in reading}
        return [re.escape(part) for part in parts if len(part) > 1 or part == piece]
    own = fold(piece)
    stems = [form.lstrip("\ue001\ue002\ue003\ue004\ue005") for form in forms(piece, language)]
    shortest = min((one for one in stems if own.startswith(one) and len(one) >= 3), key=len, default=own)
    if "\u0600" <= own[0] <= "\u06ff":
        long = [one for one in dict.fromkeys((stems[1], *stems)) if len(one) >= 3][:4] if len(stems) > 1 else [own]
        return [
            r"\b\w{0,3}" + _ARABIC_MARKS.join(f"[{_ARABIC_SAME.get(c, re.escape(c))}]" for c in one) + r"\w*"
            for one in long or [own]
        ]
    letters = "".join(f"[{c}{_SAME[c]}]" if c in _SAME else re.escape(c) for c in shortest)
    return [rf"\b{letters}\w{{0,{0 if len(own) < 3 else 12}}}\b"]
