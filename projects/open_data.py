"""Partnerships as open data: who works with whom, on what, and what began it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.organizations.open_data import address_of
from csonet.opendata.datasets import Dataset, Field, Record, register
from projects.models import Partnership, PartnershipState

NAME = "partnerships"
FIELDS = (
    Field("id", _("identifier"), "number", _("Stays the same for ever.")),
    Field("lead", _("organization that asked or proposed")),
    Field("lead_url", _("address of its page"), "address"),
    Field("partner", _("organization that joined")),
    Field("partner_url", _("address of its page"), "address"),
    Field("purpose", _("purpose")),
    Field("origin", _("address of the request or project that it came from"), "address"),
    Field("kind", _("kind"), "code", "request, proposal"),
    Field("started", _("started"), "date"),
    Field("state", _("state"), "code", ", ".join(PartnershipState.values)),
    Field("ended", _("ended"), "date"),
)


def dataset() -> Dataset:
    """All partnerships that everybody may know of."""
    return Dataset(
        name=NAME,
        title=pgettext_lazy("data set", "Partnerships"),
        about=_("Organizations that work together on what a request asked or a project planned."),
        fields=FIELDS,
        rows=lambda user: Partnership.objects.visible_to(user).order_by("-started", "-pk"),
        read=records,
        page="partnership_list",
        export="partnership_export",
        marks=("updated", "lead__updated", "partner__updated", "origin__updated"),
        filters=("organization",),
    )


def register_partnerships() -> None:
    """Partnerships are a data set."""
    register(NAME, dataset)


def records(keys: list[int], user: Any) -> Iterator[Record]:
    """One flat record for each of the partnerships that this reader may see, in the order of the keys."""
    rows = Partnership.objects.visible_to(user).select_related("lead", "partner", "origin").in_bulk(keys)
    for row in (rows[key] for key in keys if key in rows):
        with translation.override(row.origin.language):
            origin = settings.SITE_URL + row.origin.get_absolute_url()
        yield {
            "id": row.pk,
            "lead": row.lead.name,
            "lead_url": address_of(row.lead.slug),
            "partner": row.partner.name,
            "partner_url": address_of(row.partner.slug),
            "purpose": row.purpose,
            "origin": origin,
            "kind": row.origin.kind,
            "started": row.started.isoformat(),
            "state": row.state,
            "ended": row.ended.isoformat() if row.ended else None,
        }
