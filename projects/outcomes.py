"""What came of a solved request: each side says it, and one click makes it the draft of a best practice."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from csonet.content.drafting import draft_of
from csonet.content.models import Item
from csonet.workflow import NotAllowed, WrongState
from projects.models import Outcome, SolutionRequest
from projects.models.choices import Life


def sides_of(request: SolutionRequest) -> set[int]:
    """The asker's organization and those of the accepted offers."""
    return {request.organization_id, *request.offers.accepted().values_list("organization_id", flat=True)}


def own_side(request: SolutionRequest, user: Any) -> int | None:
    """For which side this person can write: the asker's first; None for everybody else."""
    if not user.is_authenticated:
        return None
    sides = sides_of(request) & user.standing.organizations
    return request.organization_id if request.organization_id in sides else min(sides, default=None)


def say(request: SolutionRequest, *, user: Any, text: str) -> Outcome:
    """Write, or write anew, what came of it for one's side. Raises NotAllowed or WrongState."""
    side = own_side(request, user)
    if side is None:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=request.pk)
        if SolutionRequest.objects.values_list("life", flat=True).get(pk=request.pk) != Life.SOLVED:
            raise WrongState(_("Say what came of it once the request is solved."))
        outcome, _made = Outcome.objects.update_or_create(
            request=request, organization_id=side, defaults={"text": text, "user": user}
        )
    return outcome


def to_practice(request: SolutionRequest, *, user: Any) -> Item:
    """A draft of a best practice from a solved request, for the person's side, linked to the request.

    Pressed twice it is one draft. Raises NotAllowed, WrongState or WorkflowError.
    """
    side = own_side(request, user)
    if side is None:
        raise NotAllowed(_("You may not do this."))
    if request.life != Life.SOLVED:
        raise WrongState(_("Say what came of it once the request is solved."))
    key = uuid.uuid5(request.key, f"practice of {side} by {user.pk}")
    with transaction.atomic():
        return draft_of("practice", _as_practice(request, side), author=user, key=key, came_from=request)


def _as_practice(request: SolutionRequest, side: int) -> dict[str, Any]:
    """The request in the words of the practices' form."""
    offers = request.offers.accepted().with_parties()
    action = format_html_join("", "<p><strong>{}</strong>: {}</p>", ((o.organization.name, o.text) for o in offers))
    outcomes = request.outcomes.select_related("organization")
    results = format_html_join("", "<p><strong>{}</strong>: {}</p>", ((o.organization.name, o.text) for o in outcomes))
    return {
        "title": request.title,
        "summary": request.summary,
        "language": request.language,
        "organization": side,
        "audience": request.audience,
        "problem": request.problem + request.tried,
        "action": action,
        "results": results,
        "reached": request.beneficiaries,
        "place": request.place,
        "goals": list(request.goals.values_list("pk", flat=True)),
        "topics": list(request.topics.values_list("pk", flat=True)),
        "countries": list(request.countries.values_list("pk", flat=True)),
        "licence": "cc-by-4.0",
    }
