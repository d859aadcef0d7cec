"""Short ways to write a course in three languages: every text in English, French and Arabic, in this order."""

from __future__ import annotations

from typing import Any

LANGUAGES = ("en", "fr", "ar")
Texts = tuple[str, str, str]


def wording(**fields: Texts) -> dict[str, dict[str, str]]:
    """{language: {field: text}} of texts in the three languages."""
    return {code: {name: texts[place] for name, texts in fields.items()} for place, code in enumerate(LANGUAGES)}


def lesson(title: Texts, body: Texts, *activities: dict[str, Any], minutes: int = 6) -> dict[str, Any]:
    """A lesson that is read; further activities come after the reading."""
    return {"wording": wording(title=title, body=body), "activities": [{"minutes": minutes}, *activities]}


def quiz(title: Texts, bank: str, questions: list[dict[str, Any]], **rules: Any) -> dict[str, Any]:
    """A quiz as an activity."""
    return {
        "kind": "quiz",
        "minutes": 10,
        "wording": wording(title=title),
        "quiz": {"bank": bank, "rules": {"per_page": 3, **rules}, "questions": questions},
    }


def choice(stem: Texts, why: Texts, *options: tuple[bool, Texts], kind: str = "single") -> dict[str, Any]:
    """A question with options; (is it right, what it says)."""
    named = [(f"o{number}", right, texts) for number, (right, texts) in enumerate(options)]
    key: dict[str, Any] = {"right": [own for own, right, _texts in named if right]}
    return {
        "kind": kind,
        "wording": wording(stem=stem, explanation=why),
        "options": [{"id": own, "wording": wording(label=texts)} for own, _right, texts in named],
        "key": key | ({"partial": True} if kind == "multiple" else {}),
    }


def order(stem: Texts, why: Texts, *steps: Texts) -> dict[str, Any]:
    """Steps to be put in order; given in the right one."""
    return {
        "kind": "ordering",
        "wording": wording(stem=stem, explanation=why),
        "options": [{"id": f"o{number}", "wording": wording(label=texts)} for number, texts in enumerate(steps)],
        "key": {"order": [f"o{number}" for number in range(len(steps))]},
    }


def number(stem: Texts, why: Texts, value: str) -> dict[str, Any]:
    """A question for a number."""
    return {
        "kind": "number",
        "wording": wording(stem=stem, explanation=why),
        "key": {"value": value, "tolerance": "0"},
    }
