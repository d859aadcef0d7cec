"""How what a learner typed is compared: spelling habits, keyboards and scripts must not decide over right or wrong."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

#: Tatweel, vowel signs of Arabic, marks of direction and joining: written or not, it is the same word.
_UNSAID = re.compile("[\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_SPACES = re.compile(r"\s+")
_SIGNS = str.maketrans({"٫": ".", "٬": ",", "\u2212": "-", "\u2013": "-", "'": " "})
_POINT = re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_CONTINENTAL = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SPACED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
#: Longer than any number that a question asks for.
MOST_SIGNS = 40


def normal(text: str) -> str:
    """The text as it is compared: NFC, without case, one space between words, digits of any script as 0 to 9."""
    kept = _UNSAID.sub("", unicodedata.normalize("NFC", text)).translate(_APOSTROPHES)
    digits = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in kept)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", digits).strip().casefold())


def readings(text: str) -> set[Decimal]:
    """The numbers that a typed text can mean; empty if it is none.

    Decimal point or comma, groups of three, digits of any script. "1,234" is two numbers: one thousand two hundred and
    thirty-four to some readers, a little over one to others; a question takes either.
    """
    typed = normal(text).translate(_SIGNS).strip()
    if len(typed) > MOST_SIGNS:
        return set()
    found = set()
    if _POINT.fullmatch(typed):
        found.add(Decimal(typed.replace(",", ".")))
    if _ENGLISH.fullmatch(typed):
        found.add(Decimal(typed.replace(",", "")))
    if _CONTINENTAL.fullmatch(typed):
        found.add(Decimal(typed.replace(".", "").replace(",", ".")))
    if _SPACED.fullmatch(typed):
        found.add(Decimal(typed.replace(" ", "").replace(",", ".")))
    return found
