"""A session's decisions as CSV, for spreadsheets that must not take a name for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from accounts.models import CommitteeDecision

COLUMNS = ("session", "kind", "name_as_printed", "new_name", "on_first_consideration", "note")
#: Cells that begin so are formulas for a spreadsheet (OWASP ASVS 5.0, 1.2.10).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What csv.writer writes to: each row comes back as text."""

    def write(self, text: str) -> str:
        return text


def csv_lines(decisions: Iterable[CommitteeDecision]) -> Iterator[str]:
    """The lines of the file in UTF-8 with a mark at its beginning, so that spreadsheets read accents right."""
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(COLUMNS)
    for decision in decisions:
        yield writer.writerow(
            [
                decision.session.closed_on.isoformat(),
                decision.kind,
                harmless(decision.name_as_printed),
                harmless(decision.new_name),
                "yes" if decision.was_direct else "",
                harmless(decision.note),
            ]
        )


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
