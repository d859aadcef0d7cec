"""Moderators hear once a day how much waits, not of each submission; what is late is told to more people.

Past the target (100 %) the backup hears of it, past twice the target (200 %) the whole NGO Branch. Only numbers are
told: what waits is seen in the queue by those who may see it there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.content.models import Case, CircleMembership
from csonet.content.moderation import clock
from csonet.engagement.models import Escalation
from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.kinds import STREAMS
from csonet.notifications.models import MailSettings, Notice, Rhythm
from csonet.notifications.rhythms import rhythm_for, settings_of, zone_of

#: Whoever is in this group hears of late submissions first; while nobody is, the Branch does.
BACKUP = "Moderation backup"
QUEUE = "/admin/content/case/"
DIGEST = "moderation_digest"


def add_kinds() -> None:
    """The kinds of notices that moderators get."""
    kinds.add("moderation", _("moderators who may decide on something that waits"), DIGEST, always=True)
    kinds.add("tasks", _("the moderators' backup, past the target"), "moderation_late", always=True)
    kinds.add("tasks", _("the NGO Branch, past twice the target"), "moderation_overdue", always=True)


def branch() -> list[Any]:
    """The officers who decide for the Branch."""
    officers = get_user_model().objects.filter(is_active=True, is_staff=True)
    rights = Q(is_superuser=True)
    for path in ("user_permissions", "groups__permissions"):
        rights |= Q(**{f"{path}__codename": "act_as_branch", f"{path}__content_type__app_label": "accounts"})
    return list(officers.filter(rights).distinct().order_by("pk"))


def moderators() -> list[Any]:
    """Whoever may decide on something: the Branch, and the moderators of circles. Each once."""
    people = {person.pk: person for person in branch()}
    circles = CircleMembership.objects.filter(is_moderator=True, user__is_active=True)
    for membership in circles.select_related("user"):
        people.setdefault(membership.user_id, membership.user)
    return list(people.values())


def tell_moderators(now: datetime | None = None) -> int:
    """Tell each moderator, at their hour of a working day, how much waits for them; how many were told.

    Once a day each, however often it runs. Nothing is told while nothing waits. Weekly for those who chose so.
    """
    now = now or timezone.now()
    if not Case.objects.open().exists():
        return 0
    people = moderators()
    chosen = settings_of(people)
    due = [person for person in people if _is_due(person, chosen.get(person.pk), now)]
    return sum(_tell(person, now) for person in due)


def _is_due(person: Any, own: MailSettings | None, now: datetime) -> bool:
    local = now.astimezone(zone_of(person.time_zone))
    hour, weekday = (own.hour, own.weekday) if own else (8, 0)
    if local.weekday() > 4 and not (own and own.weekday > 4):
        return False
    weekly = rhythm_for(own, STREAMS["moderation"]) == Rhythm.WEEKLY
    if local.hour < hour or (weekly and local.weekday() != weekday):
        return False
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return not Notice.objects.filter(recipient=person, kind=DIGEST, created__gte=today).exists()


@transaction.atomic
def _tell(person: Any, now: datetime) -> int:
    get_user_model().objects.select_for_update().get(pk=person.pk)  # two workers tell it once
    today = now.astimezone(zone_of(person.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    if Notice.objects.filter(recipient=person, kind=DIGEST, created__gte=today).exists():
        return 0
    waiting = waiting_for(person)
    opened = list(waiting.order_by("opened_at").values_list("opened_at", flat=True))
    if not opened:
        return 0
    late_before = clock.late_before(now)
    Notice.objects.filter(recipient=person, kind=DIGEST, read_at=None).update(read_at=now)  # the new one tells it all
    notify(
        [person],
        DIGEST,
        number=len(opened),
        days=clock.working_days(opened[0], now),
        late=sum(moment < late_before for moment in opened),
        path=QUEUE,
    )
    return 1


def waiting_for(person: Any) -> Any:
    """The open cases that this person may decide on: what they see in the queue, but their own side's work."""
    own = person.standing.organizations | person.standing.waiting
    cases = Case.objects.open().decidable_by(person).exclude(submitted_by=person).exclude(item__author=person)
    cases = cases.exclude(item__circle=None, item__organization__in=own)  # hosts moderate what others write there
    moderated = Q(item__circle__memberships__user=person, item__circle__memberships__is_moderator=True)
    return cases.filter(moderated | ~Q(item__audience="circle")) if person.is_branch else cases.filter(moderated)


def escalate(now: datetime | None = None) -> int:
    """Tell the backup of what passed the target, the Branch of what passed twice the target; how many submissions.

    Each submission once at each level.
    """
    now = now or timezone.now()
    target = settings.REVIEW_TARGET_DAYS
    found = 0
    for percent, kind in ((100, "moderation_late"), (200, "moderation_overdue")):
        late = Case.objects.open().filter(opened_at__lt=now - timedelta(days=target * percent / 100))
        rows = late.exclude(escalations__percent=percent).values_list("pk", "opened_at")
        keys = {pk: clock.working_days(opened, now) for pk, opened in rows}
        keys = {pk: days for pk, days in keys.items() if days > target * percent // 100}
        if keys:
            found += _tell_of_late(keys, percent, kind)
    return found


@transaction.atomic
def _tell_of_late(days: dict[int, int], percent: int, kind: str) -> int:
    locked = (
        Case.objects.open().filter(pk__in=days).exclude(escalations__percent=percent).select_for_update(of=("self",))
    )
    fresh = [case.pk for case in locked]
    Escalation.objects.bulk_create(Escalation(case_id=pk, percent=percent) for pk in fresh)
    if fresh:
        people = branch() if percent == 200 else backup()
        notify(people, kind, number=len(fresh), days=max(days[pk] for pk in fresh), path=QUEUE)
    return len(fresh)


def backup() -> Iterable[Any]:
    """The group of the backup, or the Branch while nobody is in it."""
    group = Group.objects.filter(name=BACKUP).first()
    people = list(group.user_set.filter(is_active=True)) if group else []
    return people or branch()
