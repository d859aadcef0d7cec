"""The life of a request: closing, opening again, “still needed?” by a signed link, expiry.

The dates: 60 days after somebody last said that it is needed the portal asks; who does not answer within 30 days lets
it expire, and so does the day by which it was needed (settings REQUEST_ASK_DAYS, REQUEST_ANSWER_DAYS). An expired
request is renewed by publication's own act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from csonet.content.models import Item
from csonet.content.publication import move
from csonet.content.rights import is_author_side
from csonet.notifications.api import notify
from csonet.reference import tallies
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from projects.models import SolutionRequest
from projects.models.choices import ALIVE, Life
from projects.people import behind

SALT = "projects.still-needed"
#: What a request can be made by its own side: (from, to).
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "start": ((Life.OPEN,), Life.PROGRESS),
    "solve": (ALIVE, Life.SOLVED),
    "close": (ALIVE, Life.UNSOLVED),
    "reopen": ((Life.SOLVED, Life.UNSOLVED, Life.PROGRESS), Life.OPEN),
}
#: Publications after which a request counts as needed from today.
_ALIVE_AGAIN = frozenset({"approve", "release", "renew", "restore", "unarchive"})


@dataclass(frozen=True)
class Asked:
    """What a signed link says: which request, who was asked, and which asking it answers."""

    request: SolutionRequest
    user: User
    is_open: bool


def step(request: SolutionRequest, name: str, *, user: Any) -> None:
    """Carry out one of STEPS. Raises NotAllowed, or WrongState where somebody else was first."""
    if name not in STEPS:
        raise WrongState(_("There is no such action."))
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=request.pk)
        if not is_author_side(user, item):
            raise NotAllowed(_("You may not do this."))
        sources, target = STEPS[name]
        closed = timezone.localdate() if target in (Life.SOLVED, Life.UNSOLVED) else None
        rows = SolutionRequest.objects.filter(pk=request.pk, status="published", life__in=sources)
        now = timezone.now()
        if not rows.update(life=target, closed_on=closed, alive_at=now, asked_at=None, updated=now):
            raise WrongState(_("This is not possible any more: the request is in another state now."))
        tallies.note("item", [request.pk])
    request.refresh_from_db()


def still_needed(request: SolutionRequest, *, user: Any) -> None:
    """Somebody of its side says that it is needed. Raises NotAllowed, or WrongState for a closed one."""
    if not is_author_side(user, request):
        raise NotAllowed(_("You may not do this."))
    rows = SolutionRequest.objects.filter(pk=request.pk, status="published", life__in=ALIVE)
    if not rows.update(alive_at=timezone.now(), asked_at=None):
        raise WrongState(_("This request is closed or past its date. Sign in to renew it."))


def answer_link(request: SolutionRequest, user: User) -> str:
    """The path of the page on which this person answers “still needed?” without signing in."""
    asked = request.asked_at.isoformat() if request.asked_at else ""
    token = signing.dumps([request.pk, user.pk, asked], salt=SALT, compress=True)
    with translation.override(user.language):
        return reverse("request_still_needed", args=[token])


def read_link(token: str) -> Asked:
    """What the link says. Raises WorkflowError for a forged or an old one."""
    days = settings.REQUEST_ASK_DAYS + settings.REQUEST_ANSWER_DAYS
    try:
        request_id, user_id, asked = signing.loads(token, salt=SALT, max_age=timedelta(days=days))
    except (signing.BadSignature, ValueError, TypeError):
        raise WorkflowError(_("This link is not valid any more.")) from None
    request = SolutionRequest.objects.select_related("organization").filter(pk=request_id).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if request is None or user is None or not is_author_side(user, request):
        raise WorkflowError(_("This link is not valid any more."))
    same = request.asked_at is not None and request.asked_at == parse_datetime(asked or "")
    return Asked(request, user, is_open=same and request.is_open)


def answer_by_link(token: str, answer: str) -> SolutionRequest:
    """Act on the link: "needed", "solve" or "close". Raises WorkflowError; an answered link does nothing again."""
    asked = read_link(token)
    if not asked.is_open:
        raise WrongState(_("This was answered already. Thank you."))
    if answer == "needed":
        still_needed(asked.request, user=asked.user)
    elif answer in ("solve", "close"):
        step(asked.request, answer, user=asked.user)
    else:
        raise WrongState(_("There is no such action."))
    return asked.request


def ask_due(now: datetime | None = None) -> int:
    """Ask whether the requests of long ago are still needed; how many were asked about. Safe to run twice."""
    now = now or timezone.now()
    due = SolutionRequest.objects.filter(
        status="published",
        life__in=ALIVE,
        asked_at=None,
        alive_at__lt=now - timedelta(days=settings.REQUEST_ASK_DAYS),
    )
    return sum(_ask(request, now) for request in due.select_related("organization", "author"))


def _ask(request: SolutionRequest, now: datetime) -> int:
    with transaction.atomic():
        if not SolutionRequest.objects.filter(pk=request.pk, asked_at=None).update(asked_at=now):
            return 0  # another worker was there first
        request.asked_at = now
        item = Item.objects.get(pk=request.pk)
        for person in behind(item):
            notify(
                [person],
                "request_still_needed",
                item=item,
                path=answer_link(request, person),
                days=settings.REQUEST_ANSWER_DAYS,
            )
    return 1


def expire_due(now: datetime | None = None) -> int:
    """Take what nobody needs any more out of the lists; how many. Safe to run twice and side by side."""
    now = now or timezone.now()
    silent = Q(asked_at__lt=now - timedelta(days=settings.REQUEST_ANSWER_DAYS))
    past = Q(needed_by__lt=timezone.localdate(now)) & (Q(alive_at=None) | Q(alive_at__date__lte=F("needed_by")))
    due = SolutionRequest.objects.filter(silent | past, status="published", life__in=ALIVE)
    expired = 0
    for request in due:
        try:
            move(Item.objects.get(pk=request.pk), "expire", actor=None)
        except WrongState:
            continue  # somebody closed or archived it meanwhile
        expired += 1
    return expired


def follow_publication(sender: Any, item: Item, decision: Any, **_signal: Any) -> None:
    """Listens to content.signals.moved: a request that is published (again) counts as needed from today."""
    if item.kind == SolutionRequest.KIND and decision.action in _ALIVE_AGAIN:
        SolutionRequest.objects.filter(pk=item.pk).update(alive_at=timezone.now(), asked_at=None)
