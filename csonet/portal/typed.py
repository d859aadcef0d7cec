"""What a person typed into a form that could not be taken, in words that they know it by."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

#: What pages put into their forms for themselves: versions, times, buttons, rows of numbers, management forms.
_MACHINE = re.compile(r"^(version|seen|opened|do|next|website|organization|revision)$|(^|[-_])(id|pk|[A-Z]+_FORMS)$")
#: How fields are called that many forms have; the others are told by their names.
_LABELS = {
    "title": _("Title"),
    "summary": _("Summary"),
    "text": _("Text"),
    "message": _("Message"),
    "subject": _("Subject"),
    "name": _("Name"),
    "email": _("E-mail address"),
    "reason": _("Reason"),
}


def readable(request: HttpRequest, sent: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """(label, text) for what was typed or chosen; what the page itself had put into the form is left out."""
    fields = _fields_of(request)
    return [
        (_label(name, fields.get(name)), _words(value, fields.get(name)))
        for name, value in sent
        if not _MACHINE.search(name) and not isinstance(fields.get(name), forms.ModelChoiceField)
    ]


def _fields_of(request: HttpRequest) -> dict[str, forms.Field]:
    """The fields of the form that this address takes, where its view says which; else {}."""
    view: Any = getattr(request.resolver_match, "func", None)
    given = getattr(view, "view_initkwargs", {}).get("form_class")
    form = given or getattr(getattr(view, "view_class", None), "form_class", None)
    return getattr(form, "base_fields", {})


def _label(name: str, field: forms.Field | None) -> str:
    words = re.sub(r"[\W_]+", " ", name).strip()
    return str((field and field.label) or _LABELS.get(name) or words[:1].upper() + words[1:])


def _words(value: str, field: forms.Field | None) -> str:
    """A choice by its name, a text as it was typed."""
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    names: Any = flatten_choices(choices)
    return next((str(label) for key, label in names if str(key) == value), value)
