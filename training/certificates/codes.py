"""Codes of certificates: read out over a telephone, typed from paper, never guessed.

Thirteen signs of a 31-letter alphabet without 0, O, 1, I and L (64 bits), and a check sign: every single slip and
every swap of neighbours is noticed, because 31 is prime and the weights differ (as ISBN-10 does with 11).
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 13
_GROUPS = (5, 5, 4)
#: What people type for signs that no code has.
_MISREAD = str.maketrans({"0": "Q", "O": "Q", "1": "J", "I": "J", "L": "J"})


def new_code() -> str:
    """A code that nobody can foresee, without dashes, with its check sign."""
    body = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    return body + _check(body)


def written(code: str) -> str:
    """The code as it is printed: XXXXX-XXXXX-XXXX."""
    parts, start = [], 0
    for length in _GROUPS:
        parts.append(code[start : start + length])
        start += length
    return "-".join(parts)


def read(typed: str) -> str | None:
    """The code that was typed, in any case, with any dashes and spaces; None if it can't be one.

    A sign that no code has was misread from paper: 0 and O look like Q, 1, I and L like J. The check sign tells
    whether that was it.
    """
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", typed[:100]).upper() if sign.isalnum())
    code = kept.translate(_MISREAD)
    if len(code) != LENGTH + 1 or not set(code) <= set(ALPHABET):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def _check(body: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]
