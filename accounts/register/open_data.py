"""The register as open data: sessions, decisions of the Committee and of the Council, recorded votes, statuses.

Names stand as they were printed. An address of an organization's page is given where the directory shows it; what was
merged leads to the organization that it became.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import (
    CommitteeDecision,
    CommitteeSession,
    ConsultativeStatus,
    CouncilDecision,
    Organization,
)
from accounts.models.register import CouncilOutcome, DecisionKind, RosterKind, StatusKind, StatusState
from accounts.organizations.open_data import address_of
from accounts.register.decisions import link_organizations
from accounts.register.open_data_fields import (
    ID,
    PATHS,
    PROFILE,
    SESSION,
    URL_NAMES,
    VISITOR,
    codes,
    in_order,
    profile_of,
    url_of,
)
from accounts.register.open_data_votes import roll_calls, votes
from csonet.opendata.datasets import Dataset, Field, Record, register


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
    for row in in_order(keys, rows):
        yield {
            "id": row.closed_on.isoformat(),
            "url": url_of(row),
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
            ID,
            SESSION,
            Field("kind", _("kind"), "code", codes(DecisionKind)),
            Field("name_as_printed", _("name as printed")),
            Field("new_name", _("new name"), "text", _("For a change of name or a merger.")),
            Field("on_first_consideration", _("granted on first consideration"), "yes-no"),
            Field("note", _("note")),
            PROFILE,
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
    for row in in_order(keys, rows):
        yield {
            "id": row.pk,
            "session": row.session.closed_on.isoformat(),
            "kind": row.kind,
            "name_as_printed": row.name_as_printed,
            "new_name": row.new_name,
            "on_first_consideration": row.was_direct,
            "note": row.note,
            "organization_url": profile_of(row),
        }


def council_decisions() -> Dataset:
    """What the Council decided, on organizations that the directory shows."""
    return Dataset(
        name="council-decisions",
        title=pgettext_lazy("data set", "Decisions of the Economic and Social Council"),
        about=_("What the Council decided on organizations; it can differ from what the Committee recommended."),
        fields=(
            ID,
            Field("decided_on", _("decided on"), "date"),
            Field("outcome", _("outcome"), "code", codes(CouncilOutcome)),
            Field("organization", _("organization")),
            PROFILE,
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
    for row in in_order(keys, rows):
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
            ID,
            Field("organization", _("organization")),
            PROFILE,
            Field("kind", _("kind"), "code", codes(StatusKind)),
            Field("roster_kind", _("on the Roster"), "code", codes(RosterKind)),
            Field("year_granted", _("year granted"), "number"),
            Field("state", _("state"), "code", codes(StatusState)),
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
    for row in in_order(keys, rows):
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


def register_register() -> None:
    """Each table of the register is a data set."""
    made = (sessions, decisions, council_decisions, statuses, roll_calls, votes)
    for name, dataset in zip(PATHS, made, strict=True):
        register(name, dataset)


def _of_public(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of organizations that the directory shows."""
    return rows.filter(organization__in=Organization.objects.public())
