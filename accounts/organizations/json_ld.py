"""What search engines read on a profile: schema.org's Organization."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from accounts.models import Organization

#: As django.utils.html.json_script: nothing in the data can end the element it stands in.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(organization: Organization, url: str, logo: str = "") -> SafeString:
    """The data of a public profile, safe inside <script type="application/ld+json">; no private contact."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": organization.name,
        "url": organization.website or url,
        "mainEntityOfPage": url,
    }
    optional: dict[str, Any] = {
        "alternateName": organization.acronym,
        "description": organization.mission[:500],
        "logo": logo,
        "foundingDate": str(organization.established or ""),
        "address": _address(organization),
    }
    if organization.contact_is_public:
        optional["email"] = organization.contact_email
        optional["telephone"] = organization.contact_phone
    data.update({name: value for name, value in optional.items() if value})
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308  # escaped above


def _address(organization: Organization) -> dict[str, str]:
    if not organization.country_id:
        return {}
    address = {"@type": "PostalAddress", "addressCountry": organization.country_id}
    if organization.address:
        address["streetAddress"] = organization.address
    return address
