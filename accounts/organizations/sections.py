"""What stands on an organization's profile beside its own words: apps above the accounts register their sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import Organization

#: (organization, user) → (template name, context), or None where there is nothing to show.
Section = Callable[[Organization, Any], tuple[str, dict[str, Any]] | None]

_SECTIONS: list[Section] = []


def register_section(function: Section) -> None:
    """Show what this function returns on every profile, in the order of registration. Call it in an app's ready()."""
    if function not in _SECTIONS:
        _SECTIONS.append(function)


def sections_of(organization: Organization, user: Any) -> list[tuple[str, dict[str, Any]]]:
    """The sections of this profile for this reader."""
    return [section for function in _SECTIONS if (section := function(organization, user)) is not None]
