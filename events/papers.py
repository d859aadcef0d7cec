"""Letters of confirmation, badges and certificates of attendance: PDF from HTML, in the person's language and script.

WeasyPrint shapes the six scripts and tags the document (PDF/UA-1). It fetches nothing: what the page needs is in it.
The QR code leads to the page on which anybody can check what the paper says.
"""

from __future__ import annotations

import base64
import io
from typing import Any

import segno
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from csonet.ui import languages
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
    # WeasyPrint loads Pango when it is imported, which takes a second and a half: only whoever prints pays for it.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    with translation.override(language):
        html = get_template(f"events/papers/{kind}.html").render(_words(row, language))
    # Nothing is fetched but what stands in the page itself: no file, no address.
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"}))
    return document.write_pdf(pdf_variant="pdf/ua-1", custom_metadata=True) or b""


def _words(row: Registration, language: str) -> dict[str, Any]:
    came = row.check_ins.filter(undone_at=None).select_related("occurrence").order_by("at")
    url = verify_url(row, language)
    return {
        "registration": row,
        "event": row.event,
        "organization": row.delegation.organization if row.delegation else None,
        "segments": list(row.admitted_segments.all()),
        "came": [one.occurrence for one in came],
        "qr": qr(url),
        "url": url,
        "lang": languages.tag(language),
        "dir": languages.direction(language),
    }


def qr(text: str) -> str:
    """A QR code as an address that holds the picture itself."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=2, scale=4)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.getvalue()).decode()
