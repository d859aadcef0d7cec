"""A person's notices in the portal: how many are unread, the list grouped by object, marking them read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from csonet.notifications.kinds import KINDS, STREAMS
from csonet.notifications.models import Notice, StoppedAddress
from csonet.notifications.rendering import link_of, render, still_told, with_objects
from csonet.prepared import prepared

#: The header says "99+" for more.
MOST_COUNTED = 100
GROUPS = 15
#: Notices shown about one object; the others are older.
SHOWN = 5


@dataclass(frozen=True)
class Standing:
    """What the header says: how many notices are unread, and whether the person's address takes no mail."""

    unread: int = 0
    stopped: bool = False


def standing_of(request: HttpRequest) -> Standing:
    """One query a request, however often it is asked; the person is signed in."""
    if not hasattr(request, "_notices"):
        person: Any = request.user
        rows = _standing(person.pk, person.email.lower())
        counted, is_stopped = rows[0] if rows else (0, False)
        request._notices = Standing(counted or 0, is_stopped)  # type: ignore[attr-defined]
    return request._notices  # type: ignore[attr-defined]


@prepared
def _standing(person: int, address: str) -> QuerySet[Any]:
    unread = Notice.objects.filter(recipient=OuterRef("pk"), in_portal=True, read_at=None).order_by()
    number = unread.values("recipient").annotate(number=Count("pk")).values("number")
    stopped = StoppedAddress.objects.filter(address=address)
    return get_user_model().objects.filter(pk=person).values_list(Subquery(number), Exists(stopped))


@dataclass(frozen=True)
class Line:
    """One notice in words."""

    notice: Notice
    subject: str
    url: str


@dataclass(frozen=True)
class Group:
    """The notices about one object, newest first."""

    thread: str
    thing: Any
    url: str
    lines: list[Line]
    unread: int
    #: How many older ones are not shown.
    more: int

    @property
    def title(self) -> str:
        return str(self.thing) if self.thing is not None else self.lines[0].subject

    @property
    def language(self) -> str:
        return getattr(self.thing, "language", "") or ""


def list_of(person: Any, *, unread_only: bool = False, stream: str = "", page: int = 1) -> tuple[Page, list[Group]]:
    """A page of the person's notices, grouped by object, the object with the latest news first; and its pagination.

    What the person may no longer see is left out and counted as read, so that the header tells the truth.
    """
    mine = _narrowed(person, unread_only, stream)
    threads = (
        mine.order_by()
        .values("thread")
        .annotate(latest=Max("created"), newest=Max("pk"), total=Count("pk"), fresh=Count("pk", Q(read_at=None)))
        .order_by("-latest", "-newest")
    )
    found = Paginator(threads, GROUPS).get_page(page)
    keys = [row["thread"] for row in found]
    rows = list(with_objects(mine.filter(thread__in=keys)).order_by("-created", "-pk")[: GROUPS * 40])
    seen = still_told(rows, person)
    _forget_unseen(rows, seen)
    by_thread: dict[str, list[Notice]] = {}
    for notice in seen:
        notice.recipient = person
        by_thread.setdefault(notice.thread, []).append(notice)
    groups = [_group(row, by_thread[row["thread"]]) for row in found if row["thread"] in by_thread]
    return found, groups


def _narrowed(person: Any, unread_only: bool, stream: str) -> QuerySet[Notice]:
    mine = Notice.objects.filter(recipient=person, in_portal=True)
    if unread_only:
        mine = mine.filter(read_at=None)
    if stream in STREAMS:
        mine = mine.filter(kind__in=[kind.name for kind in KINDS.values() if kind.stream.name == stream])
    return mine


def _forget_unseen(rows: list[Notice], seen: list[Notice]) -> None:
    gone = {row.pk for row in rows if row.read_at is None} - {notice.pk for notice in seen}
    if gone:
        Notice.objects.filter(pk__in=gone).update(read_at=timezone.now())


def _group(row: Any, notices: list[Notice]) -> Group:
    language = get_language() or "en"
    lines = [Line(notice, render(notice, language)[0], link_of(notice)) for notice in notices[:SHOWN]]
    thing = notices[0].item or notices[0].organization
    url = lines[0].url
    return Group(row["thread"], thing, url, lines, row["fresh"], max(len(notices) - SHOWN, 0))


def mark_read(person: Any, *, thread: str | None = None, keys: Iterable[int] | None = None) -> int:
    """Mark the person's notices as read: those of a thread, those with the keys, or all. How many were unread."""
    unread = Notice.objects.filter(recipient=person, read_at=None, in_portal=True)
    if thread is not None:
        unread = unread.filter(thread=thread)
    if keys is not None:
        unread = unread.filter(pk__in=list(keys))
    return unread.update(read_at=timezone.now())


def came_back(request: HttpRequest, thread: str) -> None:
    """The person reads the object's page: what they were told of it is read. Costs nothing while nothing is unread."""
    if request.user.is_authenticated and request.method == "GET" and standing_of(request).unread:
        read = mark_read(request.user, thread=thread)
        if read:
            before: Standing = request._notices  # type: ignore[attr-defined]
            request._notices = Standing(max(before.unread - read, 0), before.stopped)  # type: ignore[attr-defined]
