"""How authors write the answers of a question without any script: one line an answer.

| kind | lines |
|---|---|
| single, multiple, truefalse | `* a right option # what its chooser is told`, `- a wrong one` |
| ordering | the lines in their right order |
| matching | `left = right`, one pair a line; a line that begins with `=` only misleads |
| short | the answers that are right, one a line |
| number | `19`, or `0.3 ± 0.05` |
| gap | `1: four | 4`, one line a gap |
| essay | the rubric: `3: what is looked at`, one line a criterion; the points add up to the question's marks |

A text in another language has the same lines in the same order, without marks: what is right was said once.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.marking.rubrics import most_of, read_rubric, written_rubric
from training.quizzes.grading import Kind

Parts = dict[str, Any]
_CHOSEN = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUEFALSE)
_TOLERANCE = re.compile(r"\s*(?:±|\+/-)\s*")
LONGEST_LINE = 500


def read_lines(kind: str, text: str, language: str) -> Parts:
    """The options, targets, key and rubric that the author's lines say. Raises ValidationError naming the line.

    A rubric brings the question's marks along: its points add up to them.
    """
    lines = _lines(text)
    if kind in _CHOSEN:
        return _options(lines, language)
    if kind == Kind.ORDERING:
        options = [{"id": f"o{number}", "wording": {language: {"label": line}}} for number, line in lines]
        return {"options": options, "key": {"order": [option["id"] for option in options]}}
    if kind == Kind.MATCHING:
        return _pairs(lines, language)
    if kind == Kind.SHORT:
        return {"key": {"accept": [line for _number, line in lines]}}
    if kind == Kind.NUMBER:
        return _number(lines)
    if kind == Kind.GAP:
        return _gaps(lines)
    rubric = read_rubric(text, language)
    return {"key": {}, "rubric": rubric} | ({"marks": most_of(rubric)} if rubric else {})


def _lines(text: str) -> list[tuple[int, str]]:
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    for number, line in lines:
        if len(line) > LONGEST_LINE:
            raise _wrong(_("Line %(number)d is longer than %(limit)d characters."), number, limit=LONGEST_LINE)
    return [(number, line) for number, line in lines if line]


def _wrong(sentence: str, number: int, **more: int) -> ValidationError:
    return ValidationError(sentence % {"number": number, **more})


def _options(lines: list[tuple[int, str]], language: str) -> Parts:
    options, right = [], []
    for number, line in lines:
        if line[0] not in "*-":
            raise _wrong(_("Line %(number)d begins neither with * (right) nor with - (wrong)."), number)
        label, _sign, feedback = line[1:].partition(" # ")
        if not label.strip():
            raise _wrong(_("Line %(number)d says nothing."), number)
        own = f"o{number}"
        texts = {"label": label.strip()} | ({"feedback": feedback.strip()} if feedback.strip() else {})
        options.append({"id": own, "wording": {language: texts}})
        if line[0] == "*":
            right.append(own)
    return {"options": options, "key": {"right": right}}


def _pairs(lines: list[tuple[int, str]], language: str) -> Parts:
    options: list[Parts] = []
    targets: dict[str, Parts] = {}
    pairs: dict[str, str] = {}
    for number, line in lines:
        left, sign, right = (part.strip() for part in line.partition("="))
        if not sign or not right:
            raise _wrong(_("Line %(number)d has no “=” with something behind it."), number)
        target = targets.setdefault(right, {"id": f"t{number}", "wording": {language: {"label": right}}})
        if left:
            options.append({"id": f"o{number}", "wording": {language: {"label": left}}})
            pairs[f"o{number}"] = target["id"]
    return {"options": options, "targets": list(targets.values()), "key": {"pairs": pairs}}


def _number(lines: list[tuple[int, str]]) -> Parts:
    if len(lines) != 1:
        raise ValidationError(_("Give one number on one line."))
    value, *tolerance = _TOLERANCE.split(lines[0][1])
    return {
        "key": {"value": value.replace(",", "."), "tolerance": tolerance[0].replace(",", ".") if tolerance else "0"}
    }


def _gaps(lines: list[tuple[int, str]]) -> Parts:
    gaps = {}
    for number, line in lines:
        name, sign, words = line.partition(":")
        accepted = [word.strip() for word in words.split("|") if word.strip()]
        if not sign or not name.strip().isdecimal() or not accepted:
            raise _wrong(_("Line %(number)d is not of the form “1: answer | other answer”."), number)
        gaps[str(int(name))] = accepted
    return {"key": {"gaps": gaps}}


def written_lines(version: Any, language: str) -> str:
    """The lines from which a question was made, in one of its languages: what the author's form shows."""
    key, kind = version.key, version.kind
    labels = {option["id"]: option["wording"].get(language, {}) for option in version.options + version.targets}
    if kind in _CHOSEN:
        return "\n".join(_option_line(labels[option["id"]], option["id"] in key["right"]) for option in version.options)
    if kind == Kind.ORDERING:
        return "\n".join(labels[own].get("label", "") for own in key["order"])
    if kind == Kind.MATCHING:
        return "\n".join(_pair_lines(version, labels))
    if kind == Kind.SHORT:
        return "\n".join(key["accept"])
    if kind == Kind.NUMBER:
        exact = key.get("tolerance", "0") == "0"
        return key["value"] if exact else f"{key['value']} ± {key['tolerance']}"
    if kind == Kind.GAP:
        return "\n".join(f"{gap}: {' | '.join(words)}" for gap, words in key["gaps"].items())
    return written_rubric(version.rubric, language)


def _option_line(texts: dict[str, str], is_right: bool) -> str:
    told = f" # {texts['feedback']}" if texts.get("feedback") else ""
    return f"{'*' if is_right else '-'} {texts.get('label', '')}{told}"


def _pair_lines(version: Any, labels: dict[str, dict[str, str]]) -> list[str]:
    pairs = version.key["pairs"]
    lines = [
        f"{labels[option['id']].get('label', '')} = {labels[pairs[option['id']]].get('label', '')}"
        for option in version.options
    ]
    used = set(pairs.values())
    return lines + [
        f"= {labels[target['id']].get('label', '')}" for target in version.targets if target["id"] not in used
    ]
