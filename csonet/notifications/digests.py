"""Summaries: at the hour that a person chose, all that waits for it becomes one mail, grouped by object.

build_due() only gathers, in one transaction for many people; the words are made when the mail leaves, and what
was read or hidden meanwhile is left out. A summary without anything in it never leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from csonet.notifications.models import Notice, OutboundMail
from csonet.notifications.rendering import link_of, render, still_told, with_objects

#: People in one transaction.
CHUNK = 500
#: Objects in one summary, and lines about each.
MOST_OBJECTS = 15
MOST_LINES = 3
TITLE, LINE = 120, 150


def build_due(now: datetime | None = None) -> int:
    """Make the summaries whose hour has come; how many. Safe to run twice, side by side, and to be killed."""
    now = now or timezone.now()
    return sum(_gather(people, now) for people in _people_due(now))


def _people_due(now: datetime) -> Iterator[list[int]]:
    """The ids of those for whom something is due, in chunks, in the order of their ids."""
    last = 0
    while True:
        due = Notice.objects.filter(digest_at__lte=now, recipient__gt=last)
        people = list(due.order_by("recipient").values_list("recipient", flat=True).distinct()[:CHUNK])
        if not people:
            return
        yield people
        last = people[-1]


@transaction.atomic
def _gather(people: list[int], now: datetime) -> int:
    """One mail for each of these people; their notices point to it. The locked rows are nobody else's meanwhile."""
    due = Notice.objects.filter(recipient__in=people, digest_at__lte=now)
    locked = list(due.select_for_update().order_by("pk").values_list("pk", "recipient"))
    waiting = {recipient for _pk, recipient in locked}
    persons = get_user_model().objects.filter(pk__in=waiting, is_active=True).only("pk", "email", "language")
    mails = OutboundMail.objects.bulk_create(
        OutboundMail(recipient=person, is_digest=True, to=person.email, language=person.language, not_before=now)
        for person in persons
    )
    newest = OutboundMail.objects.filter(recipient=OuterRef("recipient"), is_digest=True).order_by("-pk")
    mailed = {mail.recipient_id for mail in mails}
    due.filter(recipient__in=mailed).update(digest_at=None, digest_mail=Subquery(newest.values("pk")[:1]))
    due.filter(recipient__in=waiting - mailed).update(digest_at=None)  # accounts that are closed
    return len(mails)


@dataclass
class Entry:
    """One object of a summary: what it is called, what happened, where it is."""

    title: str
    language: str
    url: str
    lines: list[str]
    more: int


@dataclass
class Summary:
    """What a summary tells: at most MOST_OBJECTS entries, newest first, and how many objects it leaves out."""

    entries: list[Entry]
    left_out: int
    list_url: str

    @property
    def total(self) -> int:
        return len(self.entries) + self.left_out


def summary_of(mail: OutboundMail, language: str) -> Summary | None:
    """What the mail tells now, in the active language; None if nothing is left of it."""
    person: Any = mail.recipient
    rows = with_objects(mail.digest_notices.filter(read_at=None)).order_by("-created", "-pk")
    threads: dict[str, list[Notice]] = {}
    for notice in still_told(rows, person):
        notice.recipient = person
        threads.setdefault(notice.thread or str(notice.pk), []).append(notice)
    if not threads:
        return None
    shown = list(threads.values())[:MOST_OBJECTS]
    return Summary(
        [_entry(notices, language) for notices in shown],
        len(threads) - len(shown),
        settings.SITE_URL + reverse("notice_list"),
    )


def _entry(notices: list[Notice], language: str) -> Entry:
    newest = notices[0]
    thing = newest.item or newest.organization
    lines = list(dict.fromkeys(_line(notice, language) for notice in notices[:MOST_LINES]))
    title = Truncator(str(thing) if thing is not None else lines[0]).chars(TITLE)
    return Entry(
        title=title,
        language=newest.item.language if newest.item else "",
        url=urljoin(settings.SITE_URL + "/", link_of(newest)),
        lines=lines if thing is not None else lines[1:],
        more=max(len(notices) - MOST_LINES, 0),
    )


def _line(notice: Notice, language: str) -> str:
    return Truncator(render(notice, language)[0]).chars(LINE)
