"""The headings of a long text: anchors that last, a table of contents, notes that are linked, reading time."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from csonet.richtext import to_text

_HEADING = re.compile(r"<(h[34])>(.*?)</\1>", re.DOTALL)
_NOTE = re.compile(r"\[(\d{1,3})\]")
_TAGS = re.compile(r"(<[^>]*>)")
#: Words a minute of a practised reader of prose; characters where words are not parted by blanks.
WORDS_A_MINUTE = 220
SIGNS_A_MINUTE = 400
_UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Heading:
    """One line of the table of contents."""

    level: int
    anchor: str
    words: str


def headings(text: str) -> list[tuple[int, str]]:
    """(level, words) of the headings in cleaned rich text, in their order; empty ones are none."""
    found = ((int(match[1][1]), to_text(match[2]).replace("\n", " ")) for match in _HEADING.finditer(text))
    return [(level, words) for level, words in found if words]


def anchors_of(text: str, before: Iterable[Iterable[str]]) -> list[list[str]]:
    """[[anchor, heading], …] for the text; `before` is what this gave for the text that stood until now.

    A heading whose words stayed keeps its anchor wherever it moved; of the others, those that were reworded in place
    keep theirs too, so that links from elsewhere go on leading to the same part.
    """
    old = [[str(anchor), str(words)] for anchor, words in before]
    now = [words for _level, words in headings(text)]
    free = list(range(len(old)))
    given: dict[int, str] = {}
    for place, words in enumerate(now):
        same = next((index for index in free if old[index][1] == words), None)
        if same is not None:
            given[place] = old[same][0]
            free.remove(same)
    if len(old) == len(now):
        given |= {index: old[index][0] for index in free if index not in given}
    taken = set(given.values())
    for place, words in enumerate(now):
        if place not in given:
            given[place] = _new_anchor(words, taken)
            taken.add(given[place])
    return [[given[place], words] for place, words in enumerate(now)]


def _new_anchor(words: str, taken: set[str]) -> str:
    base = slugify(words, allow_unicode=True)[:60].strip("-_") or "part"
    anchor, number = f"part-{base}", 2
    while anchor in taken:
        anchor, number = f"part-{base}-{number}", number + 1
    return anchor


def contents(text: str, anchors: Iterable[Iterable[str]]) -> list[Heading]:
    """The table of contents."""
    known = [str(anchor) for anchor, _words in anchors]
    return [Heading(level, anchor, words) for (level, words), anchor in zip(headings(text), known, strict=False)]


def with_anchors(text: str, anchors: Iterable[Iterable[str]], notes: int = 0) -> SafeString:
    """The cleaned text with its anchors, and each [3] in it a link to the third note where there is one."""
    waiting = iter([str(anchor) for anchor, _words in anchors])

    def marked(match: re.Match[str]) -> str:
        if not to_text(match[2]):
            return ""
        anchor = next(waiting, "")
        identity = f' id="{html.escape(anchor)}"' if anchor else ""
        return f"<{match[1]}{identity}>{match[2]}</{match[1]}>"

    return SafeString(_linked(_HEADING.sub(marked, text), notes))


def _linked(text: str, notes: int) -> str:
    """Notes as links, outside of tags and of other links; the first mark of each note can be gone back to."""
    seen: set[int] = set()
    inside = 0

    def link(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 1 <= number <= notes:
            return match[0]
        mark = "" if number in seen else f' id="mark-{number}"'
        seen.add(number)
        return f'<a href="#note-{number}"{mark}>[{number}]</a>'

    parts = []
    for part in _TAGS.split(text):
        if part.startswith("<"):
            inside += part.startswith("<a ") - (part == "</a>")
            parts.append(part)
        else:
            parts.append(part if inside > 0 else _NOTE.sub(link, part))
    return "".join(parts)


def notes_of(text: str) -> list[SafeString]:
    """The notes, one a line; web addresses in them are links. A number that the author typed in front goes."""
    lines = (re.sub(r"^\s*(\[\d{1,3}\]|\d{1,3}[.)])\s+", "", line).strip() for line in text.splitlines())
    return [_note(line) for line in lines if line]


def _note(line: str) -> SafeString:
    parts: list[SafeString] = []
    for part in re.split(r"(https?://[^\s<>\"]+)", line):
        if part.startswith(("http://", "https://")):
            address = part.rstrip(".,;:)")
            parts.append(format_html('<a href="{}" rel="noopener nofollow" dir="ltr">{}</a>', address, address))
            parts.append(format_html("{}", part[len(address) :]))
        elif part:
            parts.append(format_html("{}", part))
    return SafeString("".join(parts))


def reading_minutes(text: str) -> int:
    """How many minutes a reader needs for cleaned rich text; at least 1."""
    words = unicodedata.normalize("NFC", to_text(text))
    signs = len(_UNPARTED.findall(words))
    rest = len(_UNPARTED.sub(" ", words).split())
    return max(1, round(signs / SIGNS_A_MINUTE + rest / WORDS_A_MINUTE))
