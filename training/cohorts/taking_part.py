"""Who is in a cohort: joining, waiting, taking an offer, going. Seats are counted by csonet.capacity, as for events.

Each change takes its turn in the cohort's pool first, so of two clicks one comes second. Whoever has a seat is enrolled
in the course and let into the discussion group; who goes leaves the group again, unless they were in it before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.capacity import seats
from csonet.capacity.models import Place, PlaceState
from csonet.content.rights import is_author_side
from csonet.engagement import doors
from csonet.workflow import WorkflowError, WrongState
from training import telling
from training.learning import LearningError, enrol
from training.models import Cohort, Participant


def join(cohort: Cohort, user: Any) -> Participant:
    """A seat, or a place on the waiting list. Raises WorkflowError in words: not open, in it already."""
    if cohort.course.status != "published" or not cohort.is_open(timezone.localdate()):
        raise WrongState(_("One cannot join now."))
    try:
        with transaction.atomic():
            outcome = seats.claim(cohort.pool_id, [cohort.seats_id])
            made = Participant.objects.create(cohort=cohort, user=user, place=outcome.place)
            if outcome.is_held:
                _seat(made)
            tell_offered(outcome.offered)
    except IntegrityError:
        raise WrongState(_("You are in it already.")) from None
    except LearningError as error:
        raise WorkflowError(str(error)) from None
    return made


def accept(participant: Participant) -> None:
    """Take the offered seat. Raises WorkflowError in words: the offer is over, or cohort or course do not go on."""
    try:
        with transaction.atomic():
            seats.accept(participant.place)
            if Cohort.objects.filter(pk=participant.cohort_id).exclude(cancelled_at=None).exists():
                raise WrongState(_("One cannot join now."))
            _seat(participant)
    except LearningError as error:
        raise WorkflowError(str(error)) from None


def leave(participant: Participant) -> None:
    """Give the seat back, decline the offer, or leave the list; twice is once."""
    with transaction.atomic():
        offered = seats.release(participant.place)
        _gone(participant)
        tell_offered(offered)


def _seat(participant: Participant) -> None:
    """Somebody has a seat: they take the course, and may discuss."""
    cohort = participant.cohort
    own = participant.user.standing.organizations
    enrol(participant.user, cohort.course, organization_id=min(own, default=None))
    if let_into_group(cohort, participant.user):
        Participant.objects.filter(pk=participant.pk).update(was_let_in=True)
    telling.about_cohort([participant], "cohort_joined", cohort)


def let_into_group(cohort: Cohort, user: Any) -> bool:
    """Into the cohort's group, while one of those who arrange or facilitate it still moderates that group."""
    if cohort.group is None:
        return False
    course = cohort.course

    def holds(moderator: Any) -> bool:
        facilitates = (
            cohort.facilitator_id == moderator.pk and course.organization_id in moderator.standing.organizations
        )
        return facilitates or is_author_side(moderator, course)

    return doors.let_in(cohort.group, user, holds)


def _gone(participant: Participant) -> bool:
    """Write down that somebody is no longer in it; False if it was written down before."""
    row = Participant.objects.filter(pk=participant.pk)
    if not row.filter(left_at=None).update(left_at=timezone.now()):
        return False
    was_let_in = row.values_list("was_let_in", flat=True).get()
    if was_let_in and participant.cohort.group is not None:
        doors.let_out(participant.cohort.group, participant.user)
    return True


def tell_offered(offered: Iterable[Place]) -> None:
    """Those whom a seat is offered."""
    for place in offered:
        row = Participant.objects.select_related("cohort__course", "user").get(place=place)
        until = place.offered_until.isoformat() if place.offered_until else ""
        telling.about_cohort([row], "cohort_offered", row.cohort, until=until)


def expire_offers() -> int:
    """The job: offers that nobody answered lapse and the next are told; seats of deleted accounts come back."""
    for orphan in Place.objects.filter(pool__cohort__isnull=False, participant=None).exclude(state=PlaceState.GONE):
        with transaction.atomic():
            tell_offered(seats.release(orphan))
    with transaction.atomic():
        expired, offered = seats.expire_due(Place.objects.filter(participant__isnull=False))
        for place in expired:
            row = Participant.objects.select_related("cohort__course", "cohort__group", "user").get(place=place)
            _gone(row)
            telling.about_cohort([row], "cohort_lapsed", row.cohort)
        tell_offered(offered)
    return len(expired)
