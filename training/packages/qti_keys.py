"""What is right in an item of QTI 1.2: its conditions and feedback, read into a question's options, targets and key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.packages.markup import called, first, inner, language_of, within
from training.packages.qti_items import Choice, Item, NotTaken, Texts, texts_of
from training.quizzes.grading import Kind

Parts = dict[str, Any]
_OWN_NAME = re.compile(r"[A-Za-z][-\w]{0,30}", re.ASCII)


@dataclass(frozen=True)
class Test:
    """A comparison in a condition that gives marks."""

    sign: str
    asking: str
    value: str
    index: int
    language: str


@dataclass(frozen=True)
class Condition:
    """What must hold for marks. Comparisons under a “not” are left out: what is not chosen is not right."""

    tests: tuple[Test, ...]
    score: Decimal
    adds: bool


def conditions(element: Element, language: str) -> list[Condition]:
    """The conditions of an item that give marks, those that give most first."""
    found = []
    for row in within(element, "respcondition"):
        variable, setting = first(row, "conditionvar"), first(row, "setvar")
        if variable is None or setting is None:
            continue
        score = _number_in(inner(setting))
        if score is not None and score > 0:
            tests = tuple(_tests(variable, language))
            found.append(Condition(tests, score, setting.get("action", "Set").lower() == "add"))
    return sorted(found, key=lambda condition: -condition.score)


def _tests(element: Element, language: str) -> Iterator[Test]:
    for child in element:
        name = called(child)
        if name.startswith("var"):
            place = child.get("index", "")
            yield Test(
                name,
                child.get("respident", ""),
                inner(child),
                int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0,
                language_of(child, language),
            )
        elif name in ("and", "or"):
            yield from _tests(child, language)


def _number_in(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def parts_of(item: Item, language: str) -> Parts:
    """The options, targets, key and rubric of an item. Raises NotTaken where it doesn't say what is right."""
    rules = conditions(item.element, language)
    if item.kind == Kind.ESSAY:
        return {"key": {}, "rubric": _rubric(item.element, language)}
    if not rules:
        raise NotTaken(_("it doesn't say what is right"))
    return _READERS[item.kind](item, rules)


def _options(item: Item, choices: list[Choice]) -> tuple[list[Parts], dict[str, str]]:
    """The options with the feedback that each gives, and {ident in the file: id here}."""
    told = option_feedback(item.element, next(iter(item.stem)))
    names: dict[str, str] = {}
    options = []
    for number, choice in enumerate(choices, start=1):
        own = choice.own if _OWN_NAME.fullmatch(choice.own) and choice.own not in names else f"o{number}"
        names[choice.own] = own
        wording = {code: {"label": text} for code, text in choice.texts.items()}
        for code, text in told.get(choice.own, {}).items():
            wording.setdefault(code, {})["feedback"] = text
        options.append({"id": own, "wording": wording})
    if not all(any(texts.get("label") for texts in option["wording"].values()) for option in options):
        raise NotTaken(_("an option of it has no words: a picture alone can't be chosen here"))
    return options, names


def _chosen(item: Item, rules: list[Condition]) -> Parts:
    """One of several, or several of several."""
    options, names = _options(item, item.askings[0].choices)
    partial = item.kind == Kind.MULTIPLE and all(rule.adds for rule in rules)
    taken = rules if partial else rules[:1]
    if len(rules) > len(taken):
        item.notes.append(_("marks for answers that are partly right were left out"))
    right = [names[test.value] for rule in taken for test in rule.tests if test.value in names]
    key: Parts = {"right": list(dict.fromkeys(right))}
    if partial:
        key["partial"] = True
    return {"options": options, "key": key}


def _order(item: Item, rules: list[Condition]) -> Parts:
    options, names = _options(item, item.askings[0].choices)
    tests = sorted(rules[0].tests, key=lambda test: test.index)
    return {"options": options, "key": {"order": [names[test.value] for test in tests if test.value in names]}}


def _pairs(item: Item, rules: list[Condition]) -> Parts:
    """Each asking is a line of the left; what it can be matched with is the same for all of them."""
    targets: dict[tuple[tuple[str, str], ...], Parts] = {}
    for choice in (choice for asking in item.askings for choice in asking.choices):
        words = tuple(sorted(choice.texts.items()))
        own = f"t{len(targets) + 1}"
        targets.setdefault(words, {"id": own, "wording": {code: {"label": text} for code, text in words}})
    right = {test.asking: test.value for rule in reversed(rules) for test in rule.tests}
    options, pairs = [], {}
    for number, asking in enumerate(item.askings, start=1):
        own = asking.own if _OWN_NAME.fullmatch(asking.own) else f"o{number}"
        options.append({"id": own, "wording": {code: {"label": text} for code, text in asking.texts.items()}})
        found = next((choice for choice in asking.choices if choice.own == right.get(asking.own)), None)
        if found is None or not asking.texts:
            raise NotTaken(_("a line of it belongs to nothing"))
        pairs[own] = targets[tuple(sorted(found.texts.items()))]["id"]
    return {"options": options, "targets": list(targets.values()), "key": {"pairs": pairs}}


def _words(item: Item, rules: list[Condition]) -> Parts:
    tests = [test for rule in rules for test in rule.tests if test.sign in ("varequal", "varsubstring")]
    if any(test.sign == "varsubstring" for test in tests):
        item.notes.append(_("an answer has to be the words themselves, not to contain them"))
    return {"key": {"accept": list(dict.fromkeys(test.value for test in tests if test.value))}}


def _number(item: Item, rules: list[Condition]) -> Parts:
    """The middle of what is accepted, and how far off an answer may be."""
    if len(rules) > 1:
        item.notes.append(_("of several right answers the first was taken"))
    known = [(test.sign, _number_in(test.value)) for test in rules[0].tests]
    exact = next((value for sign, value in known if sign == "varequal" and value is not None), None)
    low = next((value for sign, value in known if sign in ("vargte", "vargt") and value is not None), exact)
    high = next((value for sign, value in known if sign in ("varlte", "varlt") and value is not None), exact)
    if low is None or high is None or low > high:
        raise NotTaken(_("it doesn't say which numbers are right"))
    if any(sign in ("vargt", "varlt") for sign, _value in known):
        item.notes.append(_("the ends of the range count as right"))
    return {"key": {"value": _plain((low + high) / 2), "tolerance": _plain((high - low) / 2)}}


def _plain(number: Decimal) -> str:
    text = f"{number.normalize():f}"
    return "0" if text in ("-0", "") else text


def _gaps(item: Item, rules: list[Condition]) -> Parts:
    """Gaps by the names of the askings; the stem says [name], or [[1]] in a package of the portal's own."""
    gaps: dict[str, list[str]] = {}
    names = {asking.own: str(number) for number, asking in enumerate(item.askings, start=1)}
    labels = {(asking.own, choice.own): choice for asking in item.askings for choice in asking.choices}
    for test in (test for rule in rules for test in rule.tests if test.asking in names):
        choice = labels.get((test.asking, test.value))
        said = list(choice.texts.values()) if choice else [test.value]
        gaps.setdefault(names[test.asking], []).extend(word for word in said if word)
    for own, number in names.items():
        blank = own.removeprefix("response_")
        for code, stem in item.stem.items():
            item.stem[code] = stem.replace(f"[{blank}]", f"[[{number}]]") if f"[[{number}]]" not in stem else stem
    return {"key": {"gaps": {number: list(dict.fromkeys(words)) for number, words in gaps.items()}}}


_READERS: dict[Kind, Any] = {
    Kind.SINGLE: _chosen,
    Kind.TRUEFALSE: _chosen,
    Kind.MULTIPLE: _chosen,
    Kind.ORDERING: _order,
    Kind.MATCHING: _pairs,
    Kind.SHORT: _words,
    Kind.NUMBER: _number,
    Kind.GAP: _gaps,
}


def _rubric(element: Element, language: str) -> list[Parts]:
    """What is looked for in an essay, from an item's rubrics; the marks stand in a label of the portal's own."""
    rows = []
    for number, rubric in enumerate(within(element, "rubric"), start=1):
        material = first(rubric, "material")
        texts = texts_of(material, language, []) if material is not None else {}
        marks = material.get("label", "") if material is not None else ""
        if texts:
            given = int(marks) if marks.isascii() and marks.isdigit() and len(marks) < 3 else 1
            wording = {code: {"label": text} for code, text in texts.items()}
            rows.append({"id": f"r{number}", "marks": given, "wording": wording})
    return rows


def _feedback(element: Element, language: str) -> dict[str, Texts]:
    """All feedback of an item by its ident."""
    found: dict[str, Texts] = {}
    for row in within(element, "itemfeedback"):
        for material in within(row, "material"):
            for code, text in texts_of(material, language, []).items():
                found.setdefault(row.get("ident", ""), {}).setdefault(code, text)
    return found


def option_feedback(element: Element, language: str) -> dict[str, Texts]:
    """{ident of an option: what its chooser is told}: feedback that is shown for one comparison alone."""
    told, found = _feedback(element, language), {}
    for row in within(element, "respcondition"):
        variable = first(row, "conditionvar")
        tests = list(_tests(variable, language)) if variable is not None else []
        shown = [link.get("linkrefid", "") for link in within(row, "displayfeedback")]
        for own in shown:
            if len(tests) == 1 and own in told and own not in _GENERAL:
                found[tests[0].value] = told[own]
    return found


_GENERAL = ("general_fb", "correct_fb", "general_incorrect_fb")


def explanation(element: Element, language: str) -> Texts:
    """Why an answer is right: the general feedback, or the solution."""
    told = _feedback(element, language)
    for own in _GENERAL[:2]:
        if own in told:
            return told[own]
    for material in within(element, "solutionmaterial"):
        for inside in within(material, "material"):
            return texts_of(inside, language, [])
    return {}
