"""Pictures that people upload: recognized by content, drawn anew without their makers' data, small enough to send.

A picture is never stored as it came: it is decoded and written again, so that nothing hidden in the file is served.
"""

from __future__ import annotations

import uuid
import warnings
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.translation import gettext_lazy as _

from csonet.libraries import lazily

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

Image, ImageFile, ImageOps = (lazily(f"PIL.{name}") for name in ("Image", "ImageFile", "ImageOps"))

#: A picture of more pixels is refused before any of them is decoded: 24 million are 96 MB of memory.
MAX_PIXELS = 24_000_000
MAX_SIDE = 12_000
MAX_BYTES = 10 * 1024 * 1024
#: Format → (the file's first bytes, names that may end so).
FORMATS: dict[str, tuple[tuple[bytes, ...], tuple[str, ...]]] = {
    "PNG": ((b"\x89PNG\r\n\x1a\n",), ("png",)),
    "JPEG": ((b"\xff\xd8\xff",), ("jpg", "jpeg")),
    "GIF": ((b"GIF87a", b"GIF89a"), ("gif",)),
    "WEBP": ((b"RIFF",), ("webp",)),
}
#: Widths of the smaller copies that are made when a picture is saved.
CARD_WIDTH = 400
#: A card's picture is made lighter step by step until it weighs no more than this.
CARD_BYTES = 20 * 1024
_QUALITIES = (74, 60, 48, 36, 24)


def detect(head: bytes) -> str:
    """The name of the picture format that a file begins with, or "" if it is none of those allowed."""
    for name, (magics, _names) in FORMATS.items():
        if head.startswith(magics) and (name != "WEBP" or head[8:12] == b"WEBP"):
            return name
    return ""


def process_image(upload: Any, max_side: int = 1600) -> ContentFile:
    """The picture drawn anew as WebP with a generated name: upright, first frame only, no metadata.

    upload: a file (an UploadedFile or anything with read and seek). max_side: pixels of the longer side at most.
    Raises ValidationError in words for the person.
    """
    picture = _decoded(upload, max_side)
    return ContentFile(_webp(picture, 82), name=f"{uuid.uuid4().hex}.webp")


def _decoded(upload: Any, max_side: int) -> Picture:
    """The upload as an upright RGB or RGBA picture of at most max_side. Raises ValidationError."""
    if upload.size == 0:
        raise ValidationError(_("This file is empty."), "empty")
    if upload.size > MAX_BYTES:
        raise ValidationError(_("This picture is larger than 10 MB: make it smaller first."), "too_large")
    upload.seek(0)
    kind = detect(upload.read(16))
    upload.seek(0)
    if not kind:
        raise ValidationError(
            _("This is not a picture that we can show. Use PNG, JPEG, WebP or GIF (not SVG)."), "not_a_picture"
        )
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=[kind]) as opened:
                _refuse_floods(opened)
                return _upright(opened, kind, max_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_too_many_pixels(), "too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, IndexError, TypeError, EOFError, MemoryError):
        raise ValidationError(_("This picture is damaged: open it and save it again."), "damaged") from None


def _too_many_pixels() -> Any:
    return _("This picture has too many pixels: at most 24 million, and 12,000 on a side.")


def _refuse_floods(picture: Picture) -> None:
    """Raises DecompressionBombError if the declared size is more than we decode."""
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Image.DecompressionBombError


def _upright(opened: Picture, kind: str, max_side: int) -> Picture:
    """First frame, turned as the camera said, in plain colours, scaled down; without anything else of the file."""
    if kind == "JPEG":
        opened.draft("RGB", (max_side, max_side))  # decodes at a half, quarter or eighth: bounds the memory
    opened.seek(0)
    # One switch for the whole process, which other libraries (WeasyPrint) set; half a picture is not taken here.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    opened.load()
    picture = ImageOps.exif_transpose(opened)
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    picture = picture.convert("RGBA" if has_alpha else "RGB")
    picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    picture.info.clear()
    return picture


def _webp(picture: Picture, quality: int) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return buffer.getvalue()


def variant_name(name: str, width: int) -> str:
    """Where the copy of that width lies: beside the picture ("pictures/ab.webp" → "pictures/ab.400.webp")."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{width}.webp"))


def variant(storage: Storage, name: str, width: int = CARD_WIDTH) -> str:
    """Make the smaller copy of a stored picture unless it is there; its name. Call it when the picture is saved.

    Raises ValidationError if the stored file is no picture, FileNotFoundError if there is none.
    """
    copy = variant_name(name, width)
    if not storage.exists(copy):
        with storage.open(name) as stored:
            storage.save(copy, ContentFile(_light(stored, width)))
    return copy


def _light(stored: IO[bytes], width: int) -> bytes:
    """The picture at that width, in the best quality that stays within CARD_BYTES."""
    picture = _decoded(stored, max(width * 2, 800))
    picture.thumbnail((width, width * 2), Image.Resampling.LANCZOS)
    content = b""
    for quality in _QUALITIES:
        content = _webp(picture, quality)
        if len(content) <= CARD_BYTES:
            break
    return content
