"""notify(): the one call by which the rest of the portal tells people something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from csonet.notifications.models import MailState, Notice, OutboundMail


def notify(
    recipients: Iterable[Any],
    kind: str,
    *,
    item: Any = None,
    organization: Any = None,
    decision: Any = None,
    grace: bool = False,
    mail: bool = True,
    **context: Any,
) -> list[Notice]:
    """Tell people something: a notice in the portal and, unless mail is False, a mail in their language.

    recipients: users. kind: names the templates templates/notifications/<kind>.txt. grace: the mail waits
    MAIL_GRACE_MINUTES, so that recall() can take it back. context: plain JSON values for the words.
    Call it inside the transaction that made it true; the worker sends after the commit.
    """
    notices = Notice.objects.bulk_create(
        Notice(recipient=person, kind=kind, item=item, organization=organization, decision=decision, context=context)
        for person in recipients
        if person.is_active
    )
    if mail:
        due = timezone.now() + (timedelta(minutes=settings.MAIL_GRACE_MINUTES) if grace else timedelta())
        OutboundMail.objects.bulk_create(
            OutboundMail(notice=notice, to=notice.recipient.email, language=notice.recipient.language, not_before=due)
            for notice in notices
        )
    return notices


def recall(decision: Any) -> None:
    """Take back what was to be told about a decision that was undone: notices go, unsent mails are marked."""
    OutboundMail.objects.filter(notice__decision=decision, state=MailState.WAITING).update(
        state=MailState.RECALLED, notice=None
    )
    Notice.objects.filter(decision=decision).delete()
