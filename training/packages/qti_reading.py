"""A file of QTI 1.2 as quizzes: sections, draws, rules and questions, with a line of the report for each item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.packages.markup import called, inner, line, within
from training.packages.qti_items import MOST_MARKS, Item, NotTaken, item_of, metadata
from training.packages.qti_keys import explanation, parts_of
from training.packages.report import CHANGED, DROPPED, TAKEN, Reading
from training.questions import check_question
from training.writing import LONGEST_LINE

Data = dict[str, Any]
MOST_QUESTIONS = 500
MOST_STEM = 2_000


def quizzes_of(root: Element, language: str, reading: Reading) -> list[Data]:
    """[{"title", "rules", "draws": [{"count", "questions"}]}]; what asks nothing is left out, with a line that says so.

    A file is one or more assessments, or a bank: sections and items without one.
    """
    if called(root) != "questestinterop":
        return []
    holders = [child for child in root if called(child) in ("assessment", "objectbank")] or [root]
    return [quiz for holder in holders if (quiz := _quiz(holder, language, reading))]


def _quiz(holder: Element, language: str, reading: Reading) -> Data | None:
    title = line(holder.get("title", "") or holder.get("ident", ""))[:200] or _("Quiz")
    own = holder.get("ident", "")
    draws = [draw for draw in _draws(holder, language, reading) if draw["questions"]]
    if not draws:
        reading.note(DROPPED, own, title, _("no question of it could be taken"))
        return None
    reading.note(TAKEN, own, title, _("a quiz; look over its rules"))
    return {"title": title, "rules": _rules(holder), "draws": draws}


def _draws(holder: Element, language: str, reading: Reading) -> Iterator[Data]:
    """What is asked: a section that says how many of its items are drawn is a draw of its own; the others are one."""
    all_asked: list[Data] = []
    waiting = list(holder)[::-1]
    groups = []
    while waiting:
        element = waiting.pop()
        name = called(element)
        if name == "item":
            all_asked += _question(element, language, reading)
        elif name == "section":
            count, marks = _drawn(element)
            if 0 < count < sum(1 for _item in within(element, "item")):
                rows = [row for item in within(element, "item") for row in _question(item, language, reading)]
                questions = [row | {"marks": marks} for row in rows] if marks else rows
                groups.append({"count": min(count, len(questions)), "questions": questions})
            else:
                waiting.extend(reversed(element))
    yield {"count": None, "questions": all_asked}
    yield from groups


def _drawn(section: Element) -> tuple[int, int]:
    """(how many items of a section are drawn, the marks of each); 0 for what it doesn't say."""
    found = {"selection_number": 0, "points_per_item": 0}
    for ordering in (child for child in section if called(child) == "selection_ordering"):
        for row in within(ordering, *found):
            found[called(row)] = _whole_number(inner(row).partition(".")[0])
    return found["selection_number"], min(found["points_per_item"], MOST_MARKS)


def _question(element: Element, language: str, reading: Reading) -> list[Data]:
    """The question of an item in a list, or none; either way with a line of the report."""
    own, title = element.get("ident", ""), line(element.get("title", ""))
    if reading.questions >= MOST_QUESTIONS:
        reading.note(DROPPED, own, title, _("there are more questions than a package may have"))
        return []
    try:
        item = item_of(element, language)
        title = item.title
        question = _whole(item, language)
        check_question(question)
    except NotTaken as reason:
        reading.note(DROPPED, own, title, str(reason))
        return []
    except ValidationError as error:
        reading.note(DROPPED, own, title, " ".join(error.messages))
        return []
    reading.questions += 1
    reading.note(CHANGED if item.notes else TAKEN, own, line(title), "; ".join(item.notes))
    return [question]


def _whole(item: Item, language: str) -> Data:
    parts = parts_of(item, language)
    if any(len(text) > MOST_STEM for text in item.stem.values()):
        raise NotTaken(_("its text is too long for a question"))
    wording = {code: {"stem": text} for code, text in item.stem.items()}
    for code, text in explanation(item.element, language).items():
        wording.setdefault(code, {})["explanation"] = text[:MOST_STEM]
    data = {"kind": item.kind.value, "marks": item.marks, "wording": wording, **parts}
    if any(len(text) > LONGEST_LINE for text in _labels(data)):
        raise NotTaken(_("an answer of it is too long"))
    return data


def _labels(data: Data) -> Iterator[str]:
    for option in (*data.get("options", []), *data.get("targets", [])):
        for texts in option["wording"].values():
            yield from texts.values()
    key = data["key"]
    yield from key.get("accept", [])
    yield from (word for accepted in key.get("gaps", {}).values() for word in accepted)


def _rules(holder: Element) -> Data:
    """The rules that an assessment says: attempts, time limit, pass mark."""
    own = [child for child in holder if called(child) in ("qtimetadata", "outcomes_processing")]
    fields: dict[str, str] = {}
    for child in own:
        fields |= metadata(child)
    rules: Data = {}
    attempts, limit = fields.get("cc_maxattempts", ""), fields.get("qmd_timelimit", "")
    if 0 < _whole_number(attempts) <= 100:
        rules["attempts"] = _whole_number(attempts)
    if 0 < _whole_number(limit) <= 1_000:
        rules["limit_minutes"] = _whole_number(limit)
    cut = next((row.get("cutvalue", "") for child in own for row in within(child, "decvar")), "")
    if 0 < _whole_number(cut) <= 100:
        rules["pass_percent"] = _whole_number(cut)
    return rules


def _whole_number(text: str) -> int:
    """A number of at most four digits; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
