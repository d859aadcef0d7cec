"""Which files a lesson takes: looked into, never believed by their names.

A film is MP4 or WebM, sound is MP3, M4A, Ogg or WebM; documents and pictures are what attachments accept. The walk
through a file reads the heads of its parts alone, so that a film of a hundred megabytes costs no memory.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.models import ActivityKind, Medium

#: Parts of an MP4 that hold further parts on the way to what a track is.
_INSIDE = (b"moov", b"trak", b"mdia")
_MOST_PARTS = 10_000
_HEAD = 1024 * 1024
MEGABYTE = 1024 * 1024
OTHER = _("The content of this file is not what its name says.")


@dataclass(frozen=True)
class Format:
    """One format: how its files end, and what they are served as."""

    extension: str
    media_type: str
    #: From a file to what is in it: "video", "audio" or both. Raises ValidationError for another format.
    tracks: Callable[[IO[bytes]], set[str]]


def _parts(stream: IO[bytes], start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, where its content begins, where it ends) of the parts of an MP4 between two places."""
    while start + 8 <= end:
        stream.seek(start)
        size, name = struct.unpack(">I4s", stream.read(8))
        head = 8
        if size == 1 and start + 16 <= end:
            (size,), head = struct.unpack(">Q", stream.read(8)), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            raise ValidationError(OTHER, "mismatch")
        yield name, start + head, start + size
        start += size


def _mp4(stream: IO[bytes]) -> set[str]:
    stream.seek(0, 2)
    end, found = stream.tell(), set()
    names: list[bytes] = []
    todo = [(0, end)]
    while todo:
        for name, begin, after in _parts(stream, *todo.pop()):
            names.append(name)
            if len(names) > _MOST_PARTS:
                raise ValidationError(OTHER, "mismatch")
            if name in _INSIDE:
                todo.append((begin, after))
            elif name == b"hdlr":
                stream.seek(begin + 8)
                found.add({b"vide": "video", b"soun": "audio"}.get(stream.read(4), ""))
    if names[:1] != [b"ftyp"] or b"mdat" not in names:
        raise ValidationError(OTHER, "mismatch")
    return found - {""}


def _webm(stream: IO[bytes]) -> set[str]:
    stream.seek(0)
    head = stream.read(_HEAD)
    # EBML's mark, the name of the format, and the codecs that a WebM may carry (RFC 8794; webmproject.org).
    if not head.startswith(b"\x1a\x45\xdf\xa3") or b"\x42\x82\x84webm" not in head[:64]:
        raise ValidationError(OTHER, "mismatch")
    found = {"video"} if any(codec in head for codec in (b"V_VP8", b"V_VP9", b"V_AV1")) else set()
    return found | ({"audio"} if b"A_OPUS" in head or b"A_VORBIS" in head else set())


def _ogg(stream: IO[bytes]) -> set[str]:
    stream.seek(0)
    head = stream.read(4096)
    sound = head.startswith(b"OggS") and (b"OpusHead" in head or b"\x01vorbis" in head)
    if not sound or b"\x80theora" in head:
        raise ValidationError(OTHER, "mismatch")
    return {"audio"}


def _mp3(stream: IO[bytes]) -> set[str]:
    """Two frames, the second where the first one says that it ends."""
    stream.seek(0)
    head = stream.read(10)
    start = 0
    if head[:3] == b"ID3" and len(head) == 10:
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    for _number in range(2):
        stream.seek(start)
        length = _frame(stream.read(4))
        if not length:
            raise ValidationError(OTHER, "mismatch")
        start += length
    return {"audio"}


_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_BITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _frame(head: bytes) -> int:
    """The length of an MPEG audio layer III frame in bytes, by its head; 0 for what is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or (head[1] >> 1) & 3 != 1:
        return 0
    version, bits, rate = (head[1] >> 3) & 3, head[2] >> 4, (head[2] >> 2) & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return 0
    samples = 144 if version == 3 else 72
    return samples * _BITS[version == 3][bits] * 1000 // _RATES[version][rate] + ((head[2] >> 1) & 1)


FILMS = {
    "mp4": Format("mp4", "video/mp4", _mp4),
    "m4v": Format("mp4", "video/mp4", _mp4),
    "webm": Format("webm", "video/webm", _webm),
}
SOUNDS = {
    "mp3": Format("mp3", "audio/mpeg", _mp3),
    "m4a": Format("m4a", "audio/mp4", _mp4),
    "ogg": Format("ogg", "audio/ogg", _ogg),
    "oga": Format("ogg", "audio/ogg", _ogg),
    "opus": Format("ogg", "audio/ogg", _ogg),
    "weba": Format("weba", "audio/webm", _webm),
}
#: What kinds of activity take, by what it is for.
ROLES: dict[str, tuple[str, ...]] = {
    ActivityKind.VIDEO: (Medium.Role.MAIN, Medium.Role.CAPTIONS, Medium.Role.SOUND),
    ActivityKind.AUDIO: (Medium.Role.MAIN,),
    ActivityKind.PDF: (Medium.Role.MAIN,),
    ActivityKind.PICTURE: (Medium.Role.MAIN,),
}


def most_bytes(kind: str, role: str) -> int:
    """The largest file that is accepted, in bytes."""
    if role == Medium.Role.CAPTIONS:
        return MEGABYTE
    if kind == ActivityKind.VIDEO and role == Medium.Role.MAIN:
        return settings.LESSON_VIDEO_MB * MEGABYTE
    return settings.LESSON_AUDIO_MB * MEGABYTE if kind in (ActivityKind.VIDEO, ActivityKind.AUDIO) else 10 * MEGABYTE


def accept_of(kind: str, role: str) -> str:
    """What the browser's file dialogue offers first."""
    if role == Medium.Role.CAPTIONS:
        return ".vtt,.srt"
    if kind == ActivityKind.VIDEO and role == Medium.Role.MAIN:
        return ",".join(f".{extension}" for extension in FILMS)
    if kind in (ActivityKind.VIDEO, ActivityKind.AUDIO):
        return ",".join(f".{extension}" for extension in SOUNDS)
    return ".pdf" if kind == ActivityKind.PDF else ".png,.jpg,.jpeg,.webp,.gif"


def recognize_film(upload: Any) -> Format:
    """The format of an uploaded film. Raises ValidationError if it is none that browsers play, or has no picture."""
    found = _recognized(upload, FILMS, _("Use a film in MP4 or WebM."))
    if "video" not in found.tracks(upload):
        raise ValidationError(_("There is no picture in this film: hand it in as sound."), "no_picture")
    return _checked(upload, found)


def recognize_sound(upload: Any) -> Format:
    """The format of uploaded sound. Raises ValidationError if it is none that browsers play, or is a film."""
    found = _recognized(upload, SOUNDS, _("Use sound in MP3, M4A, Ogg or WebM."))
    if found.tracks(upload) != {"audio"}:
        raise ValidationError(_("This file is more than sound: the sound alone is what saves data."), "film")
    return _checked(upload, found)


def _recognized(upload: Any, formats: dict[str, Format], advice: Any) -> Format:
    suffix = PurePosixPath(str(upload.name)).suffix.lower().lstrip(".")
    if suffix not in formats:
        raise ValidationError(advice, "kind")
    return formats[suffix]


def _checked(upload: Any, found: Format) -> Format:
    upload.seek(0)
    if zipfile.is_zipfile(upload):
        raise ValidationError(OTHER, "mismatch")
    upload.seek(0)
    return found
