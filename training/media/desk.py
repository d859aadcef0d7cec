"""The places for files on an activity's page for authors: what belongs there, and what is there."""

from __future__ import annotations

from dataclasses import dataclass

from training.media.kinds import MEGABYTE, ROLES, accept_of, most_bytes
from training.models import Activity, Medium


@dataclass(frozen=True)
class Slot:
    """One place for a file, in one language."""

    role: str
    name: str
    accept: str
    #: The largest file in megabytes.
    most: int
    medium: Medium | None
    #: Can a transcript begin with these captions?
    gives_transcript: bool

    @property
    def kinds(self) -> str:
        """The endings for readers: ".mp4, .webm", from left to right in every language."""
        return f"\u2066{self.accept.replace(',', ', ')}\u2069"


def slots(activity: Activity, language: str) -> list[Slot]:
    """The places for files of an activity in one language; none for kinds without files. One query."""
    roles = ROLES.get(activity.kind, ())
    there = {row.role: row for row in activity.media.filter(language=language)} if roles else {}
    lacks_transcript = not activity.wording.get(language, {}).get("transcript")
    return [
        Slot(
            role,
            Medium.Role(role).label,
            accept_of(activity.kind, role),
            most_bytes(activity.kind, role) // MEGABYTE,
            there.get(role),
            lacks_transcript and role == Medium.Role.CAPTIONS and role in there,
        )
        for role in roles
    ]
