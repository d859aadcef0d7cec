"""A package that an author brings: a ZIP file of strangers, read without unpacking anything to the disk.

Refused as a whole: what is no ZIP or is broken or locked, addresses that lead out of it (zip slip), more than the
limits, parts that swell (zip bombs), and the same name twice, which two readers could read as two things.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _

from csonet.content.files.archives import BROKEN, is_bomb, is_locked, is_packed_oddly
from csonet.content.files.limits import MAX_BYTES

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
#: A page or a quiz is never larger; videos and pictures are not read at all.
MAX_PART = 4 * 1024 * 1024


class PackageError(Exception):
    """Why a package is refused as a whole, in words for its author."""


class Archive:
    """The files of a package by their names, which are addresses inside of it."""

    def __init__(self, content: bytes):
        """Raises PackageError for what can't be opened without harm."""
        if len(content) > MAX_BYTES:
            raise PackageError(_("The package is larger than 10 MB. Take videos and pictures out of it."))
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
            entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
            if is_packed_oddly(entries):
                raise zipfile.BadZipFile
        except BROKEN:
            raise PackageError(_("This is no ZIP file, or it is broken.")) from None
        _refuse(entries, len(content))
        self._entries = {_inside(entry.filename): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise PackageError(_("The package has two files of the same name."))

    @property
    def names(self) -> list[str]:
        """The names of all files, in the order of the package."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """How many bytes a file says to have."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """A file. Raises PackageError if it is larger than a part may be, or broken; KeyError if it isn't there."""
        entry = self._entries[name]
        try:
            with self._zip.open(entry) as part:
                content = _bounded(part)
        except BROKEN:
            raise PackageError(_("The file “%(name)s” in the package is broken.") % {"name": name[:100]}) from None
        if content is None:
            raise PackageError(_("The file “%(name)s” in the package is too large.") % {"name": name[:100]})
        return content


def _bounded(part: IO[bytes]) -> bytes | None:
    """What is in a part, however much it said to be; None if it is too much."""
    content = part.read(MAX_PART + 1)
    return None if len(content) > MAX_PART else content


def _refuse(entries: list[zipfile.ZipInfo], weight: int) -> None:
    if is_bomb(entries, weight, most=MAX_ENTRIES, unpacked=MAX_UNPACKED):
        raise PackageError(_("The package unpacks to more than we accept."))
    if is_locked(entries):
        raise PackageError(_("The package is locked with a password: remove the password first."))


def _inside(name: str) -> str:
    """The name as an address inside of the package. Raises PackageError for one that leads out of it."""
    steps = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in steps or ":" in steps[0] or "\0" in name:
        raise PackageError(_("A file of the package would be written outside of it: it is refused."))
    return "/".join(step for step in steps if step not in ("", "."))
