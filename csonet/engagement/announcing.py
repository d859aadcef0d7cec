"""Announcements of the Branch: who is in a segment, the test to oneself, sending to thousands a thousand at a time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ConsultativeStatus, Organization
from csonet.engagement.models import Announcement, AnnouncementState, AnnouncementStep, AnnouncementText
from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.models import Notice
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
    kinds.add("account", told, "announcement_required", context=words_for, prepare=fetch_texts)
    kinds.add("announcements", told, "announcement", context=words_for, prepare=fetch_texts)


def fetch_texts(notices: list[Any]) -> None:
    """Give each notice of an announcement the texts of all languages: one query for all."""
    own = [notice for notice in notices if notice.context.get("announcement")]
    texts: dict[int, dict[str, AnnouncementText]] = {}
    for text in AnnouncementText.objects.filter(announcement__in={notice.context["announcement"] for notice in own}):
        texts.setdefault(text.announcement_id, {})[text.language] = text
    for notice in own:
        notice.texts = texts.get(notice.context["announcement"], {})


def words_for(notice: Any, language: str) -> dict[str, Any]:
    """Title and text of the notice's announcement in the language, or in one that there is, named."""
    if not hasattr(notice, "texts"):
        fetch_texts([notice])
    return _words(getattr(notice, "texts", {}), language)


def thread_of(pk: int) -> str:
    """The key under which the notices of an announcement stand."""
    return f"announcement:{pk}"


def text_for(person: Any, pk: int, language: str) -> AnnouncementText | None:
    """The announcement's text in the language, or in one that there is; None for who was not told of it."""
    if not Notice.objects.filter(recipient=person, thread=thread_of(pk)).exists():
        return None
    texts = {
        text.language: text for text in AnnouncementText.objects.filter(announcement=pk).select_related("announcement")
    }
    return _best(texts, language)


def _best(texts: dict[str, AnnouncementText], language: str) -> AnnouncementText | None:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), None)


def _words(texts: dict[str, AnnouncementText], language: str) -> dict[str, Any]:
    text = _best(texts, language)
    if text is None:
        return {"title": _("Announcement of the NGO Branch"), "body": "", "other_language": ""}
    other = "" if text.language == language else languages.own_name(text.language)
    return {"title": text.title, "body": text.body, "other_language": other}


def people_of(announcement: Announcement) -> QuerySet[Any]:
    """The active people of the segment. Within a list any of it, between the lists all of them.

    Role, status, region and field are those of one membership: an owner of one organization who is a mere member of
    another is not an owner there.
    """
    asked = Q(is_active=True)
    if announcement.languages:
        asked &= Q(language__in=announcement.languages)
    if announcement.roles:
        asked &= _in_roles(announcement.roles)
    # One filter() for all of it: only so do the conditions share a membership.
    return get_user_model().objects.filter(asked & _organizations_of(announcement)).distinct()


def _in_roles(roles: list[str]) -> Q:
    acting = Q(memberships__organization__verification="verified")
    found = acting & Q(memberships__role__in=[role for role in roles if role not in (UN_ENTITY, NO_ORGANIZATION)])
    if UN_ENTITY in roles:
        found |= acting & Q(memberships__organization__is_un_entity=True)
    if NO_ORGANIZATION in roles:
        found |= ~Q(pk__in=get_user_model().objects.filter(acting).values("pk"))
    return found


def _organizations_of(announcement: Announcement) -> Q:
    """The condition on the organization that somebody acts for; none if the segment asks for none."""
    path = "memberships__organization__"
    asked = Q()
    if announcement.statuses:
        asked &= Q(**{f"{path}in": _of_status(announcement.statuses)})
    if announcement.regions:
        codes = set().union(*(vocabulary.country_codes_in(code) for code in announcement.regions))
        asked &= Q(**{f"{path}country__in": codes})
    if announcement.fields:
        asked &= Q(**{f"{path}fields__in": announcement.fields})
    return asked & Q(**{f"{path}verification": "verified"}) if asked else asked


def _of_status(kinds_: list[str]) -> QuerySet[Any]:
    """The organizations whose status in force is of these kinds, or that have none if that is asked for."""
    in_force = ConsultativeStatus.objects.filter(is_current=True, state="in-force")
    wanted = Q(pk__in=in_force.filter(kind__in=kinds_).values("organization"))
    if NO_STATUS in kinds_:
        wanted |= ~Q(pk__in=in_force.values("organization"))
    return Organization.objects.filter(wanted).order_by().values("pk")


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
    told = len(
        notify(
            people,
            kind,
            thread=thread_of(row.pk),
            announcement=row.pk,
            page="announcement_page",
            page_args=[row.pk],
        )
    )
    row.reached, row.told = people[-1].pk, row.told + told
    row.save(update_fields=["reached", "told", "updated"])
    return told


def _note(announcement: Announcement, officer: Any, action: str, people: int) -> None:
    segment = {name: getattr(announcement, name) for name in SEGMENT}
    segment["is_required"] = announcement.is_required
    AnnouncementStep.objects.create(
        announcement=announcement, actor=officer, action=action, people=people, segment=segment
    )
