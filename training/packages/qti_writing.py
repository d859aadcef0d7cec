"""Questions as QTI 1.2: whole, in all their languages; and in the profile of Common Cartridge, which says less.

The profile knows choices, true or false, words and essays, each in one language. What it can't say is asked there as an
essay, and the whole quiz stands beside it in full, where this portal (and who reads QTI 1.2) finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from training.models import Quiz
from training.packages.asked import Drawn
from training.packages.qti_elements import (
    QTI,
    add,
    choices,
    document,
    equals,
    fields,
    gives,
    material,
    scoring,
    texts_of,
    told,
)
from training.quizzes.grading import Kind
from training.wording import said

_SCHEMAS = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2 http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd"
_PROFILE = "http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_qtiasiv1p2p1_v1p0.xsd"
#: What Canvas and those who read its packages call the kinds.
NAMES = {
    Kind.SINGLE: "multiple_choice_question",
    Kind.MULTIPLE: "multiple_answers_question",
    Kind.TRUEFALSE: "true_false_question",
    Kind.SHORT: "short_answer_question",
    Kind.NUMBER: "numerical_question",
    Kind.ORDERING: "ordering_question",
    Kind.MATCHING: "matching_question",
    Kind.GAP: "fill_in_multiple_blanks_question",
    Kind.ESSAY: "essay_question",
}
_PROFILES = {
    Kind.SINGLE: "cc.multiple_choice.v0p1",
    Kind.MULTIPLE: "cc.multiple_response.v0p1",
    Kind.TRUEFALSE: "cc.true_false.v0p1",
    Kind.SHORT: "cc.fib.v0p1",
    Kind.NUMBER: "cc.fib.v0p1",
}
_CHOSEN = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUEFALSE)


def quiz_file(quiz: Quiz, title: str, draws: list[Drawn], wanted: tuple[str, ...]) -> bytes:
    """A quiz in full, as a file of QTI 1.2."""
    rules = {"cc_maxattempts": str(quiz.attempts or "unlimited")}
    if quiz.limit_minutes:
        rules["qmd_timelimit"] = str(quiz.limit_minutes)
    root, assessment = _file(quiz, title, rules, _SCHEMAS)
    outcomes = add(add(assessment, "outcomes_processing", scoremodel="SumOfScores"), "outcomes")
    add(outcomes, "decvar", varname="SCORE", vartype="Decimal", cutvalue=str(quiz.pass_percent))
    section = add(assessment, "section", ident="root_section")
    for number, drawn in enumerate(draws, start=1):
        into = section
        if drawn.count is not None or number > 1:
            into = add(section, "section", ident=f"bank-{number}", title=drawn.bank)
        if drawn.count is not None and drawn.count < len(drawn.questions):
            add(add(add(into, "selection_ordering"), "selection"), "selection_number", str(drawn.count))
        for version in drawn.questions:
            _item(into, version, wanted)
    return document(root)


def profile_file(quiz: Quiz, title: str, draws: list[Drawn], wanted: tuple[str, ...]) -> bytes:
    """A quiz in the profile of Common Cartridge, in one language."""
    rules = {"cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination", "qmd_scoretype": "Percentage"}
    if quiz.attempts:
        rules["cc_maxattempts"] = str(quiz.attempts) if quiz.attempts <= 5 else "unlimited"
    if quiz.limit_minutes:
        rules["qmd_timelimit"] = str(quiz.limit_minutes)
    root, assessment = _file(quiz, title, rules, f"{QTI} {_PROFILE}")
    section = add(assessment, "section", ident="root_section")
    for version in (version for drawn in draws for version in drawn.questions):
        _profile_item(section, version, wanted)
    return document(root)


def _file(quiz: Quiz, title: str, rules: dict[str, str], schemas: str) -> tuple[Element, Element]:
    root = Element("questestinterop", {"xmlns": QTI})
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root.set("xsi:schemaLocation", schemas)
    assessment = add(root, "assessment", ident=f"quiz-{quiz.activity.key}", title=title)
    fields(assessment, rules)
    return root, assessment


def _item(section: Element, version: Any, wanted: tuple[str, ...]) -> None:
    """A question in full."""
    kind, stem = Kind(version.kind), texts_of(version.wording, "stem", wanted)
    item = add(section, "item", ident=f"question-{version.question.key}", title=next(iter(stem.values()), "")[:80])
    fields(add(item, "itemmetadata"), {"question_type": NAMES[kind], "points_possible": str(version.marks)})
    for row in version.rubric:
        rubric = add(item, "rubric", view="Scorer")
        material(rubric, texts_of(row["wording"], "label", wanted), label=str(row.get("marks", 1)))
    presentation = add(item, "presentation")
    material(presentation, stem)
    _ASKERS[kind](presentation, version, wanted)
    processing = scoring(item)
    _KEYS[kind](processing, version)
    told(item, processing, *_explained(version, wanted))


def _explained(version: Any, wanted: tuple[str, ...]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    feedback = {option["id"]: texts_of(option["wording"], "feedback", wanted) for option in version.options}
    chosen = version.kind in _CHOSEN
    return (
        {own: texts for own, texts in feedback.items() if texts and chosen},
        texts_of(version.wording, "explanation", wanted),
    )


def _ask_choice(presentation: Element, version: Any, wanted: tuple[str, ...]) -> None:
    cardinality = {Kind.MULTIPLE: "Multiple", Kind.ORDERING: "Ordered"}.get(Kind(version.kind), "Single")
    choices(add(presentation, "response_lid", ident="response1", rcardinality=cardinality), version.options, wanted)


def _ask_pairs(presentation: Element, version: Any, wanted: tuple[str, ...]) -> None:
    for option in version.options:
        asking = add(presentation, "response_lid", ident=str(option["id"]), rcardinality="Single")
        material(asking, texts_of(option["wording"], "label", wanted))
        choices(asking, version.targets, wanted)


def _ask_words(presentation: Element, version: Any, wanted: tuple[str, ...]) -> None:
    number = {"fibtype": "Decimal"} if version.kind == Kind.NUMBER else {}
    _blank(presentation, "response1", **number)


def _ask_gaps(presentation: Element, version: Any, wanted: tuple[str, ...]) -> None:
    for gap in sorted(version.key["gaps"], key=int):
        _blank(presentation, f"response_{gap}")


def _blank(presentation: Element, ident: str, **attributes: str) -> None:
    asking = add(presentation, "response_str", ident=ident, rcardinality="Single")
    add(add(asking, "render_fib", **attributes), "response_label", ident=f"{ident}-words")


_ASKERS: dict[Kind, Callable[[Element, Any, tuple[str, ...]], None]] = {
    **dict.fromkeys((*_CHOSEN, Kind.ORDERING), _ask_choice),
    **dict.fromkeys((Kind.SHORT, Kind.NUMBER, Kind.ESSAY), _ask_words),
    Kind.MATCHING: _ask_pairs,
    Kind.GAP: _ask_gaps,
}


def _key_choice(processing: Element, version: Any) -> None:
    right, wrong = version.key["right"], [one["id"] for one in version.options if one["id"] not in version.key["right"]]
    if version.kind == Kind.MULTIPLE and version.key.get("partial"):
        part = (Decimal(100) / len(right)).quantize(Decimal("0.01"))
        for own, score in [*((one, part) for one in right), *((one, -part) for one in wrong)]:
            equals(gives(processing, score, action="Add"), "response1", own)
        return
    variable = gives(processing)
    if version.kind != Kind.MULTIPLE:
        equals(variable, "response1", right[0])
        return
    both = add(variable, "and")
    for own in right:
        equals(both, "response1", own)
    for own in wrong:
        equals(add(both, "not"), "response1", own)


def _key_order(processing: Element, version: Any) -> None:
    both = add(gives(processing), "and")
    for number, own in enumerate(version.key["order"], start=1):
        equals(both, "response1", own, index=str(number))


def _key_pairs(processing: Element, version: Any) -> None:
    part = (Decimal(100) / len(version.key["pairs"])).quantize(Decimal("0.01"))
    for own, target in version.key["pairs"].items():
        equals(gives(processing, part, action="Add"), own, target)


def _key_words(processing: Element, version: Any) -> None:
    variable = gives(processing)
    for accepted in version.key["accept"]:
        equals(variable, "response1", accepted)


def _key_number(processing: Element, version: Any) -> None:
    value, tolerance = Decimal(version.key["value"]), Decimal(version.key.get("tolerance") or 0)
    either = add(gives(processing), "or")
    equals(either, "response1", f"{value:f}")
    within = add(either, "and")
    add(within, "vargte", f"{value - tolerance:f}", respident="response1")
    add(within, "varlte", f"{value + tolerance:f}", respident="response1")


def _key_gaps(processing: Element, version: Any) -> None:
    part = (Decimal(100) / len(version.key["gaps"])).quantize(Decimal("0.01"))
    for gap, accepted in version.key["gaps"].items():
        for word in accepted:
            equals(gives(processing, part, action="Add"), f"response_{gap}", word)


def _key_none(processing: Element, version: Any) -> None:
    """A person marks it."""


_KEYS: dict[Kind, Callable[[Element, Any], None]] = {
    **dict.fromkeys(_CHOSEN, _key_choice),
    Kind.ORDERING: _key_order,
    Kind.MATCHING: _key_pairs,
    Kind.SHORT: _key_words,
    Kind.NUMBER: _key_number,
    Kind.GAP: _key_gaps,
    Kind.ESSAY: _key_none,
}


def _profile_item(section: Element, version: Any, wanted: tuple[str, ...]) -> None:
    """A question as the profile of Common Cartridge can say it."""
    kind = Kind(version.kind)
    stem = said(version.wording, "stem", wanted)
    item = add(section, "item", ident=f"question-{version.question.key}", title=stem.text[:80])
    profile = _PROFILES.get(kind, "cc.essay.v0p1")
    fields(add(item, "itemmetadata"), {"cc_profile": profile, "cc_weighting": str(version.marks)})
    presentation = add(item, "presentation")
    text = stem.text if kind in _PROFILES else "\n".join([stem.text, *_lines(version, wanted)])
    material(presentation, {stem.language: text}, alone=True)
    if kind in _CHOSEN:
        cardinality = "Multiple" if kind == Kind.MULTIPLE else "Single"
        asking = add(presentation, "response_lid", ident="response1", rcardinality=cardinality)
        choices(asking, version.options, wanted, alone=True)
    else:
        asking = add(presentation, "response_str", ident="response1", rcardinality="Single")
        add(asking, "render_fib", prompt="Dashline" if profile.startswith("cc.fib") else "Box")
    if kind in _PROFILES:
        processing = scoring(item)
        _profile_key(processing, version)
        told(item, processing, *_explained(version, wanted), alone=True)


def _profile_key(processing: Element, version: Any) -> None:
    if version.kind == Kind.NUMBER:
        equals(gives(processing), "response1", version.key["value"])
    elif version.kind == Kind.MULTIPLE:
        all_or_nothing = {"right": version.key["right"]}
        _key_choice(processing, _As(version, all_or_nothing))
    else:
        _KEYS[Kind(version.kind)](processing, version)


class _As:
    """A version with another key."""

    def __init__(self, version: Any, key: dict[str, Any]):
        self.kind, self.options, self.key = version.kind, version.options, key


def _lines(version: Any, wanted: tuple[str, ...]) -> list[str]:
    """The options of a question, and what they are matched with, as lines: sorted, so that no order tells the key."""
    rows = [sorted(said(row["wording"], "label", wanted).text for row in part) for part in _parts(version)]
    return [f"- {text}" for row in rows for text in row]


def _parts(version: Any) -> tuple[list[Any], list[Any]]:
    return version.options, version.targets
