"""Which files are accepted: the extension, the first bytes and the decoder must agree."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from csonet import images
from csonet.content.files.archives import check_document

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


def _pdf(stream: IO[bytes], extension: str) -> None:
    stream.seek(0, 2)
    length = stream.tell()
    stream.seek(max(length - 2048, 0))
    tail = stream.read()
    stream.seek(0)
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise ValidationError(_("This document is damaged: open it and save it again."), "damaged")
    if zipfile.is_zipfile(stream):
        raise ValidationError(_("The content of this file is not what its name says."), "mismatch")


def _text(stream: IO[bytes], extension: str) -> None:
    """Plain text in UTF-8, UTF-16 with a mark, or an older encoding: anything without control characters."""
    stream.seek(0)
    content = stream.read()
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            content = content.decode("utf-16").encode()
    except UnicodeDecodeError:
        content = b"\x00"
    if any(byte in content for byte in _NOT_IN_TEXT):
        raise ValidationError(_("The content of this file is not what its name says."), "mismatch")


_NOT_IN_TEXT = bytes(set(range(32)) - {9, 10, 12, 13})


@dataclass(frozen=True)
class Kind:
    """One kind of file: its extension, what it is served as, how it begins, and what looks into it."""

    extension: str
    media_type: str
    label: str | Promise
    magic: tuple[bytes, ...] = ()
    check: Callable[[IO[bytes], str], None] | None = None
    is_picture: bool = False


_ZIP = (b"PK\x03\x04",)
KINDS: dict[str, Kind] = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF", (b"%PDF-",), _pdf),
        Kind("docx", _OFFICE + "wordprocessingml.document", "Word", _ZIP, check_document),
        Kind("xlsx", _OFFICE + "spreadsheetml.sheet", "Excel", _ZIP, check_document),
        Kind("pptx", _OFFICE + "presentationml.presentation", "PowerPoint", _ZIP, check_document),
        Kind("odt", _OPEN + "text", "OpenDocument", _ZIP, check_document),
        Kind("ods", _OPEN + "spreadsheet", "OpenDocument", _ZIP, check_document),
        Kind("odp", _OPEN + "presentation", "OpenDocument", _ZIP, check_document),
        Kind("txt", "text/plain; charset=utf-8", _("Text"), (), _text),
        Kind("csv", "text/csv; charset=utf-8", "CSV", (), _text),
        Kind("png", "image/webp", _("Picture"), images.FORMATS["PNG"][0], None, True),
        Kind("jpg", "image/webp", _("Picture"), images.FORMATS["JPEG"][0], None, True),
        Kind("webp", "image/webp", _("Picture"), images.FORMATS["WEBP"][0], None, True),
        Kind("gif", "image/webp", _("Picture"), images.FORMATS["GIF"][0], None, True),
    )
}
_SAME = {"jpeg": "jpg", "jpe": "jpg"}
#: For the file input: what the browser offers first.
ACCEPT = ",".join(f".{extension}" for extension in [*KINDS, "jpeg"])


def recognize(upload: Any) -> Kind:
    """The kind of an uploaded file. Raises ValidationError if it is none of KINDS, or not what its name says."""
    suffix = PurePosixPath(str(upload.name)).suffix.lower().lstrip(".")
    kind = KINDS.get(_SAME.get(suffix, suffix))
    if kind is None:
        raise ValidationError(
            _(
                "Files of this kind are not accepted. "
                "Use PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV or a picture."
            ),
            "kind",
        )
    upload.seek(0)
    head = upload.read(16)
    if kind.magic and not head.startswith(kind.magic):
        raise ValidationError(_("The content of this file is not what its name says."), "mismatch")
    if kind.check:
        kind.check(upload, kind.extension)
    upload.seek(0)
    return kind
