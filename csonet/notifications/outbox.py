"""The outbox: every mail is a row before it leaves, and the worker sends it after the commit.

A row is leased by a conditional UPDATE just before it is sent, so that two workers never send the same one; a worker
that dies in between leaves a lease that runs out. While the server is away the whole outbox waits, and no mail loses
an attempt by it; a mail that the server puts off is tried again with growing pauses; one that it refuses is given up
at once, visibly, and can be sent again from the desk.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError
from django.db.models import Count, F, Min, Q
from django.utils import timezone

from csonet.notifications import addresses
from csonet.notifications.message import compose
from csonet.notifications.models import JobRun, MailState, OutboundMail, StoppedAddress
from csonet.notifications.rendering import one_line

logger = logging.getLogger("csonet.mail")

#: Pause before the next attempt, by the number of attempts made; after the last one a mail is given up.
PAUSES = (timedelta(seconds=10), *(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)))
#: How long the outbox waits for a server that can't be reached, by how often in a row it could not.
AWAY = tuple(timedelta(seconds=s) for s in (5, 15, 30, 60, 120, 300))
#: Mails that could not even be tried for so long are given up.
TOO_OLD = timedelta(days=5)
BATCH = 50
#: The row of JobRun by which the outbox says how it fares.
OUTBOX = "outbox"
WORDS = ("notice__recipient", "notice__item__author", "notice__item__organization", "notice__organization")


def queue_mail(
    to: str, subject: str, body: str, language: str, html: str = "", headers: dict[str, str] | None = None
) -> OutboundMail:
    """Put a mail that is no notice into the outbox; the worker sends it after the commit. Words are final.

    Line breaks in the subject and in headers become spaces, so that no header can be smuggled in.
    """
    clean = {name: one_line(str(value)) for name, value in (headers or {}).items()}
    return OutboundMail.objects.create(
        to=to, subject=one_line(subject)[:300], body=body, html=html, language=language, headers=clean
    )


def deliver_due(now: datetime | None = None) -> int:
    """Send what is due, at most BATCH mails; how many left. Failures are kept on the row and tried again."""
    now = now or timezone.now()
    if _is_pausing(now):
        return 0
    due = OutboundMail.objects.filter(state=MailState.WAITING, not_before__lte=now).order_by("not_before", "pk")
    rows = list(due.select_related("recipient", *WORDS, "notice__decision__reason")[:BATCH])
    if not rows:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as problem:
        _server_is_away(problem, now)
        return 0
    try:
        sent = sum(_deliver(mail, connection) for mail in rows if _lease(mail, now))
    finally:
        connection.close()
    JobRun.objects.update_or_create(
        name=OUTBOX, defaults={"finished_at": now, "failures": 0, "leased_until": None, "result": "ok"}
    )
    return sent


def resend(mail: OutboundMail) -> None:
    """Try a mail again that was given up: its attempts start anew."""
    OutboundMail.objects.filter(pk=mail.pk, state__in=[MailState.DEAD, MailState.STOPPED]).update(
        state=MailState.WAITING, attempts=0, not_before=timezone.now()
    )


@dataclass(frozen=True)
class Health:
    """How the outbox fares: mails that wait and are due, for how long the oldest (minutes), and mails given up."""

    due: int
    minutes: int
    dead: int
    stopped: int

    @property
    def is_late(self) -> bool:
        return self.minutes > 15


def health(now: datetime | None = None) -> Health:
    """The figures, in one query."""
    now = now or timezone.now()
    due = Q(state=MailState.WAITING, not_before__lte=now) | Q(state=MailState.WAITING, attempts__gt=0)
    found = OutboundMail.objects.exclude(state__in=[MailState.SENT, MailState.RECALLED]).aggregate(
        due=Count("pk", filter=due),
        oldest=Min("created", filter=due),
        dead=Count("pk", filter=Q(state=MailState.DEAD)),
        stopped=Count("pk", filter=Q(state=MailState.STOPPED)),
    )
    minutes = int((now - found["oldest"]).total_seconds() // 60) if found["oldest"] else 0
    return Health(found["due"], max(minutes, 0), found["dead"], found["stopped"])


def _is_pausing(now: datetime) -> bool:
    return JobRun.objects.filter(name=OUTBOX, leased_until__gt=now).exists()


def _server_is_away(problem: Exception, now: datetime) -> None:
    """Nothing is tried until a pause is over; what has waited for days is given up."""
    row, _made = JobRun.objects.get_or_create(name=OUTBOX)
    pause = AWAY[min(row.failures, len(AWAY) - 1)]
    words = f"{type(problem).__name__}: {problem}"[:500]
    JobRun.objects.filter(name=OUTBOX).update(
        started_at=now, leased_until=now + pause, failures=F("failures") + 1, result=words
    )
    waiting = OutboundMail.objects.filter(state=MailState.WAITING, created__lt=now - TOO_OLD, not_before__lte=now)
    waiting.update(state=MailState.DEAD, last_error=words)
    logger.warning("the mail server is away: %s", type(problem).__name__)


def _lease(mail: OutboundMail, now: datetime) -> bool:
    """Take the row for ourselves, unless another worker was there first."""
    until = timezone.now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    taken = OutboundMail.objects.filter(pk=mail.pk, state=MailState.WAITING, not_before=mail.not_before).update(
        not_before=max(until, now), attempts=F("attempts") + 1
    )
    mail.attempts += taken
    return bool(taken)


def _deliver(mail: OutboundMail, connection: Any) -> int:
    if addresses.hold_back(mail):
        return 0
    try:
        message = compose(mail, connection)
        if message is None:
            OutboundMail.objects.filter(pk=mail.pk).update(state=MailState.RECALLED)
            return 0
        message.send()
    except SMTPRecipientsRefused as problem:
        code, words = next(iter(problem.recipients.values()))
        _refused(mail, code, words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words))
        return 0
    except SMTPResponseException as problem:
        _refused(mail, problem.smtp_code, str(problem.smtp_error))
        return 0
    except (SMTPException, OSError) as problem:
        connection.close()  # the next mail opens a new one
        _postpone(mail, problem)
        return 0
    except DatabaseError:
        raise  # the worker waits until the database is back; the lease runs out by itself
    except Exception as problem:  # a template's fault must not hold up the others
        logger.exception("mail %s could not be written", mail.pk)
        _postpone(mail, problem)
        return 0
    # The words go with the mail: some of them are links that let people in.
    OutboundMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=timezone.now(), last_error="", body="", html="", calendar=""
    )
    return 1


def _refused(mail: OutboundMail, code: int, words: str) -> None:
    """4xx: later; 5xx: never. 5.1.x says that there is no such address: then none of our notices goes there."""
    if code < 500:
        _postpone(mail, SMTPException(f"{code} {words}"))
        return
    OutboundMail.objects.filter(pk=mail.pk).update(state=MailState.DEAD, last_error=f"{code} {words}"[:2000])
    logger.warning("mail %s was refused: %s", mail.pk, code)
    if words.startswith("5.1."):
        address = mail.recipient.email if mail.recipient else mail.to
        addresses.stop(address, StoppedAddress.Cause.BOUNCE, f"{code} {words}")


def _postpone(mail: OutboundMail, problem: Exception) -> None:
    given_up = mail.attempts > len(PAUSES)
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    OutboundMail.objects.filter(pk=mail.pk).update(
        state=MailState.DEAD if given_up else MailState.WAITING,
        not_before=timezone.now() + pause,
        last_error=f"{type(problem).__name__}: {problem}"[:2000],
    )
    logger.warning("mail %s was not sent (attempt %s): %s", mail.pk, mail.attempts, type(problem).__name__)
