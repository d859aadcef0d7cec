"""notify(): the one call by which the rest of the portal tells people something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from csonet.notifications.kinds import KINDS, Kind, kind_of
from csonet.notifications.models import MailState, Notice, OutboundMail
from csonet.notifications.rhythms import MANY, plans


def notify(
    recipients: Iterable[Any],
    kind: str,
    *,
    item: Any = None,
    organization: Any = None,
    decision: Any = None,
    grace: bool = False,
    mail: bool = True,
    thread: str = "",
    via: str | Mapping[int, str] = "",
    **context: Any,
) -> list[Notice]:
    """Tell people something: a notice in the portal and, as they chose for this kind, a mail in their language.

    recipients: users. kind: a row of csonet.notifications.kinds, whose words are templates/notifications/<kind>.txt.
    grace: the mail waits MAIL_GRACE_MINUTES, and no summary takes it sooner, so that recall() can take it back.
    mail: False tells in the portal alone.
    thread: the key under which notices stand together; the item's or the organization's by default. via: the
    subscription that tells them ("topic:water"), for all or by the person's id. context: plain JSON values for the
    words. Call it inside the transaction that made it true; the worker sends after the commit.
    """
    row, due = kind_of(kind), timezone.now()
    if grace:
        due += timedelta(minutes=settings.MAIL_GRACE_MINUTES)
    people = {person.pk: person for person in recipients if person.is_active}
    planned = plans(people, row, due) if mail else {}
    # Keys, not objects: five thousand rows are made in a moderator's request, and keys take half of the time.
    same = {
        "kind": kind,
        "item_id": item and item.pk,
        "organization_id": organization and organization.pk,
        "decision_id": decision and decision.pk,
        "context": context,
        "thread": thread or _thread(kind, item, organization),
        "in_portal": row.in_portal,
    }
    notices = Notice.objects.bulk_create(
        Notice(
            recipient_id=pk,
            via=via if isinstance(via, str) else via.get(pk, ""),
            digest_at=planned[pk].digest_at if mail else None,
            **same,
        )
        for pk in people
    )
    _queue([notice for notice in notices if mail and planned[notice.recipient_id].at_once], people, row, due)
    return notices


def recall(decision: Any) -> None:
    """Take back what was to be told about a decision that was undone: notices go, unsent mails are marked."""
    OutboundMail.objects.filter(notice__decision=decision, state=MailState.WAITING).update(
        state=MailState.RECALLED, notice=None
    )
    Notice.objects.filter(decision=decision).delete()


def take_back_mails(item: Any, kinds: Sequence[str]) -> None:
    """What was told of an item in these ways is no longer mailed; in the portal it stands."""
    waiting = OutboundMail.objects.filter(notice__item=item.pk, notice__kind__in=kinds, state=MailState.WAITING)
    waiting.update(state=MailState.RECALLED)


def _thread(kind: str, item: Any, organization: Any) -> str:
    if item is not None:
        return f"item:{item.pk}"
    return f"organization:{organization.pk}" if organization is not None else kind


def _queue(notices: list[Notice], people: Mapping[int, Any], kind: Kind, due: datetime) -> None:
    """A mail for each notice that leaves at once; where the stream says so, one about an object until it is read."""
    told = _told_already(notices) if kind.stream.once else set()
    OutboundMail.objects.bulk_create(
        OutboundMail(
            notice_id=notice.pk,
            recipient_id=notice.recipient_id,
            to=people[notice.recipient_id].email,
            language=people[notice.recipient_id].language,
            not_before=due,
        )
        for notice in notices
        if notice.recipient_id not in told
    )


def _told_already(notices: list[Notice]) -> set[int]:
    """Those who got (or will get) such a mail about this object and have not read of it since."""
    found: set[int] = set()
    kinds = [kind.name for kind in KINDS.values() if kind.stream.once]
    for start in range(0, len(notices), MANY):
        part = notices[start : start + MANY]
        mails = OutboundMail.objects.filter(
            state__in=[MailState.WAITING, MailState.SENT],
            notice__thread=part[0].thread,
            notice__read_at=None,
            notice__kind__in=kinds,
            recipient__in=[notice.recipient_id for notice in part],
        )
        found.update(mails.values_list("recipient_id", flat=True))  # type: ignore[arg-type]
    return found
