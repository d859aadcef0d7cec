"""Rubrics: what is looked at in a work and how many points each of it earns, written by authors a line each."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.wording import check_wording

Rubric = list[dict[str, Any]]
MOST_CRITERIA = 10
MOST_POINTS = 100
LONGEST = 300
_LINE = re.compile(r"\s*(\d{1,3})\s*[:=]\s*(.+?)\s*")


def read_rubric(text: str, language: str, before: Rubric | None = None) -> Rubric:
    """The criteria of lines like “4: Says who took part”. Raises ValidationError with the line that is wrong.

    before: the rubric as it was; where it has as many lines, what it says in other languages is kept.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_CRITERIA:
        raise ValidationError(_("Give at most %(limit)d lines.") % {"limit": MOST_CRITERIA})
    read: Rubric = []
    for number, line in lines:
        match = _LINE.fullmatch(line)
        if match is None or not 1 <= int(match[1]) <= MOST_POINTS or len(match[2]) > LONGEST:
            raise ValidationError(_("Line %(number)d is not of the form “4: what is looked at”.") % {"number": number})
        read.append({"id": f"c{len(read)}", "marks": int(match[1]), "wording": {language: {"label": match[2]}}})
    if before and len(before) == len(read):
        for old, new in zip(before, read, strict=True):
            new["wording"] = {**old["wording"], **new["wording"]}
            new["id"] = old["id"]
    return read


def written_rubric(rubric: Rubric, language: str) -> str:
    """The rubric as its author writes it, in one language; what isn't there in it in another one."""
    lines = []
    for criterion in rubric:
        wording = criterion["wording"]
        texts = wording.get(language) or next(iter(wording.values()), {})
        lines.append(f"{criterion['marks']}: {texts.get('label', '')}")
    return "\n".join(lines)


def check_rubric(rubric: Any) -> None:
    """Raises ValidationError unless these are criteria with a name of their own, points and words."""
    problem = ValidationError(_("Give each line of the rubric its points and what is looked at."))
    if not isinstance(rubric, list) or len(rubric) > MOST_CRITERIA:
        raise problem
    for criterion in rubric:
        if not isinstance(criterion, dict) or set(criterion) != {"id", "marks", "wording"}:
            raise problem
        if not isinstance(criterion["marks"], int) or not 1 <= criterion["marks"] <= MOST_POINTS:
            raise problem
        check_wording(criterion["wording"], ("label",))
    if len({criterion["id"] for criterion in rubric}) != len(rubric):
        raise problem


def most_of(rubric: Rubric) -> int:
    """How many points it gives at most."""
    return sum(criterion["marks"] for criterion in rubric)
