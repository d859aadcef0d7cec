"""One item of QTI 1.2 as a question of the portal: what is asked, what may be chosen, and why an item can't be taken.

Read are the items of the standard, its profile in Common Cartridge, and what Canvas and text2qti write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.packages.markup import called, first, inner, language_of, within, words
from training.quizzes.grading import Kind

Texts = dict[str, str]
MOST_MARKS = 20
#: Types of items, as the metadata of one or the other maker call them.
_TYPES = {
    "multiple_choice_question": Kind.SINGLE,
    "cc.multiple_choice": Kind.SINGLE,
    "multiple_answers_question": Kind.MULTIPLE,
    "cc.multiple_response": Kind.MULTIPLE,
    "true_false_question": Kind.TRUEFALSE,
    "cc.true_false": Kind.TRUEFALSE,
    "short_answer_question": Kind.SHORT,
    "cc.fib": Kind.SHORT,
    "cc.pattern_match": Kind.SHORT,
    "numerical_question": Kind.NUMBER,
    "ordering_question": Kind.ORDERING,
    "matching_question": Kind.MATCHING,
    "fill_in_multiple_blanks_question": Kind.GAP,
    "essay_question": Kind.ESSAY,
    "cc.essay": Kind.ESSAY,
}


class NotTaken(Exception):
    """Why an item can't be a question here, in words."""


@dataclass
class Choice:
    """A label that can be chosen."""

    own: str
    texts: Texts


@dataclass
class Asking:
    """One place of an item where an answer is wanted."""

    own: str
    tag: str
    cardinality: str
    is_number: bool
    choices: list[Choice]
    texts: Texts


@dataclass
class Item:
    """An item as it stands in the file, before it is a question."""

    own: str
    title: str
    kind: Kind
    stem: Texts
    marks: int
    askings: list[Asking]
    element: Element
    notes: list[str] = field(default_factory=list)


def item_of(element: Element, language: str) -> Item:
    """What an item asks. language: of texts that don't say theirs. Raises NotTaken."""
    lost: list[str] = []
    presentation = first(element, "presentation")
    if presentation is None:
        raise NotTaken(_("it asks nothing"))
    askings = [_asking(found, language, lost) for found in within(presentation, *_RESPONSES)]
    kind = _kind(element, askings)
    stem = _stem(presentation, language, lost)
    if not any(stem.values()):
        raise NotTaken(_("it has no text"))
    item = Item(
        element.get("ident", ""), line_title(element, stem), kind, stem, _marks(element, lost), askings, element
    )
    item.notes = _notes(lost)
    return item


_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")


def line_title(element: Element, stem: Texts) -> str:
    """By what the report names an item: its title, or how it begins."""
    title = element.get("title", "").strip()
    begins = next((text for text in stem.values() if text), "")
    return begins[:80] if title.lower() in ("", "question") else title


def metadata(element: Element) -> Texts:
    """The fields of an item's (or an assessment's own) metadata."""
    found = {}
    for row in within(element, "qtimetadatafield"):
        label, entry = first(row, "fieldlabel"), first(row, "fieldentry")
        found.setdefault(inner(label).lower(), inner(entry))
    return found


def texts_of(material: Element, language: str, lost: list[str]) -> Texts:
    """{language: text} of a material and its alternatives."""
    texts = {language_of(material, language): words(material, lost)}
    for other in within(material, "altmaterial"):
        texts.setdefault(language_of(other, language), words(other, lost))
    return {code: text for code, text in texts.items() if text}


def _stem(presentation: Element, language: str, lost: list[str]) -> Texts:
    """All materials that belong to no answer, one below the other."""
    parts: dict[str, list[str]] = {}
    waiting = list(presentation)[::-1]
    while waiting:
        element = waiting.pop()
        if called(element) == "material":
            for code, text in texts_of(element, language, lost).items():
                parts.setdefault(code, []).append(text)
        elif called(element).startswith("flow"):
            waiting.extend(reversed(element))
    return {code: "\n".join(found) for code, found in parts.items()}


def _asking(element: Element, language: str, lost: list[str]) -> Asking:
    choices = []
    for label in within(element, "response_label"):
        material = first(label, "material")
        texts = texts_of(material, language, lost) if material is not None else {}
        choices.append(Choice(label.get("ident", ""), texts))
    own = next((child for child in element if called(child) == "material"), None)
    blank = first(element, "render_fib")
    number = called(element) == "response_num" or (
        blank is not None and blank.get("fibtype", "").lower() in ("decimal", "integer", "scientific")
    )
    return Asking(
        own=element.get("ident", ""),
        tag=called(element),
        cardinality=element.get("rcardinality", "Single").lower(),
        is_number=number,
        choices=choices if first(element, "render_choice") is not None else [],
        texts=texts_of(own, language, lost) if own is not None else {},
    )


def _kind(element: Element, askings: list[Asking]) -> Kind:
    """What kind of question an item is: as it says, else as it looks. Raises NotTaken for one that can't be asked."""
    fields = metadata(element)
    said = fields.get("question_type") or fields.get("cc_profile", "").partition(".v")[0]
    tags = {asking.tag for asking in askings}
    if said == "file_upload_question":
        raise NotTaken(_("it asks for a file; make it an assignment"))
    if said == "text_only_question" or not askings:
        raise NotTaken(_("it is a text that asks nothing"))
    if "response_xy" in tags or "response_grp" in tags:
        raise NotTaken(_("it asks for a place in a picture, which can't be answered without seeing"))
    if said in _TYPES:
        return _TYPES[said]
    if said.endswith("_question") or said.startswith("cc."):
        raise NotTaken(_("questions of the kind “%(kind)s” are not asked here") % {"kind": said[:60]})
    return _kind_by_looks(element, askings)


def _kind_by_looks(element: Element, askings: list[Asking]) -> Kind:
    head = askings[0]
    if len(askings) > 1:
        return Kind.MATCHING if all(asking.choices for asking in askings) else Kind.GAP
    if head.choices:
        by_cardinality = {"multiple": Kind.MULTIPLE, "ordered": Kind.ORDERING}
        return by_cardinality.get(head.cardinality, Kind.SINGLE)
    if head.is_number:
        return Kind.NUMBER
    return Kind.SHORT if first(element, "varequal", "varsubstring") is not None else Kind.ESSAY


def _marks(element: Element, lost: list[str]) -> int:
    fields = metadata(element)
    said = fields.get("points_possible") or fields.get("cc_weighting") or "1"
    try:
        marks = Decimal(said)
    except InvalidOperation:
        return 1
    if not marks.is_finite() or marks != marks.to_integral_value() or not 1 <= marks <= MOST_MARKS:
        lost.append("marks")
        return int(min(max(marks, 1), MOST_MARKS)) if marks.is_finite() else 1
    return int(marks)


def _notes(lost: list[str]) -> list[str]:
    """What was left out of an item, in words."""
    notes = []
    if "marks" in lost:
        notes.append(_("its marks became a whole number from 1 to %(limit)d") % {"limit": MOST_MARKS})
    if any(name != "marks" for name in lost):
        notes.append(_("pictures, players and formulas in it were left out"))
    return notes
