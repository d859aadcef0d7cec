"""A choice among rows of a table: a number that no row can have is no choice of it, however long it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class RowField(forms.ModelChoiceField):
    """One row, or none."""

    def to_python(self, value: Any) -> Any:
        """As Django's. Raises ValidationError for a number beyond the database's integers too, which Django lets by."""
        try:
            return super().to_python(value)
        except OverflowError:
            raise _no_choice(self, value) from None


class RowsField(forms.ModelMultipleChoiceField):
    """Some rows."""

    def _check_values(self, value: Any) -> Any:
        values = list(value)
        try:
            return super()._check_values(values)  # type: ignore[misc]  # Django's stubs leave it out
        except OverflowError:
            raise _no_choice(self, max(map(str, values), key=len)) from None


def _no_choice(field: forms.Field, value: Any) -> ValidationError:
    code = "invalid_choice"
    return ValidationError(field.error_messages[code], code=code, params={"value": value})
