"""Papers: PDF from HTML in a person's language and script, with a QR code that leads to where the paper is checked.

WeasyPrint shapes the six scripts and tags the document (PDF/UA-1). It fetches nothing: what a page needs is in it.
The same words give the same bytes.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import segno
from django.template.loader import get_template
from django.utils import translation

from csonet.ui import languages


def pdf(template: str, words: Mapping[str, Any], language: str) -> bytes:
    """A template as a tagged PDF in a language of the portal. The template extends papers/_base.html."""
    # WeasyPrint loads Pango when it is imported, which takes a second and a half: only whoever prints pays for it.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    shared = {"lang": languages.tag(language), "dir": languages.direction(language)}
    with translation.override(language):
        html = get_template(template).render({**shared, **words})
    # Nothing is fetched but what stands in the page itself: no file, no address.
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"}))
    return document.write_pdf(pdf_variant="pdf/ua-1", custom_metadata=True) or b""


def qr(text: str) -> str:
    """A QR code as an address that holds the picture itself."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=2, scale=4)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.getvalue()).decode()
