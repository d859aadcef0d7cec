"""A published request is told to the organizations that it fits and that chose to be told."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from csonet.content.models import Item
from csonet.notifications.api import notify
from projects import fitting, wishes
from projects.models import SolutionRequest
from projects.models.choices import ALIVE

#: So many organizations hear of one request at most, those that fit best.
MOST_TOLD = 100
#: So many requests are told of in one run of the job.
BATCH = 20


def tell_due() -> int:
    """Tell of the requests that nobody was told of yet; how many organizations heard. Safe to run side by side."""
    fresh = SolutionRequest.objects.filter(status="published", life__in=ALIVE, told_at=None)
    return sum(_tell(request) for request in fresh.select_related("organization").order_by("pk")[:BATCH])


def _tell(request: SolutionRequest) -> int:
    with transaction.atomic():
        if not SolutionRequest.objects.filter(pk=request.pk, told_at=None).update(told_at=timezone.now()):
            return 0  # another worker was there first
        fits = fitting.organizations_to_tell(wishes.of_request(request))[:MOST_TOLD]
        scores = {one.pk: one for one in fits}
        people = User.objects.filter(
            memberships__organization__in=scores, memberships__role__in=["owner", "editor"], is_active=True
        ).prefetch_related("memberships")
        item = Item.objects.get(pk=request.pk)
        for person in people.distinct():
            _tell_person(
                person,
                item,
                [scores[m.organization_id] for m in person.memberships.all() if m.organization_id in scores],
            )
    return len(fits)


def _tell_person(person: User, item: Item, fits: list[fitting.Suggestion]) -> None:
    """The notice says for which organization; the reasons are on the page of the request."""
    with translation.override(person.language):
        path = item.get_absolute_url()
    notify([person], "request_fits", item=item, path=path, name=fits[0].title, asker=item.organization.name)
