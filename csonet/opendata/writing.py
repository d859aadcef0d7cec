"""Writing records: CSV that a spreadsheet opens safely, and JSON; piece by piece, whatever their number."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from csonet.opendata.datasets import Record

#: With these a cell is a formula to a spreadsheet (OWASP ASVS 1.2.10), full-width forms included; also behind spaces
#: and what nobody sees, which programs take away when they open a file.
_UNSEEN = r"[\s\ufeff\u00ad\u200b-\u200f\u2060-\u2064]*"
FORMULA = re.compile(rf"[\t\r\n]|{_UNSEEN}[=+\-@\uff1d\uff0b\uff0d\uff20]")
#: Characters of one piece that is sent.
PIECE = 32_768


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


_writer: Any = csv.writer(_Echo())


def csv_head(columns: list[str]) -> str:
    """The first line, after the byte order mark by which spreadsheets know UTF-8."""
    return "\ufeff" + _writer.writerow(columns)


def csv_line(record: Record, columns: list[str]) -> str:
    """One row: lists parted by semicolons, no cell that a spreadsheet would carry out."""
    return _writer.writerow([cell(record[name]) for name in columns])


def json_line(record: Record) -> str:
    """One object on one line."""
    return json.dumps(record, ensure_ascii=False)


def as_csv(records: Iterable[Record], columns: list[str]) -> Iterator[str]:
    """A whole CSV file."""
    return in_pieces(chain([csv_head(columns)], (csv_line(record, columns) for record in records)))


def cell(value: Any) -> str:
    """The value as a cell's text; what begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        # Each of them: where a semicolon parts the cells of a spreadsheet, each stands in a cell of its own.
        return ";".join(harmless(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) for one in value)
    return harmless(str(value))


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if FORMULA.match(text) else text


def as_json(records: Iterable[Record]) -> Iterator[str]:
    """A JSON array, an object a line."""

    def lines() -> Iterator[str]:
        before = "[\n"
        for record in records:
            yield before + json_line(record)
            before = ",\n"
        yield "[]\n" if before == "[\n" else "\n]\n"

    return in_pieces(lines())


def in_pieces(lines: Iterable[str]) -> Iterator[str]:
    """The same text in pieces of some size: a server spends more on each piece than on its length."""
    piece: list[str] = []
    length = 0
    for line in lines:
        piece.append(line)
        length += len(line)
        if length >= PIECE:
            yield "".join(piece)
            piece, length = [], 0
    if piece:
        yield "".join(piece)
