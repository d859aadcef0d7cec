"""Compiled catalogues, made in Python: a new machine has no gettext."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_catalogues() -> int:
    """Compile the .po files that are newer than their .mo; how many were compiled."""
    compiled = 0
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as lines:
                catalogue = read_po(lines)
            with target.open("wb") as out:
                write_mo(out, catalogue)
            compiled += 1
    return compiled
