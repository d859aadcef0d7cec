"""What a page of a quiz prints of a question, and what its form sends back. No key, no explanation, no real id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from training.marking.points import Line, points_of
from training.models import Response
from training.quizzes.grading import Kind
from training.wording import Said, said

#: A place in an order has so many digits.
MOST_DIGITS = 4
#: [[1]] in a stem is the first gap.
GAP = re.compile(r"\[\[(\d{1,2})\]\]")


@dataclass(frozen=True)
class Choice:
    """An option under the name that it has in this attempt."""

    name: str
    label: Said
    chosen: bool = False
    #: What a matching option was matched with, or the place that an option was given in an order.
    value: str = ""


@dataclass(frozen=True)
class Asked:
    """A question as a page prints it."""

    position: int
    kind: str
    stem: Said
    marks: int
    choices: list[Choice]
    targets: list[Choice]
    #: (text before the gap, gap's number or "" at the end, what was filled in)
    gaps: list[tuple[str, str, str]]
    text: str
    flagged: bool
    answered: bool
    #: What a person looks at who marks it, of essays.
    criteria: list[Line] = field(default_factory=list)

    @property
    def number(self) -> int:
        """As people count."""
        return self.position + 1

    @property
    def field(self) -> str:
        """The name of its form field."""
        return field_of(self.position)

    @property
    def places(self) -> range:
        """The places of an order."""
        return range(1, len(self.choices) + 1)


def field_of(position: int) -> str:
    """The name of the form field of the question at a position."""
    return f"q{position}"


def asked(row: Response, wanted: tuple[str, ...]) -> Asked:
    """A question of an attempt, with what was answered so far."""
    version, answer = row.version, row.answer
    stem = said(version.wording, "stem", wanted)
    labels = {option["id"]: said(option["wording"], "label", wanted) for option in version.options + version.targets}
    given = _given(version.kind, row.shown, answer)
    return Asked(
        position=row.position,
        kind=version.kind,
        stem=stem,
        marks=version.marks,
        choices=[
            Choice(name, labels[own], chosen=name in given, value=given.get(name, ""))
            for name, own in row.shown.get("options", {}).items()
        ],
        targets=[Choice(name, labels[own]) for name, own in row.shown.get("targets", {}).items()],
        gaps=_gaps(stem.text, answer if isinstance(answer, dict) else {}) if version.kind == Kind.GAP else [],
        text=answer if isinstance(answer, str) else "",
        flagged=row.flagged,
        answered=bool(answer),
        criteria=points_of(version.rubric, None, wanted),
    )


def _given(kind: str, shown: Mapping[str, Mapping[str, str]], answer: Any) -> dict[str, str]:
    """{name: what was said of it} for the options that an answer speaks of."""
    names = {own: name for name, own in shown.get("options", {}).items()}
    if kind == Kind.MATCHING and isinstance(answer, dict):
        targets = {own: name for name, own in shown.get("targets", {}).items()}
        return {names[own]: targets[to] for own, to in answer.items() if own in names and to in targets}
    if isinstance(answer, list):
        return {names[own]: str(place) for place, own in enumerate(answer, start=1) if own in names}
    return {}


def _gaps(stem: str, filled: dict[str, str]) -> list[tuple[str, str, str]]:
    parts, start = [], 0
    for match in GAP.finditer(stem):
        parts.append((stem[start : match.start()], match[1], filled.get(match[1], "")))
        start = match.end()
    return [*parts, (stem[start:], "", "")]


def sent(row: Response, post: QueryDict) -> Any:
    """What a page's form sent for a question, in the attempt's own names."""
    field, kind = field_of(row.position), row.version.kind
    if kind in (Kind.SINGLE, Kind.TRUEFALSE, Kind.MULTIPLE):
        return post.getlist(field)
    if kind == Kind.ORDERING:
        return _in_order({name: post.get(f"{field}-{name}", "") for name in row.shown["options"]})
    if kind == Kind.MATCHING:
        return {name: post.get(f"{field}-{name}", "") for name in row.shown["options"]}
    if kind == Kind.GAP:
        return {gap: post.get(f"{field}-{gap}", "") for gap in row.version.key["gaps"]}
    return post.get(field, "").replace("\0", "")


def _in_order(places: dict[str, str]) -> list[str]:
    """The names by the places they were given; who gave none or the same twice keeps the order of the page there."""
    given = [
        (int(place), name)
        for name, place in places.items()
        if place.isascii() and place.isdigit() and len(place) <= MOST_DIGITS
    ]
    return [name for _place, name in sorted(given, key=lambda pair: pair[0])]
