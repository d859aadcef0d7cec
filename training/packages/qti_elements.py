"""The elements of QTI 1.2 from which quizzes are written: materials, answers to choose, conditions, feedback."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from csonet.richtext import without_controls
from csonet.ui.languages import tag
from training.wording import said

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
Texts = dict[str, str]


def document(root: Element) -> bytes:
    """An element as a file."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8") + b"\n"


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A new last child, with its text."""
    child = SubElement(parent, name, attributes)
    if text:
        child.text = without_controls(text)
    return child


def texts_of(wording: Mapping[str, Mapping[str, str]], field: str, wanted: Iterable[str]) -> Texts:
    """{language: text} of a field, the language that is wanted most first."""
    best = said(wording, field, wanted)
    found = {best.language: best.text} if best else {}
    return found | {code: texts[field] for code, texts in wording.items() if texts.get(field)}


def material(parent: Element, texts: Texts, *, alone: bool = False, label: str = "") -> Element:
    """A text, and its other languages as alternatives. alone: the first language only, as the profile of CC has it."""
    made = add(parent, "material", **({"label": label} if label else {}))
    for number, (code, text) in enumerate(texts.items()):
        if number == 0:
            made.set(LANG, tag(code))
            add(made, "mattext", text, texttype="text/plain")
        elif not alone:
            other = add(made, "altmaterial")
            other.set(LANG, tag(code))
            add(other, "mattext", text, texttype="text/plain")
    if alone:
        made.attrib.pop(LANG, None)
    return made


def fields(parent: Element, rows: Mapping[str, str]) -> None:
    """Metadata by their labels."""
    metadata = add(parent, "qtimetadata")
    for label, entry in rows.items():
        row = add(metadata, "qtimetadatafield")
        add(row, "fieldlabel", label)
        add(row, "fieldentry", entry)


def choices(parent: Element, options: list[Any], wanted: tuple[str, ...], *, alone: bool = False) -> None:
    """What can be chosen in a response."""
    render = add(parent, "render_choice")
    for option in options:
        label = add(render, "response_label", ident=str(option["id"]))
        material(label, texts_of(option["wording"], "label", wanted), alone=alone)


def scoring(item: Element) -> Element:
    """The processing of a response, with the score that it can reach."""
    processing = add(item, "resprocessing")
    outcomes = add(processing, "outcomes")
    add(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    return processing


def gives(processing: Element, score: Decimal | int = 100, *, action: str = "Set") -> Element:
    """A condition that gives marks; what has to hold is added to what is returned."""
    condition = add(processing, "respcondition", **{"continue": "No" if action == "Set" else "Yes"})
    variable = add(condition, "conditionvar")
    add(condition, "setvar", str(score), action=action, varname="SCORE")
    return variable


def equals(parent: Element, asking: str, value: str, **attributes: str) -> None:
    """The answer is this."""
    add(parent, "varequal", value, respident=asking, **attributes)


def told(item: Element, processing: Element, feedback: dict[str, Texts], why: Texts, *, alone: bool = False) -> None:
    """What the chooser of an option is told, and why an answer is right. Conditions stand before the marks'."""
    place = 1
    rows = [(f"{own}_fb", own, texts) for own, texts in feedback.items()]
    for ident, own, texts in [*([("general_fb", "", why)] if why else []), *rows]:
        condition = Element("respcondition", {"continue": "Yes"})
        variable = add(condition, "conditionvar")
        if own:
            equals(variable, "response1", own)
        else:
            add(variable, "other")
        add(condition, "displayfeedback", feedbacktype="Response", linkrefid=ident)
        processing.insert(place, condition)
        place += 1
        shown = add(item, "itemfeedback", ident=ident)
        material(add(shown, "flow_mat"), texts, alone=alone)
