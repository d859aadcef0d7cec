"""What a person types into one line or a short text: no characters that nobody sees, no reversed reading order."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Controls (line breaks and tabs apart), overrides and isolates of direction, and code points that stand for nothing.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def validate_words(value: str) -> None:
    """Raises ValidationError where the text holds control characters or changes of the reading direction."""
    if _UNSEEN.search(value):
        raise ValidationError(_("Remove the characters that can't be seen (control characters)."), code="unseen")


def validate_line(value: str) -> None:
    """As validate_words(), and no line breaks either."""
    validate_words(value)
    if re.search(r"[\r\n\t\u2028\u2029]", value):
        raise ValidationError(_("Write this on one line."), code="lines")


class SeenWords(forms.BaseForm):
    """A form that refuses such characters beside the field; what was typed stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                long = isinstance(field.widget, forms.Textarea)
                field.validators.append(validate_words if long else validate_line)


def one_line(value: str, most: int = 200) -> str:
    """`value` fit for one line of a log: controls, escapes and line separators written out, at most `most` long."""
    shown = "".join(c if unicodedata.category(c)[0] not in "CZ" or c == " " else repr(c)[1:-1] for c in value[:most])
    return shown + ("…" if len(value) > most else "")
