"""What the register's data sets have in common: fields, addresses, and the paths of their files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.organizations.open_data import address_of
from csonet.opendata.datasets import Field

VISITOR = AnonymousUser()
ID = Field("id", _("identifier"), "number", _("Stays the same for ever."))
SESSION = Field("session", _("session of the Committee on NGOs"), "date", _("The day on which it closed."))
PROFILE = Field(
    "organization_url", _("address of the organization’s page"), "address", _("Empty where it has none today.")
)

#: Each data set of the register with the path of its file under decisions/.
PATHS = {
    "committee-sessions": "sessions/export",
    "committee-decisions": "export",
    "council-decisions": "council/export",
    "consultative-status": "statuses/export",
    "roll-calls": "roll-calls/export",
    "votes": "votes/export",
}
#: … and the name of that address.
URL_NAMES = {
    "committee-sessions": "committee_sessions_export",
    "committee-decisions": "committee_decisions_export",
    "council-decisions": "council_decisions_export",
    "consultative-status": "statuses_export",
    "roll-calls": "roll_calls_export",
    "votes": "votes_export",
}


def codes(choices: Any) -> str:
    """The values of a column with choices."""
    return ", ".join(choices.values)


def in_order(keys: list[int], rows: dict[int, Any]) -> Iterable[Any]:
    """The rows of the keys that are still there."""
    return (rows[key] for key in keys if key in rows)


def url_of(row: Any) -> str:
    """The whole address of its page, in English."""
    with translation.override("en"):
        return settings.SITE_URL + row.get_absolute_url()


def profile_of(row: Any) -> str:
    """The address of the organization's page, "" if the directory does not show it."""
    return address_of(row.profile.slug) if row.profile else ""
