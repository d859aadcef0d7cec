"""From an answer to a mark: one function a kind of question. Nothing here knows of learners, attempts or pages.

A question's key and an answer to it are plain JSON:

| kind | key | answer |
|---|---|---|
| single, truefalse | {"right": [id]} | [id] |
| multiple | {"right": [id, …], "partial": bool} | [id, …] |
| short | {"accept": [text, …]} | text |
| number | {"value": text, "tolerance": text} | text |
| ordering | {"order": [id, …]} | [id, …] |
| matching | {"pairs": {id: target id}} | {id: target id} |
| gap | {"gaps": {number: [text, …]}} | {number: text} |
| essay | {} | text |
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.quizzes.answers import normal, readings

NOTHING, ALL = Decimal(0), Decimal(1)


class Kind(models.TextChoices):
    """What kind of answer a question wants."""

    SINGLE = "single", _("one answer of several")
    MULTIPLE = "multiple", _("several answers of several")
    TRUEFALSE = "truefalse", _("true or false")
    SHORT = "short", _("a few words")
    NUMBER = "number", _("a number")
    ORDERING = "ordering", _("an order")
    MATCHING = "matching", _("pairs")
    GAP = "gap", _("words in gaps")
    ESSAY = "essay", _("a text that a person marks")


def share(kind: str, key: dict[str, Any], answer: Any) -> Decimal | None:
    """How much of a question is answered rightly, 0 to 1; None for what a person has to mark.

    An answer of the wrong shape is a wrong answer: what a browser sends is never trusted.
    """
    if kind == Kind.ESSAY:
        return None if isinstance(answer, str) and answer.strip() else NOTHING
    try:
        return _GRADERS[Kind(kind)](key, answer)
    except (TypeError, AttributeError):
        return NOTHING


def _one(key: dict[str, Any], answer: list[str]) -> Decimal:
    return ALL if len(answer) == 1 and answer == key["right"] else NOTHING


def _several(key: dict[str, Any], answer: list[str]) -> Decimal:
    """All or nothing; or, where the author chose partial marks, right ones minus wrong ones, never below nothing."""
    right, chosen = set(key["right"]), set(answer)
    if not key.get("partial"):
        return ALL if chosen == right else NOTHING
    return max(NOTHING, Decimal(len(chosen & right) - len(chosen - right)) / len(right))


def _words(key: dict[str, Any], answer: str) -> Decimal:
    return ALL if normal(answer) in {normal(accepted) for accepted in key["accept"]} else NOTHING


def _number(key: dict[str, Any], answer: str) -> Decimal:
    value, tolerance = Decimal(key["value"]), Decimal(key.get("tolerance") or 0)
    return ALL if any(abs(read - value) <= tolerance for read in readings(answer)) else NOTHING


def _order(key: dict[str, Any], answer: list[str]) -> Decimal:
    """The share of neighbours that stand in the right order: one slip costs little, a reversal everything."""
    order = key["order"]
    if sorted(answer) != sorted(order):
        return NOTHING
    place = {part: number for number, part in enumerate(answer)}
    pairs = list(zip(order, order[1:], strict=False))
    return Decimal(sum(place[after] - place[before] == 1 for before, after in pairs)) / len(pairs)


def _pairs(key: dict[str, Any], answer: dict[str, str]) -> Decimal:
    pairs = key["pairs"]
    return Decimal(sum(answer.get(part) == target for part, target in pairs.items())) / len(pairs)


def _gaps(key: dict[str, Any], answer: dict[str, str]) -> Decimal:
    gaps = key["gaps"]
    right = sum(normal(answer.get(gap, "")) in {normal(word) for word in words} for gap, words in gaps.items())
    return Decimal(right) / len(gaps)


_GRADERS: dict[Kind, Callable[[dict[str, Any], Any], Decimal]] = {
    Kind.SINGLE: _one,
    Kind.TRUEFALSE: _one,
    Kind.MULTIPLE: _several,
    Kind.SHORT: _words,
    Kind.NUMBER: _number,
    Kind.ORDERING: _order,
    Kind.MATCHING: _pairs,
    Kind.GAP: _gaps,
}
