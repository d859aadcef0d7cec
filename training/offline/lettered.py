"""The questions of an attempt on paper: its own options under letters, and what is written beside them read again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from training.models import Attempt, Response
from training.quizzes.asking import asked
from training.quizzes.grading import Kind
from training.wording import Said

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PARTS = re.compile(r"[\s,;،、؛，]+")
_PAIR = re.compile(r"([a-z])[\W_]*(\d{1,2})")


class Unreadable(Exception):
    """What was written is no answer to this question; the text says what would be, for the learner."""


@dataclass(frozen=True)
class Lettered:
    """A question with its options under letters and what they are matched with under numbers."""

    number: int
    kind: str
    stem: Said
    options: list[tuple[str, Said]]
    targets: list[tuple[int, Said]]
    how: str
    given: str = field(default="")


def lettered(row: Response, wanted: tuple[str, ...]) -> Lettered:
    """A question as a pack prints it, with what was answered so far as it would be written."""
    question = asked(row, wanted)
    options = [(LETTERS[place], choice.label) for place, choice in enumerate(question.choices)]
    targets = [(place, choice.label) for place, choice in enumerate(question.targets, start=1)]
    return Lettered(
        number=question.number,
        kind=question.kind,
        stem=Said(re.sub(r"\[\[(\d+)\]\]", r"(\1) ______", question.stem.text), question.stem.language),
        options=options,
        targets=targets,
        how=how_to_write(question.kind),
        given=written(row),
    )


def how_to_write(kind: str) -> str:
    """What belongs behind the number of a question."""
    return {
        Kind.MULTIPLE: _("Letters, for example: a, c"),
        Kind.ORDERING: _("All letters in the right order, for example: b, a, c"),
        Kind.MATCHING: _("Pairs, for example: a-2, b-1"),
        Kind.GAP: _("The words of the gaps, parted by |"),
        Kind.SHORT: _("A few words"),
        Kind.NUMBER: _("A number"),
        Kind.ESSAY: _("Your text; it may have several lines"),
    }.get(Kind(kind), _("One letter"))


def sent_from(row: Response, text: str) -> Any:
    """What was written for a question, in the names of its attempt. Raises Unreadable."""
    kind, text = Kind(row.version.kind), text.strip()
    names = list(row.shown.get("options", {}))
    if kind in (Kind.SHORT, Kind.NUMBER, Kind.ESSAY):
        return text
    if kind == Kind.GAP:
        gaps = sorted(row.version.key["gaps"], key=int)
        words = [word.strip() for word in text.split("|")]
        if len(words) != len(gaps):
            raise Unreadable(how_to_write(kind))
        return dict(zip(gaps, words, strict=True))
    if kind == Kind.MATCHING:
        return _pairs(text, names, list(row.shown.get("targets", {})))
    chosen = _chosen(text, names)
    single = kind in (Kind.SINGLE, Kind.TRUEFALSE)
    if (single and len(chosen) != 1) or (kind == Kind.ORDERING and len(chosen) != len(names)):
        raise Unreadable(how_to_write(kind))
    return chosen


def _chosen(text: str, names: list[str]) -> list[str]:
    letters = [part.strip("().").casefold() for part in _PARTS.split(text) if part.strip("().")]
    places = [LETTERS.find(letter) if len(letter) == 1 else -1 for letter in letters]
    if not places or len(set(places)) != len(places) or not all(0 <= place < len(names) for place in places):
        raise Unreadable(_("Letters, for example: a, c"))
    return [names[place] for place in places]


def _pairs(text: str, names: list[str], targets: list[str]) -> dict[str, str]:
    pairs = {}
    for letter, number in _PAIR.findall(text.casefold()):
        place, target = LETTERS.find(letter), int(number) - 1
        if not (place < len(names) and 0 <= target < len(targets)):
            raise Unreadable(how_to_write(Kind.MATCHING))
        pairs[names[place]] = targets[target]
    if not pairs:
        raise Unreadable(how_to_write(Kind.MATCHING))
    return pairs


def written(row: Response) -> str:
    """An answer that the server has, as it would be written on the sheet; "" for none."""
    kind, answer = Kind(row.version.kind), row.answer
    places = {own: LETTERS[place] for place, own in enumerate(row.shown.get("options", {}).values())}
    if isinstance(answer, list):
        return ", ".join(places[own] for own in answer if own in places)
    if kind == Kind.MATCHING and isinstance(answer, dict):
        numbers = {own: place for place, own in enumerate(row.shown.get("targets", {}).values(), start=1)}
        return ", ".join(f"{places[own]}-{numbers[to]}" for own, to in answer.items() if own in places)
    if kind == Kind.GAP and isinstance(answer, dict):
        words = [answer.get(gap, "") for gap in sorted(row.version.key["gaps"], key=int)]
        return " | ".join(words) if any(words) else ""
    return answer if isinstance(answer, str) else ""


def rows_of(attempt: Attempt) -> list[Response]:
    """The questions of an attempt in its order."""
    return list(attempt.responses.select_related("version"))
