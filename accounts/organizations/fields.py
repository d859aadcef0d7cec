"""Form fields over the vocabularies: options and answers come from the process, no query is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _


class VocabularyField(forms.TypedChoiceField):
    """One term of a vocabulary; its value is the term's object, or None."""

    def __init__(
        self,
        mapping: Callable[[], Mapping[Any, Any]],
        options: Callable[[], list[tuple[Any, str]]],
        *,
        key: Callable[[str], Any] = str,
        **kwargs: Any,
    ):
        kwargs.setdefault("empty_value", None)
        super().__init__(choices=lambda: [("", "—"), *options()], coerce=lambda value: mapping()[key(value)], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "pk", value)


class VocabularyListField(forms.TypedMultipleChoiceField):
    """Several terms of a vocabulary; its value is a list of the terms' objects."""

    def __init__(
        self,
        mapping: Callable[[], Mapping[Any, Any]],
        options: Callable[[], list[Any]],
        *,
        key: Callable[[str], Any] = str,
        most: int = 0,
        **kwargs: Any,
    ):
        self.most = most
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=options, coerce=lambda value: mapping()[key(value)], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [getattr(term, "pk", term) for term in value] if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(list(initial or ())), data)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.most and len(value) > self.most:
            raise ValidationError(_("Choose at most %(most)s.") % {"most": self.most})


class WebAddressField(forms.URLField):
    """The address of a web site, http or https; "NON", "n/a" and mail addresses are refused in words."""

    default_validators = [
        URLValidator(
            schemes=["http", "https"],
            message=_(
                "This is not the address of a web page. Write it like https://www.example.org, or leave it empty."
            ),
        )
    ]
    default_error_messages = {
        "invalid": _("This is not the address of a web page. Write it like https://www.example.org, or leave it empty.")
    }

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("assume_scheme", "https")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        address = super().to_python(value)
        if "@" in address.split("?")[0]:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return address
