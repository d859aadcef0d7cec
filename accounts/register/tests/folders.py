"""A folder of Committee files, written by hand in the tests."""

from __future__ import annotations

import csv
from pathlib import Path

from accounts.register.files import CHANGE_COLUMNS, CHANGES, DIRECT, LISTS, MERGER_COLUMNS, MERGERS, NAMED, VOTE_COLUMNS
from accounts.register.files import VOTES as VOTES_FILE

COLUMNS = {
    **{file: columns for file, (_kind, columns) in LISTS.items()},
    DIRECT: NAMED,
    CHANGES: CHANGE_COLUMNS,
    MERGERS: MERGER_COLUMNS,
    VOTES_FILE: VOTE_COLUMNS,
}
GRANTED = "status_granted.csv"
DEFERRED = "new_applications_deferred.csv"
DEFERRED_AGAIN = "applications_deferred.csv"
CLOSED = "applications_closed_no_response.csv"
NOT_RECOMMENDED = "applications_declined.csv"
LEFT = "status_withdrawn_own_request.csv"


def write_folder(directory: Path, **rows: list[tuple[str, ...]]) -> Path:
    """All twelve files in `directory`; `rows` by the file's name without its ending, missing cells empty."""
    directory.mkdir(exist_ok=True)
    for file, columns in COLUMNS.items():
        with (directory / file).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(columns)
            for row in rows.get(file.removesuffix(".csv"), []):
                writer.writerow([*row, *[""] * (len(columns) - len(row))])
    return directory


def change(old: str, new: str, day: str, status: str = "", year: str = "") -> tuple[str, ...]:
    """A row of name_changes.csv."""
    printed = f"{old} ({status}, {year})" if status else old
    return old, status, year, new, day, printed
