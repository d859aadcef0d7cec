"""Letters of confirmation, badges and certificates of attendance, in the person's language and script.

The QR code leads to the page on which anybody can check what the paper says.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from csonet import papers
from events.models import Registration

KINDS = ("letter", "badge", "certificate")


def may_have(row: Registration, kind: str) -> bool:
    """A letter and a badge for those who are admitted, a certificate for those who came."""
    if kind == "certificate":
        return row.check_ins.filter(undone_at=None).exists()
    return row.is_admitted and not row.event.is_cancelled


def verify_url(row: Registration, language: str) -> str:
    """Where anybody checks the paper."""
    with translation.override(language):
        return settings.SITE_URL + reverse("event_verify", args=[row.code])


def pdf(row: Registration, kind: str, language: str) -> bytes:
    """The paper as a tagged PDF in a language of the portal."""
    with translation.override(language):
        words = _words(row, language)
    return papers.pdf(f"events/papers/{kind}.html", words, language)


def _words(row: Registration, language: str) -> dict[str, Any]:
    came = row.check_ins.filter(undone_at=None).select_related("occurrence").order_by("at")
    url = verify_url(row, language)
    return {
        "registration": row,
        "event": row.event,
        "organization": row.delegation.organization if row.delegation else None,
        "segments": list(row.admitted_segments.all()),
        "came": [one.occurrence for one in came],
        "qr": papers.qr(url),
        "url": url,
    }
