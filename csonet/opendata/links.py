"""The codes that rows are linked to, read for a chunk of rows in one query each."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Model


def codes_of(through: type[Model], row: str, code: str, keys: list[int]) -> dict[int, list[Any]]:
    """Row → its codes, in their order. through: the table between; row, code: its two columns."""
    found: dict[int, list[Any]] = defaultdict(list)
    links = through._default_manager.filter(**{f"{row}__in": keys}).order_by(row, code)
    for key, value in links.values_list(row, code):
        found[key].append(value)
    return found
