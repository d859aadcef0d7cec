"""What a response earns: by the key of the question that was asked, by a person, or as a regrading says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from training.models import QuestionVersion, Regrading, Response
from training.quizzes.answers import normal
from training.quizzes.grading import share

Rule = Regrading.Rule


def earned(row: Response, regrading: Regrading | None) -> Decimal | None:
    """The marks of a response after a regrading (or none); None for what a person has yet to mark."""
    if regrading is not None and regrading.rule != Rule.KEY:
        return Decimal(row.version.marks) if regrading.rule == Rule.FULL else Decimal(0)
    if row.marked_by_id is not None:
        return row.marks
    if regrading is None:
        part = share(row.version.kind, row.version.key, row.answer)
    else:
        now = regrading.version
        part = share(now.kind, now.key, translated(row.answer, row.version, now))
    return None if part is None else part * row.version.marks


def counts(regrading: Regrading | None) -> bool:
    """Is the question part of the result?"""
    return regrading is None or regrading.rule != Rule.VOID


def percent(rows: list[tuple[Response, Regrading | None, Decimal | None]]) -> Decimal:
    """What was earned of what could be, in per cent to two places; a question that does not count is in neither."""
    counting = [(row, marks) for row, regrading, marks in rows if counts(regrading)]
    possible = sum(row.version.marks for row, _marks in counting)
    got = sum((marks for _row, marks in counting if marks is not None), Decimal(0))
    return (got * 100 / possible).quantize(Decimal("0.01")) if possible else Decimal(0)


def translated(answer: Any, asked: QuestionVersion, now: QuestionVersion) -> Any:
    """An answer to one version in the options of another: an option is the one that says the same, else of the same id.

    An option that the other version doesn't have stays what it is, and is wrong there.
    """
    if asked.pk == now.pk:
        return answer
    options = _same(asked.options, now.options)
    targets = _same(asked.targets, now.targets)
    if isinstance(answer, list):
        return [options.get(own, own) for own in answer]
    if isinstance(answer, dict) and asked.targets:
        return {options.get(own, own): targets.get(to, to) for own, to in answer.items()}
    return answer


def _same(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[str, str]:
    """{id before: id now}; what nobody is any more becomes an id that no option has."""
    saying = {said: option["id"] for option in new for said in _labels(option)}
    same = {option["id"]: next((saying[said] for said in _labels(option) if said in saying), "") for option in old}
    taken, known = set(same.values()), {option["id"] for option in new}
    for own, found in same.items():
        if not found:
            same[own] = own if own in known and own not in taken else f"was {own}"
    return same


def _labels(option: dict[str, Any]) -> list[str]:
    return [normal(texts["label"]) for texts in option["wording"].values() if texts.get("label")]
