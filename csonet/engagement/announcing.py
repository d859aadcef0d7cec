"""Announcements of the Branch: who is in a segment, the test to oneself, sending to thousands a thousand at a time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ConsultativeStatus
from csonet.engagement.models import Announcement, AnnouncementState, AnnouncementStep, AnnouncementText
from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.outbox import queue_mail
from csonet.reference import vocabulary
from csonet.ui import languages

#: People told in one transaction.
CHUNK = 1000
SEGMENT = ("statuses", "regions", "fields", "languages", "roles")
#: Roles beside those of a membership.
UN_ENTITY, NO_ORGANIZATION, NO_STATUS = "un-entity", "none", "none"


def add_kinds() -> None:
    """The two kinds of announcements: what everybody has to know, and news for those who want to hear it."""
    told = gettext_lazy("the people of the segment that the NGO Branch chose")
    kinds.add("account", told, "announcement_required", context=words_for)
    kinds.add("announcements", told, "announcement", context=words_for)


def words_for(notice: Any, language: str) -> dict[str, Any]:
    """Title and text of the notice's announcement in the language, or in one that there is, named."""
    rows = AnnouncementText.objects.filter(announcement=notice.context.get("announcement"))
    return _words({text.language: text for text in rows}, language)


def _words(texts: dict[str, AnnouncementText], language: str) -> dict[str, Any]:
    text = texts.get(language) or texts.get("en") or next(iter(texts.values()), None)
    if text is None:
        return {"title": _("Announcement of the NGO Branch"), "body": "", "other_language": ""}
    other = "" if text.language == language else languages.own_name(text.language)
    return {"title": text.title, "body": text.body, "other_language": other}


def people_of(announcement: Announcement) -> QuerySet[Any]:
    """The active people of the segment. Within a list any of it, between the lists all of them."""
    people = get_user_model().objects.filter(is_active=True)
    if announcement.languages:
        people = people.filter(language__in=announcement.languages)
    if announcement.roles:
        people = people.filter(_in_roles(announcement.roles))
    through = _organizations_of(announcement)
    if through is not None:
        people = people.filter(through)
    return people.distinct()


def _in_roles(roles: list[str]) -> Q:
    acting = Q(memberships__organization__verification="verified")
    found = acting & Q(memberships__role__in=[role for role in roles if role not in (UN_ENTITY, NO_ORGANIZATION)])
    if UN_ENTITY in roles:
        found |= acting & Q(memberships__organization__is_un_entity=True)
    if NO_ORGANIZATION in roles:
        found |= ~Q(pk__in=get_user_model().objects.filter(acting).values("pk"))
    return found


def _organizations_of(announcement: Announcement) -> Q | None:
    """The condition on the organizations that somebody acts for; None if the segment names none."""
    path = "memberships__organization__"
    asked = Q(**{f"{path}verification": "verified"})
    if announcement.statuses:
        in_force = ConsultativeStatus.objects.filter(is_current=True, state="in-force").values("organization")
        kinds_ = [kind for kind in announcement.statuses if kind != NO_STATUS]
        by_status = Q(
            **{
                f"{path}statuses__in": ConsultativeStatus.objects.filter(
                    is_current=True, state="in-force", kind__in=kinds_
                ).values("pk")
            }
        )
        if NO_STATUS in announcement.statuses:
            by_status |= ~Q(**{f"{path}in": in_force})
        asked &= by_status
    if announcement.regions:
        codes = set().union(*(vocabulary.country_codes_in(code) for code in announcement.regions))
        asked &= Q(**{f"{path}country__in": codes})
    if announcement.fields:
        asked &= Q(**{f"{path}fields__in": announcement.fields})
    return asked if announcement.statuses or announcement.regions or announcement.fields else None


def count_by_language(announcement: Announcement) -> dict[str, int]:
    """How many people of the segment read in each language. One query."""
    inside = people_of(announcement).order_by().values("pk")
    rows = get_user_model().objects.filter(pk__in=inside).order_by().values("language").annotate(number=Count("pk"))
    return {row["language"]: row["number"] for row in rows}


def send_test(announcement: Announcement, officer: Any) -> None:
    """Mail every language version to the officer who asks, marked as a test."""
    with transaction.atomic():
        for text in announcement.texts.all():
            title = _("Test: %(title)s") % {"title": text.title}
            queue_mail(officer.email, title, text.body.strip() + "\n", text.language)
        _note(announcement, officer, "test", announcement.texts.count())


def send(announcement: Announcement, officer: Any) -> int:
    """Begin to send it: the worker tells the people. How many are in the segment now.

    Raises ValueError for one that is being sent already, or has no text.
    """
    if not announcement.texts.exists():
        raise ValueError("an announcement needs a text")
    with transaction.atomic():
        begun = Announcement.objects.filter(pk=announcement.pk, state=AnnouncementState.DRAFT).update(
            state=AnnouncementState.SENDING, sent_by=officer, sent_at=timezone.now()
        )
        if not begun:
            raise ValueError("it is being sent already")
        announcement.refresh_from_db()
        number = people_of(announcement).count()
        _note(announcement, officer, "send", number)
    return number


def send_due() -> int:
    """Tell the next people of each announcement that is being sent; how many. A worker that was stopped goes on."""
    told = 0
    for pk in list(Announcement.objects.filter(state=AnnouncementState.SENDING).values_list("pk", flat=True)):
        while number := _tell_next(pk):
            told += number
    return told


@transaction.atomic
def _tell_next(pk: int) -> int:
    """One chunk, and how far we came, in one transaction."""
    row = Announcement.objects.select_for_update().get(pk=pk)
    if row.state != AnnouncementState.SENDING:
        return 0
    people = list(people_of(row).filter(pk__gt=row.reached).order_by("pk")[:CHUNK])
    if not people:
        row.state = AnnouncementState.SENT
        row.save(update_fields=["state", "updated"])
        _note(row, row.sent_by, "finish", row.told)
        return 0
    kind = "announcement_required" if row.is_required else "announcement"
    told = len(notify(people, kind, thread=f"announcement:{row.pk}", announcement=row.pk, path=""))
    row.reached, row.told = people[-1].pk, row.told + told
    row.save(update_fields=["reached", "told", "updated"])
    return told


def _note(announcement: Announcement, officer: Any, action: str, people: int) -> None:
    segment = {name: getattr(announcement, name) for name in SEGMENT}
    segment["is_required"] = announcement.is_required
    AnnouncementStep.objects.create(
        announcement=announcement, actor=officer, action=action, people=people, segment=segment
    )
