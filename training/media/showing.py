"""What a page shows of an activity's files: in the reader's language where they are there in it, each with its size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from training.models import Activity, ActivityKind, Medium
from training.outline import Outline

MAIN, SOUND, CAPTIONS = Medium.Role.MAIN, Medium.Role.SOUND, Medium.Role.CAPTIONS


@dataclass
class Shown:
    """The files of one activity for one reader."""

    main: Medium | None = None
    sound: Medium | None = None
    #: All captions there are; a player lets its viewer choose.
    captions: list[Medium] = field(default_factory=list)
    #: The language of the captions that are on by themselves: the reader's, or the film's own.
    on: str = ""
    #: The file in further languages.
    others: list[Medium] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.main is not None or self.sound is not None


def shown(media: Iterable[Medium], wanted: tuple[str, ...]) -> Shown:
    """The files for a reader of these languages, best first; a file that is there in none of them in another one."""
    rows = list(media)
    captions = [row for row in rows if row.role == CAPTIONS]
    found = Shown(_best(rows, MAIN, wanted), _best(rows, SOUND, wanted), captions)
    best = _best(rows, CAPTIONS, wanted)
    found.on = best.language if best else ""
    found.others = [row for row in rows if row.role == MAIN and row is not found.main]
    return found


def _best(rows: list[Medium], role: str, wanted: tuple[str, ...]) -> Medium | None:
    by_language = {row.language: row for row in rows if row.role == role}
    for language in (*wanted, *by_language):
        if language in by_language:
            return by_language[language]
    return None


@dataclass(frozen=True)
class Weight:
    """What a course weighs to download, in bytes: with its films, and where there is sound alone with that instead."""

    whole: int
    saving: int


def weight_of(media: Iterable[Medium], wanted: tuple[str, ...]) -> Weight | None:
    """How much the files of an edition weigh for a reader of these languages; None where there are none."""
    by_activity: dict[int, list[Medium]] = {}
    for row in media:
        by_activity.setdefault(row.activity_id, []).append(row)
    found = [shown(rows, wanted) for rows in by_activity.values()]
    whole = sum(one.main.size for one in found if one.main)
    saving = sum((one.sound or one.main).size for one in found if one.main or one.sound)  # type: ignore[union-attr]
    return Weight(whole, saving) if whole else None


def media_in(outline: Outline) -> list[Medium]:
    """What weighs in an edition. One query, and none for one that has nothing with files."""
    having = [activity.pk for activity in outline.activities.values() if activity.kind not in _WITHOUT]
    rows = Medium.objects.filter(activity__in=having).exclude(role=CAPTIONS)
    return list(rows.only("activity_id", "language", "role", "size", "media_type")) if having else []


def media_of(activities: Iterable[Activity]) -> dict[int, list[Medium]]:
    """The files of a lesson's activities, by the activity. One query, and none where no activity has files."""
    having = [activity.pk for activity in activities if activity.kind not in _WITHOUT]
    found: dict[int, list[Medium]] = {}
    for medium in Medium.objects.filter(activity__in=having) if having else ():
        found.setdefault(medium.activity_id, []).append(medium)
    return found


_WITHOUT = (ActivityKind.READ, ActivityKind.LINK, ActivityKind.QUIZ, ActivityKind.SURVEY, ActivityKind.LIVE)
