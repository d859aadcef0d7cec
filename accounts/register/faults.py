"""What is wrong with a file of the register: where, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that keeps an import from being made. `line` is counted from 1; 0 speaks of the whole file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


class RowFault(Exception):
    """A row that cannot be read; its text is the reason."""
