"""A form field in which organizations are named, one a line: no page can offer ten thousand of them in a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.organizations.matching import near_matches


class OrganizationNamesField(forms.CharField):
    """Its value is a list of organizations that the directory shows; what was typed that is none is answered with the
    nearest names."""

    default_error_messages = {
        "unknown": _("The directory knows no organization named “%(name)s”."),
        "near": _("No organization is named exactly “%(name)s”. Do you mean: %(near)s?"),
        "many": _("Name at most %(most)d organizations."),
    }

    def __init__(self, *, most: int = 20, **kwargs: Any):
        self.most = most
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        kwargs.setdefault("max_length", 5000)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The names of what is set already; what was typed stays as it is."""
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(one.name if isinstance(one, Organization) else str(one) for one in value)

    def clean(self, value: Any) -> list[Organization]:
        """Raises ValidationError that names each line which is no organization."""
        typed = super().clean(value)
        names = list(dict.fromkeys(" ".join(line.split()) for line in typed.splitlines() if line.strip()))
        if len(names) > self.most:
            raise ValidationError(self.error_messages["many"], params={"most": self.most})
        found: dict[int, Organization] = {}
        problems = []
        for name in names:
            near = near_matches(name, limit=3)
            if near and near[0].is_same:
                found[near[0].organization.pk] = near[0].organization
            else:
                problems.append(self._problem(name, [match.organization.name for match in near]))
        if problems:
            raise ValidationError(problems)
        return list(found.values())

    def _problem(self, name: str, near: list[str]) -> ValidationError:
        code = "near" if near else "unknown"
        params = {"name": name[:100], "near": " · ".join(near)}
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or []), data)
