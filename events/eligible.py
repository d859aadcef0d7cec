"""Who is eligible under an event's rules, and why not, in words: the register's facts against the rules' limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import ConsultativeStatus, Organization
from events.models import Event, Rule
from events.models.choices import Standing

_OF_STATUS = {"general": Standing.GENERAL, "special": Standing.SPECIAL, "roster": Standing.ROSTER}


@dataclass(frozen=True)
class Known:
    """What the portal knows of an organization's standing."""

    standings: frozenset[str]
    words: str


def standing_of(organization: Organization) -> Known:
    """Under which headings the organization is eligible today, and how that is said. One query."""
    found = {Standing.EVERYBODY}
    if not organization.is_approved:
        return Known(frozenset(found), _("not approved on this portal"))
    found.add(Standing.APPROVED)
    if organization.is_un_entity:
        return Known(frozenset({*found, Standing.ENTITY}), _("a UN entity"))
    status = ConsultativeStatus.objects.filter(organization=organization, is_current=True).first()
    if status is None:
        return Known(frozenset(found), _("without a consultative status in the register"))
    if status.state == "in-force" and status.kind in _OF_STATUS:
        found.add(_OF_STATUS[status.kind])
        return Known(frozenset(found), str(status.get_kind_display()))
    return Known(frozenset(found), f"{status.get_kind_display()} · {status.get_state_display()}")


def rule_for(event: Event, organization: Organization | None) -> tuple[Rule | None, str]:
    """(the first rule that admits the organization, or somebody without one; "" or why there is none, in words)."""
    rules = list(event.rules.all())
    if not rules:
        return None, _("No registration is needed, or the organizers have not opened it.")
    known = standing_of(organization) if organization else Known(frozenset({Standing.EVERYBODY.value}), "")
    for rule in rules:
        if known.standings & set(rule.eligible):
            return rule, ""
    labels = list(dict.fromkeys(label for rule in rules for label in rule.eligible_labels))
    if organization is None:
        return None, _("You belong to no approved organization. This event is for: %(audiences)s.") % {
            "audiences": "; ".join(labels)
        }
    return None, _("%(organization)s is %(standing)s. This event is for: %(audiences)s.") % {
        "organization": organization.name,
        "standing": known.words,
        "audiences": "; ".join(labels),
    }


def first_for(event: Event, organizations: list[Organization]) -> tuple[Organization | None, Rule | None, str]:
    """(organization, rule, why not) for the first of these that a rule admits; of none of them, for the first.

    Without an organization it is asked for somebody alone.
    """
    first: tuple[Organization | None, Rule | None, str] | None = None
    for organization in organizations or [None]:  # type: ignore[list-item]
        rule, why = rule_for(event, organization)
        if rule is not None:
            return organization, rule, why
        first = first or (organization, rule, why)
    assert first is not None  # noqa: S101  # somebody was asked for
    return first


def open_for(user: Any, now: Any) -> Q:
    """The events with an open rule for one of the person's organizations; two queries, and the condition on events."""
    standings: set[str] = {Standing.EVERYBODY.value}
    for organization in Organization.objects.filter(pk__in=user.standing.organizations):
        standings |= {str(one) for one in standing_of(organization).standings}
    wanted = Q()
    for one in standings:
        wanted |= Q(**{f"for_{one}": True})
    rules = Rule.objects.filter(wanted).filter(Q(opens=None) | Q(opens__lte=now), Q(closes=None) | Q(closes__gt=now))
    return Q(pk__in=rules.values("event_id"))
