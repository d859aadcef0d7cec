"""A field of several rows with the same columns: indicators, deliverables, resources. Works without a script.

All inputs of a field have its name and stand in the order of the columns, so that a row is so many values in turn:
drafts, held edits and comparisons keep it like any field of several values.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import currencies
from projects.models.choices import AmountBand, Availability, Means

MOST_ROWS = 20
#: Empty rows that stand ready.
SPARE = 1
#: Larger figures are slips of the keyboard.
MOST = Decimal(10) ** 12
_OVERRIDES = "\u202d\u202e\ufffe\uffff"


@dataclass(frozen=True)
class Column:
    """One column. kind: "text", "number", "date" or "choice"."""

    name: str
    label: str | Promise
    kind: str = "text"
    longest: int = 200
    choices: Callable[[], list[tuple[str, Any]]] | None = None
    is_required: bool = True

    def clean(self, value: str) -> str:
        """The value as it is kept. Raises ValidationError in words."""
        if any(unicodedata.category(sign) == "Cc" or sign in _OVERRIDES for sign in value):
            raise ValidationError(_("This contains control characters, which can't be shown."))
        value = " ".join(unicodedata.normalize("NFC", value).split())
        if not value:
            if self.is_required:
                raise ValidationError(_("“%(label)s” is missing in a row.") % {"label": self.label})
            return ""
        if len(value) > self.longest:
            raise ValidationError(
                _("“%(label)s” has at most %(limit)d characters.") % {"label": self.label, "limit": self.longest}
            )
        return getattr(self, f"_clean_{self.kind}")(value)

    def _clean_text(self, value: str) -> str:
        return value

    def _clean_number(self, value: str) -> str:
        plain = value.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").replace(",", ".")
        try:
            number = Decimal(plain)
        except InvalidOperation:
            raise ValidationError(_("“%(value)s” is not a number.") % {"value": value[:40]}) from None
        if not number.is_finite() or abs(number) > MOST:
            raise ValidationError(_("“%(value)s” is too large to be meant.") % {"value": value[:40]})
        return format(number, "f")

    def _clean_date(self, value: str) -> str:
        try:
            day = parse_date(value)
        except ValueError:
            day = None
        if day is None or not date(1990, 1, 1) <= day <= date(2100, 12, 31):
            raise ValidationError(_("“%(value)s” is not a date.") % {"value": value[:40]})
        return day.isoformat()

    def _clean_choice(self, value: str) -> str:
        if value not in dict(self.choices() if self.choices else ()):
            raise ValidationError(_("Choose from the list."))
        return value


class RowsWidget(forms.Widget):
    """The rows as a list of groups of labelled inputs."""

    template_name = "projects/_rows.html"
    use_fieldset = True
    columns: tuple[Column, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name) or [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}_0_0" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        id_ = (attrs or {}).get("id", name)
        rows = _chunks([str(entry) for entry in value or []], len(self.columns))
        rows = [row for row in rows if any(row)][:MOST_ROWS]
        rows += [[""] * len(self.columns)] * min(SPARE + (not rows), MOST_ROWS - len(rows))
        context["widget"]["rows"] = [
            [
                {"column": column, "value": given, "id": f"{id_}_{number}_{place}", "choices": _options(column)}
                for place, (column, given) in enumerate(zip(self.columns, row, strict=True))
            ]
            for number, row in enumerate(rows)
        ]
        return context


def _options(column: Column) -> list[tuple[str, Any]]:
    return [("", "—"), *column.choices()] if column.choices else []


def _chunks(flat: list[str], width: int) -> list[list[str]]:
    return [flat[start : start + width] for start in range(0, len(flat) - len(flat) % width, width)]


class RowsField(forms.Field):
    """Rows of columns; its value is a list of {column: text}."""

    default_error_messages = {"required": gettext_lazy("Fill in at least one row.")}

    def __init__(
        self, columns: tuple[Column, ...], check: Callable[[dict[str, str]], None] | None = None, **kwargs: Any
    ):
        self.columns, self.check = columns, check
        super().__init__(widget=RowsWidget, **kwargs)
        self.widget.columns = columns

    def __deepcopy__(self, memo: dict[int, Any]) -> RowsField:
        copied = super().__deepcopy__(memo)
        copied.widget.columns = self.columns
        return copied

    def prepare_value(self, value: Any) -> list[str]:
        """Rows as the browser sends them: so many values in turn."""
        if not isinstance(value, list):
            return []
        if value and isinstance(value[0], dict):
            return [str(row.get(column.name, "")) for row in value for column in self.columns]
        return [str(entry) for entry in value]

    def to_python(self, value: Any) -> list[dict[str, str]]:
        """The filled rows. Raises ValidationError for the first of each row's faults."""
        rows = [
            row for row in _chunks([str(entry) for entry in value or []], len(self.columns)) if any(map(str.strip, row))
        ]
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("Use at most %(limit)d rows.") % {"limit": MOST_ROWS})
        cleaned, faults = [], []
        for row in rows:
            try:
                made = {column.name: column.clean(given) for column, given in zip(self.columns, row, strict=True)}
                if self.check is not None:
                    self.check(made)
            except ValidationError as error:
                faults.append(error)
            else:
                cleaned.append(made)
        if faults:
            raise ValidationError(faults)
        return cleaned

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or [])
        except ValidationError:
            return True


INDICATORS = (
    Column("statement", gettext_lazy("What is measured")),
    Column("unit", gettext_lazy("In which unit"), longest=60),
    Column("baseline", gettext_lazy("Figure today"), "number", 20),
    Column("aim", gettext_lazy("Figure aimed at"), "number", 20),
)
DELIVERABLES = (
    Column("what", gettext_lazy("What will be there")),
    Column("due", gettext_lazy("By when"), "date", 10),
)
RESOURCES = (
    Column("what", gettext_lazy("What")),
    Column("means", gettext_lazy("Kind"), "choice", 10, lambda: list(Means.choices)),
    Column("availability", gettext_lazy("There or missing"), "choice", 10, lambda: list(Availability.choices)),
    Column("currency", gettext_lazy("Currency, for money"), "choice", 3, currencies.choices, is_required=False),
    Column(
        "band", gettext_lazy("Amount, for money"), "choice", 12, lambda: list(AmountBand.choices), is_required=False
    ),
)


def check_resource(row: dict[str, str]) -> None:
    """Money has a currency and an amount; nothing else has. Raises ValidationError."""
    if row["means"] == Means.MONEY and not (row["currency"] and row["band"]):
        raise ValidationError(_("For money, choose a currency and an amount."))
    if row["means"] != Means.MONEY and (row["currency"] or row["band"]):
        raise ValidationError(_("A currency and an amount are for money alone."))


def check_indicator(row: dict[str, str]) -> None:
    """What is measured is to change. Raises ValidationError."""
    if Decimal(row["baseline"]) == Decimal(row["aim"]):
        raise ValidationError(_("The figure aimed at is the same as today’s."))
