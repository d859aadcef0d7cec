"""The reasons that the Branch gives for its decisions on organizations, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from csonet.abstract import NAME_COLUMNS
from csonet.reference.models import OrganizationReason


def exists(code: str) -> bool:
    """Can this reason be chosen?"""
    return OrganizationReason.objects.filter(pk=code, is_active=True).exists()


def choices() -> list[tuple[str, str]]:
    """(code, name) of the reasons that can be chosen, in the active language."""
    return [(reason.pk, reason.name) for reason in OrganizationReason.objects.filter(is_active=True)]


def text_of(code: str) -> str:
    """The words to the owners in the active language, or in English; "" for a code that is none."""
    reason = OrganizationReason.objects.filter(pk=code).first() if code else None
    if reason is None:
        return ""
    column = NAME_COLUMNS.get(get_language() or "en", "name_en").replace("name_", "text_")
    return getattr(reason, column) or reason.text_en
