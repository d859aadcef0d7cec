"""The lines of a rubric for a page: what is looked at, what it can earn, what it earned."""

from __future__ import annotations

from dataclasses import dataclass

from training.marking.rubrics import Rubric
from training.models import Marking
from training.wording import Said, said


@dataclass(frozen=True)
class Line:
    """One criterion."""

    label: Said
    most: int
    #: None as long as it isn't marked.
    given: int | None = None


def points_of(rubric: Rubric, marking: Marking | None, wanted: tuple[str, ...]) -> list[Line]:
    """The rubric in the reader's languages, with the points of a marking where there is one."""
    points = marking.points if marking else {}
    return [
        Line(said(criterion["wording"], "label", wanted), criterion["marks"], points.get(criterion["id"]))
        for criterion in rubric
    ]
