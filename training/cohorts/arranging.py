"""Arranging a cohort: making it with its seats, changing it, calling it off, reminding of its first day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.capacity import seats
from csonet.capacity.models import Bucket, Pool
from csonet.content.rights import is_author_side
from csonet.engagement import doors
from csonet.workflow import WrongState
from training import telling
from training.cohorts import taking_part
from training.models import Cohort, Participant

#: Days before the first one on which its people are reminded.
REMINDER = timedelta(days=3)
BATCH = 500


def looks_after(user: Any, cohort: Cohort) -> bool:
    """The course's own people, its facilitator and the Branch see who is in it."""
    if not user.is_authenticated:
        return False
    facilitates = cohort.facilitator_id == user.pk and cohort.course.organization_id in user.standing.organizations
    return facilitates or is_author_side(user, cohort.course) or user.is_branch


def last_moment(day: date) -> datetime:
    """The end of a day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)


def arrange(cohort: Cohort, cap: int | None) -> Cohort:
    """Save a new cohort with so many seats (None: as many as come)."""
    with transaction.atomic():
        cohort.pool = Pool.objects.create(offers_until=last_moment(cohort.ends_on))
        cohort.seats = Bucket.objects.create(pool=cohort.pool, cap=cap)
        cohort.save()
    return cohort


def change(cohort: Cohort, cap: int | None) -> None:
    """Save what was changed. Fewer seats than are taken: all keep theirs. A new group lets in those who have a seat."""
    with transaction.atomic():
        Pool.objects.filter(pk=cohort.pool_id).update(offers_until=last_moment(cohort.ends_on))
        offered = seats.set_cap(cohort.seats, cap)
        before = Cohort.objects.select_related("group").get(pk=cohort.pk)
        cohort.save()
        if before.group_id != cohort.group_id:
            _change_group(before, cohort)
        taking_part.tell_offered(offered)


def _change_group(before: Cohort, now: Cohort) -> None:
    """Out of the old group, those whom the cohort let in; into the new one, all who have a seat."""
    for row in Participant.objects.live().filter(cohort=now, was_let_in=True).select_related("user"):
        if before.group is not None:
            doors.let_out(before.group, row.user)
    Participant.objects.filter(cohort=now).update(was_let_in=False)
    for row in Participant.objects.seated().filter(cohort=now).select_related("user"):
        if taking_part.let_into_group(now, row.user):
            Participant.objects.filter(pk=row.pk).update(was_let_in=True)


def cancel(cohort: Cohort) -> None:
    """It does not take place; its people are told. Raises WrongState the second time."""
    with transaction.atomic():
        open_one = Cohort.objects.filter(pk=cohort.pk, cancelled_at=None)
        if not open_one.update(cancelled_at=timezone.now()):
            raise WrongState(_("It is cancelled already."))
        people = Participant.objects.live().filter(cohort=cohort).select_related("user")
        telling.about_cohort(people, "cohort_cancelled", cohort)


def remind_due(today: date | None = None) -> int:
    """The job: who has a seat hears once that it begins within three days; how many."""
    today = today or timezone.localdate()
    soon = Participant.objects.seated().filter(
        cohort__starts_on__gte=today, cohort__starts_on__lte=today + REMINDER, cohort__cancelled_at=None, reminded=False
    )
    count = 0
    for row in soon.filter(cohort__course__status="published").select_related("cohort", "user")[:BATCH]:
        # Who joined within the three days has just read the date.
        is_news = row.created.date() <= row.cohort.starts_on - REMINDER
        with transaction.atomic():
            if Participant.objects.filter(pk=row.pk, reminded=False).update(reminded=True) and is_news:
                telling.about_cohort([row], "cohort_soon", row.cohort)
                count += 1
    return count
