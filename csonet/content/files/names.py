"""The names of files: what people called them, made safe to show and to send."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from csonet.richtext import without_controls

MAX_LENGTH = 150
#: Isolates and marks of direction, besides the controls: in a name they hide the true extension.
_DIRECTION = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\r\n\t]+')


def cleaned_name(name: str, extension: str) -> str:
    """The name without folders, controls and what systems forbid, ending in `.extension`; never empty."""
    base = PureWindowsPath(PurePosixPath(name or "").name).name
    stem = unicodedata.normalize("NFC", PurePosixPath(base).stem)
    stem = _FORBIDDEN.sub("_", _DIRECTION.sub("", without_controls(stem))).strip(" ._")
    return f"{stem[: MAX_LENGTH - len(extension) - 1].strip() or 'file'}.{extension}"


def content_disposition(name: str, *, inline: bool = False) -> str:
    """The header's value for a cleaned name: an ASCII form, and the true one in UTF-8 (RFC 6266, RFC 8187)."""
    kind = "inline" if inline else "attachment"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", plain).strip(" ")
    if plain.startswith(".") or not plain:
        plain = f"file{plain}"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
