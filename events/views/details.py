"""The reading page of an event, and on it what concerns the reader: may I take part, am I in, what is left."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Organization
from csonet.abstract import Confirmation
from csonet.content.views.details import ItemDetailView
from events import eligible, rights
from events.models import CoHost, Event, Registration
from events.statements import reading


class EventDetailView(ItemDetailView):
    """The page of an event."""

    model = Event

    def further_context(self, item: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The next meeting, the rules, and the reader's own part."""
        user, now = self.request.user, timezone.now()
        coming = [one for one in context["occurrences"] if one.ends > now and not one.is_cancelled]
        calls = reading.calls_of(item)
        rules = list(item.rules.select_related("total", "in_person", "online"))
        found = {
            "next_one": coming[0] if coming else None,
            "rules": rules,
            "seats": _seats(item, rules),
            "calls": calls,
            "statements": reading.published_of(item, calls),
            "further_statements": sum(call.published for call in calls) > reading.A_PAGE,
        }
        return found | (_for_person(item, user, rules) if user.is_authenticated else {})


def _seats(item: Any, rules: list[Any]) -> list[tuple[str, Any]]:
    """(way of taking part, its bucket) for those with a cap; one query where there are rules."""
    if not rules or item.pool_id is None:
        return []
    ways = [(item.takes_place_in_person, "in_person"), (item.takes_place_online, "online")]
    return [(name, getattr(item, name)) for fits, name in ways if fits and getattr(item, name).cap is not None]


def _for_person(item: Any, user: Any, rules: list[Any]) -> dict[str, Any]:
    """The reader's registration, their delegations, whether they may take part and why not."""
    own = Registration.objects.live().filter(event=item, user=user).select_related("place").first()
    owned = list(Organization.objects.filter(pk__in=user.standing.owned).order_by("name")) if rules else []
    why = ""
    if rules and own is None:
        mine = list(Organization.objects.filter(pk__in=user.standing.organizations).order_by("name"))
        why = eligible.first_for(item, mine)[2]
    asked = CoHost.objects.filter(event=item, organization__in=user.standing.editing, state=Confirmation.INVITED)
    return {
        "own_registration": own,
        "owned": owned,
        "why_not": why,
        "is_organizer": rights.is_organizer(user, item),
        "co_host_asked": list(asked.select_related("organization")) if user.standing.editing else [],
    }
