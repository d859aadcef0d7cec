"""Reading a CSV table of the register strictly: each row that is not as it should be is named, none is guessed."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accounts.register.faults import Fault

#: Marks at a file's beginning that tell an encoding which is not UTF-8.
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a spreadsheet or zip file"}


@dataclass(frozen=True)
class Row:
    """One row of a table, and where it stands."""

    file: str
    line: int
    cells: dict[str, str]


def read_table(path: Path, columns: tuple[str, ...], faults: list[Fault]) -> Iterator[Row]:
    """The rows of the CSV file at `path`, white space around the cells removed.

    `columns` are the names that the first line must give, in any order. What is wrong goes to `faults`: the missing
    file, bytes that are not UTF-8, control characters, columns, rows with too few or too many cells.
    """
    text = _text_of(path, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not _header_is_right(path.name, header, columns, faults):
            return
        line = reader.line_num + 1
        for cells in reader:
            if fault := _fault_of(cells, header):
                faults.append(Fault(path.name, line, fault))
            elif cells:
                yield Row(path.name, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(path.name, reader.line_num, f"this is not a row of a CSV file ({error})"))


def _text_of(path: Path, faults: list[Fault]) -> str | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault(path.name, 0, "the file is missing"))
        return None
    except OSError as error:
        faults.append(Fault(path.name, 0, f"the file cannot be read ({error.strerror})"))
        return None
    for mark, name in _OTHER_ENCODINGS.items():
        if raw.startswith(mark):
            faults.append(Fault(path.name, 1, f"the file must be CSV in UTF-8, and this is {name}"))
            return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.extend(_lines_in_another_encoding(path.name, raw))
        return None


def _lines_in_another_encoding(file: str, raw: bytes) -> Iterator[Fault]:
    for number, line in enumerate(raw.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Fault(file, number, f"the line is not in UTF-8 (byte 0x{line[error.start]:02x})")


def _header_is_right(file: str, header: list[str], columns: tuple[str, ...], faults: list[Fault]) -> bool:
    before = len(faults)
    if not any(header):
        faults.append(Fault(file, 1, f"the first line must name the columns: {', '.join(columns)}"))
        return False
    faults.extend(Fault(file, 1, f"the column “{name}” is missing") for name in columns if name not in header)
    faults.extend(Fault(file, 1, f"the column “{name}” is not known") for name in header if name not in columns)
    faults.extend(Fault(file, 1, f"the column “{name}” stands twice") for name in columns if header.count(name) > 1)
    return len(faults) == before


def _fault_of(cells: list[str], header: list[str]) -> str:
    if not cells:
        return ""  # an empty line is no row
    if len(cells) < len(header):
        return f"too few columns ({len(cells)} instead of {len(header)})"
    if len(cells) > len(header):
        return f"too many columns ({len(cells)} instead of {len(header)})"
    for name, cell in zip(header, cells, strict=True):
        if "\x00" in cell:
            return f"the column “{name}” has a NUL byte"
        if any(unicodedata.category(character) in ("Cc", "Cs") or character in _BIDI_OVERRIDES for character in cell):
            return f"the column “{name}” has a control character"
    return ""


#: Characters that turn the direction of the text after them, so that a name could look like another.
_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
