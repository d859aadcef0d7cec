"""An item's page in schema.org's words. A noun adds to it, or says it otherwise, by `own_json_ld()`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from csonet.content.files.pictures import picture_url
from csonet.content.models import Item
from csonet.ui import languages
from csonet.ui.json_ld import written

LICENCES = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc-by-nc-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
#: Types that have a headline.
ARTICLES = ("Article", "NewsArticle")


def json_ld(item: Any, terms: dict[str, list[Any]], url: str) -> SafeString:
    """The description of the item's page, safe inside a script element."""
    organization = item.organization
    data: dict[str, Any] = {
        "@type": item.SCHEMA_TYPE,
        "name": item.title,
        "headline": item.title[:110] if item.SCHEMA_TYPE in ARTICLES else "",
        "abstract" if item.SCHEMA_TYPE in ARTICLES else "description": item.summary,
        "inLanguage": languages.tag(item.language),
        "url": url,
        "mainEntityOfPage": url,
        "image": _image(item),
        "datePublished": item.published_at.isoformat() if item.published_at else "",
        "dateModified": item.updated.isoformat(),
        "author": {
            "@type": "Organization",
            "name": organization.name,
            "url": settings.SITE_URL + organization.get_absolute_url(),
        },
        "publisher": {"@type": "Organization", "name": "CSO Net", "url": settings.SITE_URL},
        "keywords": [term.name for name in ("goals", "topics") for term in terms[name]]
        + [tag for tag, _slug in terms["tags"]],
        "spatialCoverage": [{"@type": "Place", "name": country.name} for country in terms["countries"]],
        "license": LICENCES.get(getattr(item, "licence", ""), ""),
    }
    return written({**data, **item.own_json_ld()})


def picture_address(item: Item) -> str:
    """The whole address of the item's picture, as other sites show it; "" if it has none."""
    return settings.SITE_URL + picture_url(item) if item.image else ""


def _image(item: Item) -> dict[str, str]:
    address = picture_address(item)
    return {"@type": "ImageObject", "url": address, "caption": item.image_alt} if address else {}
