"""What a word is: the one rule by which statements are counted, here and (for the eye) in static/js/words.js.

The rule, the same in all languages:
- Every sign of Chinese or Japanese writing is a word of its own. Their punctuation is none.
- Else a word is what stands between spaces, dashes (– —) or dots of omission (…), if it holds a letter or a digit.
  So "long-term", "l’eau", "2030", "31/1996" and an address are one word each; "—" and "***" are none.
- A line that begins with # is a heading, one that begins with [^1]: is a footnote. The call says whether they count.
  The mark of a footnote in the text, [^1], is never counted. What is not counted may have so many words together
  (StatementCall.free_words); what goes beyond is counted, so that no statement is written in its footnotes.
The rule is close to what word processors count, so that authors find the figure they know.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any

#: What words are separated by: spaces of all widths, signs that look like spaces (empty Braille, Hangul fillers),
#: dashes that are no hyphens, dots of omission.
SEPARATORS = (
    "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u2800\\u3000\\u3164\\uffa0\\ufeff"
    "\\u2013-\\u2015\\u2026"
)
#: Signs that are words by themselves: Han with its extensions, kana.
SIGNS = (
    "\\u3005\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff"
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\U00020000-\\U000323af"
)
_SIGN = re.compile(f"[{SIGNS}]")
_BETWEEN = re.compile(f"[{SEPARATORS}]+")
HEADING = re.compile(r"^#{1,6} ")
NOTE = re.compile(r"^\[\^([^\]\s]{1,10})\]:")
MARK = re.compile(r"\[\^([^\]\s]{1,10})\]")


def words_in(text: str) -> int:
    """How many words a text without headings and footnotes has."""
    signs = len(_SIGN.findall(text))
    rest = _BETWEEN.split(_SIGN.sub(" ", text))
    return signs + sum(1 for part in rest if any(unicodedata.category(sign)[0] in "LN" for sign in part))


def count(text: str, *, headings: bool = True, notes: bool = True, free: int | None = None) -> int:
    """How many words a statement has by the rule. headings, notes: are those lines counted?

    free: how many words the lines that aren't counted may have together; None: as many as they like.
    """
    total = left_out = 0
    for line in text.split("\n"):
        if NOTE.match(line):
            found, counts = words_in(MARK.sub("", NOTE.sub("", line))), notes
        else:
            found, counts = words_in(MARK.sub("", line)), headings or not HEADING.match(line)
        total, left_out = (total + found, left_out) if counts else (total, left_out + found)
    return total if free is None else total + max(0, left_out - free)


def counted(text: str, call: Any) -> int:
    """The words of a statement under a call, its cover page included."""
    found = count(text, headings=call.counts_headings, notes=call.counts_notes, free=call.free_words)
    return found + call.cover_words


def file_of(title: str, text: str) -> bytes:
    """A statement as a plain file: its title, an empty line, its text; UTF-8, lines end with LF."""
    return f"{title}\n\n{text}\n".encode()


def checksum(title: str, text: str) -> str:
    """SHA-256 of that file."""
    return hashlib.sha256(file_of(title, text)).hexdigest()
