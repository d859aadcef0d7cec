"""Texts of a course in several languages: one structure, one progress record, many wordings.

A wording is JSON on the row it belongs to: {language: {field: text}}. The rows are the same for every reader; what is
said in the reader's language is looked up when the page is written. Never a silent fallback: the language in which a
text is really there goes with it, so that the page can carry `lang` and `dir`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from csonet.ui.languages import CODES

Wording = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Said:
    """A text and the language in which it is there ("" if it is there in none)."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


def said(wording: Wording, field: str, wanted: Iterable[str]) -> Said:
    """The text of a field in the first of the wanted languages that has it, else in any language that has it."""
    for language in (*wanted, *wording):
        text = wording.get(language, {}).get(field, "")
        if text:
            return Said(text, language)
    return Said("", "")


def languages_of(wordings: Iterable[Wording], field: str) -> dict[str, float]:
    """How complete each language is: {language: share of the rows that have the field in it, 0 to 1}."""
    rows = [wording for wording in wordings if any(texts.get(field) for texts in wording.values())]
    found = {language for wording in rows for language, texts in wording.items() if texts.get(field)}
    return {
        language: sum(bool(wording.get(language, {}).get(field)) for wording in rows) / len(rows) for language in found
    }


def check_wording(wording: object, fields: Iterable[str]) -> None:
    """Raises ValidationError unless it is {language of the portal: {one of the fields: text}}."""
    known = set(fields)
    if not isinstance(wording, dict) or not set(wording) <= set(CODES):
        raise ValidationError(_("Give the texts under the languages of the portal."))
    for texts in wording.values():
        if (
            not isinstance(texts, dict)
            or not set(texts) <= known
            or not all(isinstance(v, str) for v in texts.values())
        ):
            raise ValidationError(
                _("Give texts for these fields alone: %(fields)s.") % {"fields": ", ".join(sorted(known))}
            )


def title_of(row: Any) -> str:
    """A row's title in any of its languages, for messages to authors; a dash for none."""
    return next((texts["title"] for texts in row.wording.values() if texts.get("title")), "–")
