"""The register as open data: sessions, decisions of the Committee and of the Council, recorded votes, statuses.

Names stand as they were printed. An address of an organization's page is given where the directory shows it; what was
merged leads to the organization that it became.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import (
    CommitteeDecision,
    CommitteeSession,
    ConsultativeStatus,
    CouncilDecision,
    Organization,
    RollCall,
    Vote,
)
from accounts.models.register import Ballot, CouncilOutcome, DecisionKind, RosterKind, StatusKind, StatusState
from accounts.organizations.open_data import address_of
from accounts.register.decisions import link_organizations
from accounts.register.timeline import tallied
from csonet.opendata.datasets import Dataset, Field, Record, register

VISITOR = AnonymousUser()
_ID = Field("id", _("identifier"), "number", _("Stays the same for ever."))
_SESSION = Field("session", _("session of the Committee on NGOs"), "date", _("The day on which it closed."))
_PROFILE = Field(
    "organization_url", _("address of the organization’s page"), "address", _("Empty where it has none today.")
)


def _codes(choices: Any) -> str:
    return ", ".join(choices.values)


def sessions() -> Dataset:
    """The Committee's sessions."""
    return Dataset(
        name="committee-sessions",
        title=pgettext_lazy("data set", "Sessions of the Committee on NGOs"),
        about=_("Each session by the day on which it closed, with the number of its decisions and recorded votes."),
        fields=(
            Field("id", _("identifier"), "date", _("The day on which it closed.")),
            Field("url", _("address of the page"), "address"),
            Field("decisions", _("decisions"), "number"),
            Field("roll_calls", _("recorded votes"), "number"),
        ),
        rows=lambda user: CommitteeSession.objects.order_by("-closed_on"),
        read=_read_sessions,
        page="committee_sessions",
        export=URL_NAMES["committee-sessions"],
        marks=(Count("decisions", distinct=True), Count("roll_calls", distinct=True)),
        group="register",
    )


def _read_sessions(keys: list[int], user: Any) -> Iterator[Record]:
    rows = CommitteeSession.objects.annotate(
        decided=Count("decisions", distinct=True), voted=Count("roll_calls", distinct=True)
    ).in_bulk(keys)
    for row in _in_order(keys, rows):
        yield {
            "id": row.closed_on.isoformat(),
            "url": _url(row),
            "decisions": row.decided,
            "roll_calls": row.voted,
        }


def decisions() -> Dataset:
    """What the Committee decided."""
    return Dataset(
        name="committee-decisions",
        title=pgettext_lazy("data set", "Decisions of the Committee on NGOs"),
        about=_("Each act of the Committee on one organization, with the name as it was printed."),
        fields=(
            _ID,
            _SESSION,
            Field("kind", _("kind"), "code", _codes(DecisionKind)),
            Field("name_as_printed", _("name as printed")),
            Field("new_name", _("new name"), "text", _("For a change of name or a merger.")),
            Field("on_first_consideration", _("granted on first consideration"), "yes-no"),
            Field("note", _("note")),
            _PROFILE,
        ),
        rows=lambda user: CommitteeDecision.objects.order_by("-session__closed_on", "kind", "name_as_printed", "pk"),
        read=_read_decisions,
        page="committee_sessions",
        export=URL_NAMES["committee-decisions"],
        marks=("kind", "name_as_printed", "new_name", "note", "was_direct", "organization__updated"),
        filters=("session", "kind", "q"),
        group="register",
    )


def _read_decisions(keys: list[int], user: Any) -> Iterator[Record]:
    rows = CommitteeDecision.objects.select_related("session").in_bulk(keys)
    link_organizations(rows.values(), VISITOR)
    for row in _in_order(keys, rows):
        yield {
            "id": row.pk,
            "session": row.session.closed_on.isoformat(),
            "kind": row.kind,
            "name_as_printed": row.name_as_printed,
            "new_name": row.new_name,
            "on_first_consideration": row.was_direct,
            "note": row.note,
            "organization_url": _profile(row),
        }


def council_decisions() -> Dataset:
    """What the Council decided, on organizations that the directory shows."""
    return Dataset(
        name="council-decisions",
        title=pgettext_lazy("data set", "Decisions of the Economic and Social Council"),
        about=_("What the Council decided on organizations; it can differ from what the Committee recommended."),
        fields=(
            _ID,
            Field("decided_on", _("decided on"), "date"),
            Field("outcome", _("outcome"), "code", _codes(CouncilOutcome)),
            Field("organization", _("organization")),
            _PROFILE,
            Field("document", _("document symbol")),
            Field("source", _("source")),
        ),
        rows=lambda user: _of_public(CouncilDecision.objects.order_by("-decided_on", "pk")),
        read=_read_council,
        page="committee_sessions",
        export=URL_NAMES["council-decisions"],
        marks=("outcome", "decided_on", "document", "source", "organization__updated"),
        group="register",
    )


def _read_council(keys: list[int], user: Any) -> Iterator[Record]:
    rows = _of_public(CouncilDecision.objects.select_related("organization")).in_bulk(keys)
    for row in _in_order(keys, rows):
        yield {
            "id": row.pk,
            "decided_on": row.decided_on.isoformat(),
            "outcome": row.outcome,
            "organization": row.organization.name,
            "organization_url": address_of(row.organization.slug),
            "document": row.document,
            "source": row.source,
        }


def statuses() -> Dataset:
    """The standing of the organizations that the directory shows."""
    return Dataset(
        name="consultative-status",
        title=pgettext_lazy("data set", "Consultative status"),
        about=_("Each organization’s standing with ECOSOC over time, as far as a source says it."),
        fields=(
            _ID,
            Field("organization", _("organization")),
            _PROFILE,
            Field("kind", _("kind"), "code", _codes(StatusKind)),
            Field("roster_kind", _("on the Roster"), "code", _codes(RosterKind)),
            Field("year_granted", _("year granted"), "number"),
            Field("state", _("state"), "code", _codes(StatusState)),
            Field("since", _("since"), "date"),
            Field("until", _("until"), "date"),
            Field("is_current", pgettext_lazy("of a status", "current"), "yes-no"),
            Field("source", _("source")),
        ),
        rows=lambda user: _of_public(ConsultativeStatus.objects.order_by("organization__name_key", "-since", "pk")),
        read=_read_statuses,
        page="organization_list",
        export=URL_NAMES["consultative-status"],
        marks=("updated", "organization__updated"),
        group="register",
    )


def _read_statuses(keys: list[int], user: Any) -> Iterator[Record]:
    rows = _of_public(ConsultativeStatus.objects.select_related("organization")).in_bulk(keys)
    for row in _in_order(keys, rows):
        yield {
            "id": row.pk,
            "organization": row.organization.name,
            "organization_url": address_of(row.organization.slug),
            "kind": row.kind,
            "roster_kind": row.roster_kind,
            "year_granted": row.year_granted,
            "state": row.state,
            "since": row.since.isoformat() if row.since else None,
            "until": row.until.isoformat() if row.until else None,
            "is_current": row.is_current,
            "source": row.source,
        }


def roll_calls() -> Dataset:
    """Recorded votes, each with its tally."""
    return Dataset(
        name="roll-calls",
        title=pgettext_lazy("data set", "Recorded votes of the Committee on NGOs"),
        about=_("Each recorded vote with its subject, its outcome in the source’s own words, and its tally."),
        fields=(
            Field("id", _("number in the source"), "number"),
            Field("url", _("address of the page"), "address"),
            _SESSION,
            Field("topic", _("subject")),
            Field("outcome", _("outcome")),
            *(Field(ballot.name.lower(), ballot.label, "number") for ballot in Ballot),
            _PROFILE,
        ),
        rows=lambda user: RollCall.objects.order_by("-session__closed_on", "number"),
        read=_read_roll_calls,
        page="committee_sessions",
        export=URL_NAMES["roll-calls"],
        marks=("topic", "outcome", "organization__updated"),
        group="register",
    )


def _read_roll_calls(keys: list[int], user: Any) -> Iterator[Record]:
    rows = tallied(RollCall.objects.select_related("session")).in_bulk(keys)
    link_organizations(rows.values(), VISITOR)
    for row in _in_order(keys, rows):
        yield {
            "id": row.number,
            "url": _url(row),
            "session": row.session.closed_on.isoformat(),
            "topic": row.topic,
            "outcome": row.outcome,
            **{ballot.name.lower(): getattr(row, ballot.name.lower()) for ballot in Ballot},
            "organization_url": _profile(row),
        }


def votes() -> Dataset:
    """How each State voted."""
    return Dataset(
        name="votes",
        title=pgettext_lazy("data set", "Votes of States"),
        about=_("How each State voted in each recorded vote. States stand as the source names them."),
        fields=(
            _ID,
            Field("roll_call", _("number of the recorded vote"), "number"),
            _SESSION,
            Field("state", _("State")),
            Field("vote", _("vote"), "code", _codes(Ballot)),
        ),
        rows=lambda user: Vote.objects.order_by("roll_call__number", "state", "pk"),
        read=_read_votes,
        page="committee_sessions",
        export=URL_NAMES["votes"],
        marks=("state", "vote"),
        group="register",
    )


def _read_votes(keys: list[int], user: Any) -> Iterator[Record]:
    rows = Vote.objects.select_related("roll_call__session").in_bulk(keys)
    for row in _in_order(keys, rows):
        yield {
            "id": row.pk,
            "roll_call": row.roll_call.number,
            "session": row.roll_call.session.closed_on.isoformat(),
            "state": row.state,
            "vote": row.vote,
        }


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


def register_register() -> None:
    """Each table of the register is a data set."""
    made = (sessions, decisions, council_decisions, statuses, roll_calls, votes)
    for name, dataset in zip(PATHS, made, strict=True):
        register(name, dataset)


def _of_public(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of organizations that the directory shows."""
    return rows.filter(organization__in=Organization.objects.public())


def _in_order(keys: list[int], rows: dict[int, Any]) -> Iterable[Any]:
    return (rows[key] for key in keys if key in rows)


def _url(row: Any) -> str:
    with translation.override("en"):
        return settings.SITE_URL + row.get_absolute_url()


def _profile(row: Any) -> str:
    """The address of the organization's page, "" if the directory does not show it."""
    return address_of(row.profile.slug) if row.profile else ""
