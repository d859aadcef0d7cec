"""What makes a question one that can be asked and marked: checked when it is written, imported or changed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.marking.rubrics import check_rubric
from training.quizzes.asking import GAP
from training.quizzes.grading import Kind
from training.wording import check_wording

MOST_OPTIONS = 20
#: Answers have as many signs at most: training.quizzes.answers.
MOST_DIGITS = 40
_CHOSEN = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUEFALSE)


def check_question(data: dict[str, Any]) -> None:
    """Raises ValidationError with what is wrong, in the author's words."""
    try:
        kind = Kind(data["kind"])
    except (KeyError, ValueError):
        raise ValidationError(_("Choose a kind of question.")) from None
    check_wording(data.get("wording", {}), ("stem", "explanation"))
    if not any(texts.get("stem") for texts in data["wording"].values()):
        raise ValidationError(_("Write the question."))
    ids = _ids(data.get("options", []))
    targets = _ids(data.get("targets", []))
    check_rubric(data.get("rubric", []))
    _check_key(kind, data.get("key", {}), ids, targets, data["wording"])


def _ids(options: list[dict[str, Any]]) -> list[str]:
    ids = [str(option.get("id", "")) for option in options]
    if len(ids) > MOST_OPTIONS:
        raise ValidationError(_("Give at most %(limit)d options.") % {"limit": MOST_OPTIONS})
    if len(set(ids)) != len(ids) or "" in ids:
        raise ValidationError(_("Each option needs a name of its own."))
    for option in options:
        check_wording(option.get("wording", {}), ("label", "feedback"))
    return ids


def _check_key(kind: Kind, key: dict[str, Any], ids: list[str], targets: list[str], wording: Any) -> None:
    if kind in _CHOSEN:
        right = key.get("right") or []
        if len(ids) < 2 or not right or not set(right) <= set(ids):
            raise ValidationError(_("Give at least two options and say which is right."))
        if kind != Kind.MULTIPLE and len(right) != 1:
            raise ValidationError(_("Exactly one option has to be right."))
    elif kind == Kind.ORDERING and (len(ids) < 2 or sorted(key.get("order") or []) != sorted(ids)):
        raise ValidationError(_("Give at least two lines and their right order."))
    elif kind == Kind.MATCHING:
        pairs = key.get("pairs") or {}
        if set(pairs) != set(ids) or not ids or not set(pairs.values()) <= set(targets):
            raise ValidationError(_("Say for each line what it belongs to."))
    elif kind == Kind.SHORT and not [text for text in key.get("accept") or [] if text.strip()]:
        raise ValidationError(_("Give at least one answer that is right."))
    elif kind == Kind.NUMBER:
        _check_number(key)
    elif kind == Kind.GAP:
        _check_gaps(key.get("gaps") or {}, wording)


def _check_number(key: dict[str, Any]) -> None:
    try:
        value, tolerance = Decimal(str(key["value"])), Decimal(str(key.get("tolerance") or 0))
    except (KeyError, InvalidOperation):
        raise ValidationError(_("Give the right number, and how far off an answer may be.")) from None
    if not (_is_said(value) and _is_said(tolerance)) or tolerance < 0:
        raise ValidationError(_("Give the right number, and how far off an answer may be."))


def _is_said(number: Decimal) -> bool:
    """A number as people write them: no infinity, and none that is reckoned with in millions of digits."""
    return number.is_finite() and abs(number.adjusted()) <= MOST_DIGITS and len(number.as_tuple().digits) <= MOST_DIGITS


def _check_gaps(gaps: dict[str, Any], wording: Any) -> None:
    for texts in wording.values():
        stem = texts.get("stem", "")
        if stem and set(GAP.findall(stem)) != set(gaps):
            raise ValidationError(_("Write each gap as [[1]], [[2]] … in every language, and what belongs there."))
    if not gaps or not all(gaps.values()):
        raise ValidationError(_("Say for each gap what belongs there."))
