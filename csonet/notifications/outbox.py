"""The outbox: every mail is a row before it leaves, and the worker sends it after the commit.

A row is leased by a conditional UPDATE before it is sent, so that two workers never send the same one; a worker that
dies in between leaves a lease that runs out. A server that is away costs attempts with growing pauses, no mail.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from email.utils import formatdate
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone

from csonet.notifications.models import MailState, OutboundMail
from csonet.notifications.rendering import may_be_told, render

logger = logging.getLogger("csonet.mail")

LEASE = timedelta(minutes=5)
#: Pause before the next attempt, by the number of attempts made; after the last one a mail is given up.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
BATCH = 50


def queue_mail(
    to: str, subject: str, body: str, language: str, html: str = "", headers: dict[str, str] | None = None
) -> OutboundMail:
    """Put a mail that is no notice into the outbox; the worker sends it after the commit. Words are final.

    Line breaks in the subject and in headers become spaces, so that no header can be smuggled in.
    """
    clean = {name: " ".join(str(value).split()) for name, value in (headers or {}).items()}
    return OutboundMail.objects.create(
        to=to, subject=" ".join(subject.split())[:300], body=body, html=html, language=language, headers=clean
    )


def deliver_due(now: datetime | None = None) -> int:
    """Send what is due, at most BATCH mails; how many left. Failures are kept on the row and tried again."""
    now = now or timezone.now()
    due = OutboundMail.objects.filter(state=MailState.WAITING, not_before__lte=now).order_by("not_before", "pk")
    rows = list(
        due.select_related("notice__recipient", "notice__item", "notice__organization", "notice__decision__reason")[
            :BATCH
        ]
    )
    if not rows:
        return 0
    connection = get_connection()
    sent = 0
    try:
        for mail in rows:
            if _lease(mail, now):
                sent += _deliver(mail, connection)
    finally:
        connection.close()
    return sent


def resend(mail: OutboundMail) -> None:
    """Try a mail again that was given up: its attempts start anew."""
    OutboundMail.objects.filter(pk=mail.pk, state=MailState.DEAD).update(
        state=MailState.WAITING, attempts=0, not_before=timezone.now()
    )


def _lease(mail: OutboundMail, now: datetime) -> bool:
    taken = OutboundMail.objects.filter(pk=mail.pk, state=MailState.WAITING, not_before=mail.not_before).update(
        not_before=now + LEASE, attempts=F("attempts") + 1
    )
    mail.attempts += taken
    return bool(taken)


def _deliver(mail: OutboundMail, connection: Any) -> int:
    if mail.notice and not may_be_told(mail.notice):
        OutboundMail.objects.filter(pk=mail.pk).update(state=MailState.RECALLED)
        return 0
    try:
        _message(mail, connection).send()
    except (SMTPException, OSError, ValueError) as problem:
        _postpone(mail, problem)
        return 0
    OutboundMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=timezone.now(), last_error="")
    return 1


def _postpone(mail: OutboundMail, problem: Exception) -> None:
    given_up = mail.attempts > len(PAUSES)
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    OutboundMail.objects.filter(pk=mail.pk).update(
        state=MailState.DEAD if given_up else MailState.WAITING,
        not_before=timezone.now() + pause,
        last_error=f"{type(problem).__name__}: {problem}"[:2000],
    )
    logger.warning("mail %s was not sent (attempt %s): %s", mail.pk, mail.attempts, type(problem).__name__)


def _message(mail: OutboundMail, connection: Any) -> EmailMultiAlternatives:
    subject, body = render(mail.notice, mail.language) if mail.notice else (mail.subject, mail.body)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject=subject,
        body=body,
        to=[mail.to],
        connection=connection,
        headers={
            "Message-ID": f"<mail-{mail.pk}@{host}>",
            "Date": formatdate(mail.created.timestamp(), localtime=False),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": mail.language,
            **mail.headers,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message
