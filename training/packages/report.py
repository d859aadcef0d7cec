"""What became of a package, line by line: taken, taken otherwise, or left out, each with its identifier and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

TAKEN, CHANGED, DROPPED = "taken", "changed", "dropped"
#: So many lines are written down; of the others the number.
MOST_LINES = 1_000


@dataclass(frozen=True)
class Line:
    """One thing of the package. own: its identifier there."""

    what: str
    own: str
    title: str
    why: str = ""


@dataclass
class Reading:
    """What a package would add to a draft: modules as training.building takes them, and the report."""

    title: str = ""
    structure: list[dict[str, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    further: int = 0
    #: So many questions were taken.
    questions: int = 0

    def note(self, what: str, own: str, title: str, why: str = "") -> None:
        """Write a line."""
        if len(self.lines) >= MOST_LINES:
            self.further += 1
        else:
            self.lines.append(Line(what, own[:100], title[:200], why))

    @property
    def report(self) -> list[dict[str, str]]:
        """The lines as JSON keeps them."""
        return [asdict(line) for line in self.lines]
