"""The decisions of one session as its page shows them: filtered, in order, with links to whom the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Lower

from accounts.models import CommitteeDecision, CommitteeSession, Organization
from accounts.names import folded
from accounts.register.figures import KINDS


def decisions_of(session: CommitteeSession, kind: str = "", text: str = "") -> QuerySet[CommitteeDecision]:
    """The session's decisions by kind and name; `text` is looked for in both names, accents and case apart."""
    place = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(KINDS)), output_field=IntegerField())
    decisions = session.decisions.order_by(place, Lower("name_as_printed"), "pk")
    if kind:
        decisions = decisions.filter(kind=kind)
    return named(decisions, text)


def named(decisions: QuerySet[CommitteeDecision], text: str) -> QuerySet[CommitteeDecision]:
    """Those with `text` in one of their two names, accents and case apart; all of them for no text."""
    wanted = folded(text)
    if not wanted:
        return decisions
    names = decisions.order_by().values_list("pk", "name_as_printed", "new_name")
    return decisions.filter(pk__in=[pk for pk, *both in names if wanted in folded(" ".join(both))])


def link_organizations(records: Iterable[Any], user: Any) -> None:
    """Set `record.profile`, the organization that `user` may see, or None; two queries for all records.

    A record is a decision or a roll call. What was merged leads to the organization that it became.
    """
    records = list(records)
    wanted = Organization.objects.filter(pk__in={record.organization_id for record in records}).order_by()
    leads_to = {pk: successor or pk for pk, successor in wanted.values_list("pk", "merged_into")}
    visible = Organization.objects.visible_to(user).only("name", "slug").in_bulk(set(leads_to.values()))
    for record in records:
        record.profile = visible.get(leads_to.get(record.organization_id, 0))
