"""The feed of the directory: the organizations that came into it, as its list is filtered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Organization
from accounts.organizations.directory import DirectoryFilter
from csonet.content.atom import ENTRIES, Channel, address_of, page_of_feed, printable, written
from csonet.reference import vocabulary


class DirectoryFeedView(View):
    """The newest first. It shows everybody the same."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """A profile is new when it is approved, an entry of the register when it is listed."""
        wanted = DirectoryFilter(request.GET)
        page = page_of_feed(request.GET.get("page"))
        rows: Any = wanted.apply(Organization.objects.public()).with_appearance()
        rows = rows.order_by("-appeared", "-pk").only("name", "acronym", "slug", "country_id")
        found = list(rows[(page - 1) * ENTRIES : page * ENTRIES + 1])
        query = wanted.query() if wanted else ""
        title, chips = _("CSO Net: %(noun)s") % {"noun": _("Organizations")}, wanted.chips()
        channel = Channel(
            f"{title} ({', '.join(chip['label'] for chip in chips)})" if chips else title,
            address_of("organization_list") + query,
            address_of("directory_feed") + query,
            page=page,
            has_more=len(found) > ENTRIES,
        )
        return written(channel, [_entry(one) for one in found[:ENTRIES]])


def _entry(organization: Any) -> dict[str, Any]:
    country = vocabulary.countries().get(organization.country_id)
    about = ", ".join(part for part in (organization.acronym, country.name if country else "") if part)
    return {
        "title": printable(organization.name),
        "link": settings.SITE_URL + organization.get_absolute_url(),
        "description": escape(printable(about)),
        # The name, and with it the address, can change (RFC 4151).
        "unique_id": f"tag:{urlsplit(settings.SITE_URL).hostname},2009:organization/{organization.pk}",
        "pubdate": organization.appeared,
        "updateddate": organization.appeared,
        "language": "",
        "terms": [],
        "content": "",
    }
