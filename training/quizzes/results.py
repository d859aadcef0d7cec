"""What a closed attempt tells its learner: each question with the answer, what was right, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from training.marking.points import Line, points_of
from training.models import Attempt, Response
from training.quizzes.grading import Kind
from training.quizzes.marks import counts
from training.wording import Said, said


@dataclass(frozen=True)
class Told:
    """A question after the attempt."""

    number: int
    stem: Said
    marks: Decimal
    possible: int
    answered: list[Said]
    right: list[Said]
    feedback: list[Said]
    explanation: Said
    comment: str
    #: What the marker looked at, with the points, of essays.
    criteria: list[Line]
    #: Why it was marked again, in the author's words; "" if it was not.
    regraded: str = ""
    #: False for a question that does not count any more.
    counts: bool = True

    @property
    def is_right(self) -> bool:
        """All marks were earned."""
        return self.marks == self.possible


def result_of(attempt: Attempt, wanted: tuple[str, ...]) -> list[Told]:
    """Every question of a marked attempt, in its order. One query."""
    return [_told(row, wanted) for row in attempt.responses.select_related("version", "marking", "regrading")]


def _told(row: Response, wanted: tuple[str, ...]) -> Told:
    version = row.version
    labels = {option["id"]: said(option["wording"], "label", wanted) for option in version.options + version.targets}
    feedback = {option["id"]: said(option["wording"], "feedback", wanted) for option in version.options}
    chosen = row.answer if isinstance(row.answer, list) else []
    return Told(
        number=row.position + 1,
        stem=said(version.wording, "stem", wanted),
        marks=row.marks or Decimal(0),
        possible=version.marks,
        answered=_in_words(version.kind, row.answer, labels),
        right=_in_words(version.kind, key_as_answer(version.kind, version.key), labels),
        feedback=[feedback[own] for own in chosen if feedback.get(own)],
        explanation=said(version.wording, "explanation", wanted),
        comment=row.comment,
        criteria=points_of(version.rubric, getattr(row, "marking", None), wanted),
        regraded=row.regrading.reason if row.regrading else "",
        counts=counts(row.regrading),
    )


def key_as_answer(kind: str, key: dict[str, Any]) -> Any:
    """The key in the shape of an answer that earns everything."""
    if kind == Kind.SHORT:
        return key["accept"][0]
    if kind == Kind.NUMBER:
        return key["value"]
    if kind == Kind.GAP:
        return {gap: words[0] for gap, words in key["gaps"].items()}
    return key.get("right") or key.get("order") or key.get("pairs") or ""


def _in_words(kind: str, answer: Any, labels: dict[str, Said]) -> list[Said]:
    if isinstance(answer, list):
        return [labels[own] for own in answer if own in labels]
    if kind == Kind.MATCHING and isinstance(answer, dict):
        pairs = [(labels[own], labels[to]) for own, to in answer.items() if own in labels and to in labels]
        return [Said(f"{left} → {right}", left.language) for left, right in pairs]
    if isinstance(answer, dict):
        return [Said(text, "") for text in answer.values() if text]
    return [Said(answer, "")] if isinstance(answer, str) and answer else []
