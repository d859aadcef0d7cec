"""Captions as WebVTT: read line by line, every fault named by its line, and written anew without what could do harm.

SubRip files, which most programs write, are taken as well. Styles, regions and notes are left out: how captions look
is the reader's choice (https://www.w3.org/TR/webvtt1/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from csonet.richtext import without_controls

MOST_CUES = 5_000
LONGEST = 500
_TIME = r"(?:(\d{1,4}):)?(\d{2}):(\d{2})[.,](\d{3})"
_TIMES = re.compile(rf"^\s*{_TIME}\s+-->\s+{_TIME}(?:\s+.*)?$")
#: What a cue may be marked with: voices, emphasis, language. Everything else in <> goes.
_KEPT = re.compile(r"</?(?:b|i|u)>|</?v(?: [^<>&]{1,60})?>|<lang [A-Za-z-]{2,20}>|</lang>")
_TAG = re.compile(r"<[^<>]*>")
_LEFT_OUT = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Cue:
    """Words on the screen from one moment to another, in milliseconds."""

    start: int
    end: int
    text: str


def read_captions(content: bytes) -> list[Cue]:
    """The cues of a WebVTT or SubRip file. Raises ValidationError with the line that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("Save the captions as UTF-8.")) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    is_vtt = re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]) is not None
    if not is_vtt and not any(_TIMES.match(line) for line in lines[:3]):
        raise ValidationError(_("These are no captions: the first line of a WebVTT file is “WEBVTT”."))
    cues = list(_cues(lines, 1 if is_vtt else 0))
    if not cues:
        raise ValidationError(_("There are no captions in this file."))
    if len(cues) > MOST_CUES:
        raise ValidationError(_("Give at most %(limit)d captions.") % {"limit": MOST_CUES})
    return cues


def _cues(lines: list[str], start: int) -> Iterator[Cue]:
    before = 0
    for number, block in _blocks(lines, start):
        if block[0].split(" ")[0] in _LEFT_OUT:
            continue
        place = next((place for place, line in enumerate(block[:2]) if "-->" in line), None)
        if place is None:
            if number == start + 1 and start:  # lines right below WEBVTT are the file's own head
                continue
            raise _fault(_("Line %(number)d has no time."), number)
        cue = _cue(block[place:], number + place)
        if cue.start < before:
            raise _fault(_("Line %(number)d begins before the caption above it."), number + place)
        before = cue.start
        yield cue


def _blocks(lines: list[str], start: int) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line as people count, the lines) of what stands between empty lines."""
    block: list[str] = []
    for number, line in enumerate([*lines[start:], ""], start=start + 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(block: list[str], number: int) -> Cue:
    times = _TIMES.match(block[0])
    if times is None:
        raise _fault(_("Line %(number)d is no time as in 00:01:02.500 --> 00:01:04.000."), number)
    parts = [int(part or 0) for part in times.groups()]
    start, end = _moment(parts[:4]), _moment(parts[4:])
    if end <= start or parts[1] > 59 or parts[2] > 59 or parts[5] > 59 or parts[6] > 59:
        raise _fault(_("The caption of line %(number)d ends before it begins."), number)
    text = "\n".join(_clean(line) for line in block[1:]).strip()
    if not text:
        raise _fault(_("The caption of line %(number)d says nothing."), number)
    if len(text) > LONGEST:
        raise _fault(_("The caption of line %(number)d is too long to be read."), number)
    return Cue(start, end, text)


def _moment(parts: list[int]) -> int:
    hours, minutes, seconds, thousandths = parts
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _clean(line: str) -> str:
    """A line with the marks that captions may have; another < is a sign like others."""
    kept, start = [], 0
    for match in _TAG.finditer(line):
        kept.append(_plain(line[start : match.start()]))
        if _KEPT.fullmatch(match[0]):
            kept.append(match[0])
        start = match.end()
    return "".join([*kept, _plain(line[start:])])


def _plain(text: str) -> str:
    bare = without_controls(unescape(text))
    return bare.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fault(words: str, number: int) -> ValidationError:
    return ValidationError(words % {"number": number})


def written_captions(cues: list[Cue]) -> bytes:
    """The cues as a WebVTT file of our own."""
    blocks = ["WEBVTT", *(f"{_written(cue.start)} --> {_written(cue.end)}\n{cue.text}" for cue in cues)]
    return ("\n\n".join(blocks) + "\n").encode()


def _written(moment: int) -> str:
    seconds, thousandths = divmod(moment, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"


def as_transcript(cues: list[Cue]) -> str:
    """The words of captions as one text, to begin a transcript with; a new paragraph after a pause of two seconds."""
    paragraphs: list[list[str]] = [[]]
    before = None
    for cue in cues:
        if before is not None and cue.start - before.end >= 2000:
            paragraphs.append([])
        paragraphs[-1].append(" ".join(_TAG.sub("", cue.text).split()))
        before = cue
    return "".join(f"<p>{' '.join(words)}</p>" for words in paragraphs)
