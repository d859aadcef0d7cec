"""Small films and sounds for the tests, made byte by byte as their formats say."""

from __future__ import annotations

import struct

from django.core.files.uploadedfile import SimpleUploadedFile

CAPTIONS = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nGood morning.\n\n00:00:06.000 --> 00:00:08.500\n<v Ana>Let us begin.\n"
)


def part(name: bytes, content: bytes) -> bytes:
    """One part of an MP4."""
    return struct.pack(">I4s", len(content) + 8, name) + content


def mp4(*tracks: bytes, length: int = 500) -> bytes:
    """An MP4 with tracks (b"vide", b"soun") and so many bytes of film."""
    inside = b"".join(part(b"trak", part(b"mdia", part(b"hdlr", bytes(8) + track + bytes(13)))) for track in tracks)
    return part(b"ftyp", b"isom\0\0\2\0isomiso2") + part(b"moov", inside) + part(b"mdat", bytes(length))


FILM = mp4(b"vide", b"soun")
SOUND = mp4(b"soun")
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(40) + b"\x86\x85V_VP9" + bytes(100)
#: Two frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes each.
MP3 = b"ID3\x03\0\0\0\0\0\x0a" + bytes(10) + (b"\xff\xfb\x90\x00" + bytes(413)) * 2
OGG = b"OggS" + bytes(24) + b"OpusHead" + bytes(100)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """What a form sends."""
    return SimpleUploadedFile(name, content)
