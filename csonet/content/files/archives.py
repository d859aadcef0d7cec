"""Zip archives of strangers, and office documents, which are such archives: is one what it says, does opening it harm?

Of a document nothing is unpacked except the small parts that say what it is.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_ENTRIES = 3_000
MAX_UNPACKED = 120 * 1024 * 1024
#: A part that grows by more is a bomb; text in office documents shrinks by 10 to 40.
MAX_RATIO = 200
#: Parts below this size are not asked for their ratio: a page of blanks is no bomb.
RATIO_FROM = 2 * 1024 * 1024
#: How office programs and learning platforms pack. LZMA and bzip2 are known to zipfile too: the first asks for as much
#: memory as the file says, and raises an error of its own.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What zipfile raises for archives that are cut, forged, locked or packed in a way that it doesn't know.
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)
_LABEL_BYTES = 1024 * 1024
_OOXML = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
_ODF = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/", "macrosheets/", "activex/")


def check_document(stream: IO[bytes], extension: str) -> None:
    """Raises ValidationError unless the archive is a document of that extension, without macros and no bomb."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            if is_packed_oddly(entries):
                raise zipfile.BadZipFile
            _refuse_harm(entries, stream)
            label = _label(archive, extension)
            _refuse_macros(entries, label)
    except (*BROKEN, KeyError):
        raise ValidationError(_("This document is damaged: open it and save it again."), "damaged") from None
    expected = _OOXML.get(extension) or _ODF[extension]
    matches = label.strip() == expected if extension in _ODF else expected in label
    if not matches:
        raise ValidationError(_("The content of this file is not what its name says."), "mismatch")


def _refuse_harm(entries: list[zipfile.ZipInfo], stream: IO[bytes]) -> None:
    stream.seek(0, 2)
    if is_bomb(entries, stream.tell(), most=MAX_ENTRIES, unpacked=MAX_UNPACKED):
        raise ValidationError(_("This document unpacks to more than we accept."), "bomb")
    if is_locked(entries):
        raise ValidationError(_("This document is locked with a password: remove the password first."), "locked")


def is_bomb(entries: Sequence[zipfile.ZipInfo], weight: int, *, most: int, unpacked: int) -> bool:
    """Too many parts, more than `unpacked` bytes in all, one that swells, or parts that lie over each other.

    weight: the bytes of the archive itself. The sizes are those that the archive says; zipfile gives no more of a part.
    """
    swollen = any(
        entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    overlapping = sum(entry.compress_size for entry in entries) > weight
    return len(entries) > most or sum(entry.file_size for entry in entries) > unpacked or swollen or overlapping


def is_locked(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Does any part ask for a password?"""
    return any(entry.flag_bits & 0x1 for entry in entries)


def is_packed_oddly(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Is any part packed otherwise than such files are?"""
    return any(entry.compress_type not in PACKED for entry in entries)


def _label(archive: zipfile.ZipFile, extension: str) -> bytes:
    """The part in which the document says what it is."""
    name = "mimetype" if extension in _ODF else "[Content_Types].xml"
    with archive.open(name) as part:
        return part.read(_LABEL_BYTES)


def _refuse_macros(entries: list[zipfile.ZipInfo], label: bytes) -> None:
    names = [entry.filename.lower().replace("\\", "/") for entry in entries]
    has_macros = any(part in name for name in names for part in _MACRO_PARTS[:2]) or any(
        name.startswith(part) or f"/{part}" in name for name in names for part in _MACRO_PARTS[2:]
    )
    if has_macros or b"macroenabled" in label.lower():
        raise ValidationError(_("This document contains macros: save it without them."), "macros")
