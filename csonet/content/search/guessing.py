"""In which languages somebody searches: the page's, and the one that the query is evidently written in."""

from __future__ import annotations

import re

from csonet.content.search import text
from csonet.content.search.stopwords import WORDS_OF

_SCRIPTS = (
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u3400-\u9fff]"), "zh-hans"),
)
_SIGNS = ((re.compile(r"[ñ¿¡áíóú]"), "es"), (re.compile(r"[èêàçœùûîôëï]|\b[ldjnsc]['’]|\bqu['’]"), "fr"))


def languages_of(typed: str, reader: str) -> frozenset[str]:
    """The languages whose texts come first. A script decides; for Latin letters the reader's language always counts."""
    for script, language in _SCRIPTS:
        if script.search(typed):
            return frozenset({language})
    small = typed.casefold()
    signed = {language for signs, language in _SIGNS if signs.search(small)}
    words = {text.fold(piece) for piece in text.pieces(small)}
    votes = {language: len(words & common) + 2 * (language in signed) for language, common in WORDS_OF.items()}
    best = max(votes.values())
    likely = [language for language, number in votes.items() if number == best]
    if best and len(likely) == 1:
        return frozenset({reader, likely[0]})
    return frozenset({reader, "fr", "es"}) if "é" in small else frozenset({reader})
