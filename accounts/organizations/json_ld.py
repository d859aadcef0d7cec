"""What search engines read on a profile: schema.org's Organization."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from accounts.models import Organization
from csonet.ui.json_ld import written


def json_ld(organization: Organization, url: str, logo: str = "") -> SafeString:
    """The data of a public profile, safe inside <script type="application/ld+json">; no private contact."""
    data: dict[str, Any] = {
        "@type": "Organization",
        "name": organization.name,
        "url": organization.website or url,
        "mainEntityOfPage": url,
        "alternateName": organization.acronym,
        "description": organization.mission[:500],
        "logo": logo,
        "foundingDate": str(organization.established or ""),
        "address": _address(organization),
    }
    if organization.contact_is_public:
        data |= {"email": organization.contact_email, "telephone": organization.contact_phone}
    return written(data)


def _address(organization: Organization) -> dict[str, str]:
    if not organization.country_id:
        return {}
    address = {"@type": "PostalAddress", "addressCountry": organization.country_id}
    if organization.address:
        address["streetAddress"] = organization.address
    return address
