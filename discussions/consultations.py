"""Consultations: the summary that closes one, the table of what was taken up, and thanks to those who took part."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.models import Item
from csonet.content.search import indexing
from csonet.engagement.comments import posting as comments
from csonet.engagement.comments import text
from csonet.engagement.comments.models import Comment, PostState
from csonet.notifications.api import notify
from csonet.workflow import NotAllowed, WrongState
from discussions import membership
from discussions.models import TakenUp, Topic


def summarize(topic: Topic, summary: str, *, actor: Any) -> None:
    """Put the closing summary on top, and thank everybody who took part, once. Raises NotAllowed, WrongState."""
    if not membership.moderates(topic.home, actor):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        if not row.is_over:
            raise WrongState(_("The consultation is still open: close it first."))
        first = row.summarized_at is None
        row.closing_summary = comments.checked(summary)
        row.summarized_at = row.summarized_at or timezone.now()
        row.save(update_fields=["closing_summary", "summarized_at", "updated"])
        indexing.index_item(Item.objects.get(pk=row.pk))
        if first:
            comments.write_line(row, actor, "summary", "")
            membership.note(row, actor, "summary")
            _thank(row, actor)
    topic.refresh_from_db()


def close_now(topic: Topic, *, actor: Any) -> None:
    """End a consultation before its time."""
    if not membership.moderates(topic.home, actor):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        now = timezone.now()
        closed = Topic.objects.filter(pk=topic.pk, is_consultation=True, opens_at__lt=now, closes_at__gt=now)
        if not closed.update(closes_at=now):
            raise WrongState(_("This consultation is not open."))
        comments.write_line(topic, actor, "close", "")
        membership.note(topic, actor, "close")
    topic.refresh_from_db()


def extend(topic: Topic, closes_at: Any, *, actor: Any) -> None:
    """Give a consultation more time. Raises NotAllowed, WrongState for a time that is past or earlier."""
    if not membership.moderates(topic.home, actor):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        known = [moment for moment in (timezone.now(), row.opens_at, row.closes_at) if moment]
        if not row.is_consultation or row.summarized_at or closes_at <= max(known):
            raise WrongState(_("Choose a time in the future."))
        before = row.closes_at.isoformat() if row.closes_at else ""
        Topic.objects.filter(pk=topic.pk).update(closes_at=closes_at)
        comments.write_line(topic, actor, "extend", "")
        membership.note(topic, actor, "extend", before={"closes_at": before}, closes_at=closes_at.isoformat())
    topic.refresh_from_db()


def _thank(topic: Topic, actor: Any) -> None:
    """Everybody whose post stands in it, once."""
    if not Topic.objects.filter(pk=topic.pk, thanked_at=None).update(thanked_at=timezone.now()):
        return
    wrote = Comment.objects.filter(item=topic.pk, state=PostState.SHOWN, line="").values("author")
    people = get_user_model().objects.filter(pk__in=wrote, is_active=True).exclude(pk=actor.pk)
    notify(list(people), "consultation_thanks", item=Item.objects.get(pk=topic.pk))


def take_up(topic: Topic, points: list[tuple[str, str, str]], *, actor: Any) -> None:
    """Write the table anew: (point, outcome, why) in its order. Raises NotAllowed."""
    if not membership.moderates(topic.home, actor):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        topic.taken_up.all().delete()
        TakenUp.objects.bulk_create(
            TakenUp(topic=topic, position=number, point=text.cleaned(point), outcome=outcome, why=text.cleaned(why))
            for number, (point, outcome, why) in enumerate(points, start=1)
        )
        membership.note(topic, actor, "take-up", points=len(points))
