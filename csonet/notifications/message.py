"""A row of the outbox as a mail: words in the reader's language and zone, text first, plain HTML beside, headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from csonet.notifications import digests, tokens
from csonet.notifications.kinds import kind_of
from csonet.notifications.leaving import DIGEST, stream_of
from csonet.notifications.models import Notice, OutboundMail
from csonet.notifications.rendering import may_be_told, one_line, render
from csonet.notifications.rhythms import zone_of
from csonet.ui import languages

_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
#: Most bytes of a mail as it leaves: first the HTML goes, then the end of the text.
MOST_BYTES = 30_000


@dataclass
class Letter:
    """The words of one mail."""

    subject: str
    text: str
    html: str = ""
    #: What can be left from this mail; "" for mails that can't be switched off.
    stream: str = ""
    #: What its thread is called in References.
    thread: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    #: Where an answer to it goes; "" for the sender's own address.
    reply_to: str = ""


def compose(mail: OutboundMail, connection: Any) -> EmailMultiAlternatives | None:
    """The mail, ready to leave; None if there is nothing to tell any more."""
    person: Any = mail.recipient
    language = language_of(mail)
    zone = zone_of(person.time_zone if person else "UTC")
    with translation.override(language), timezone.override(zone):
        letter = _letter(mail, language)
        if letter is None:
            return None
        return _fit(_message(mail, letter, language, connection))


def language_of(mail: OutboundMail) -> str:
    """The reader's language now; of a mail that is no notice, the one it was written in. English if it is gone."""
    wanted = mail.recipient.language if mail.recipient else mail.language
    return wanted if wanted in languages.CODES else settings.LANGUAGE_CODE


def _letter(mail: OutboundMail, language: str) -> Letter | None:
    if mail.is_digest:
        return _digest_letter(mail, language)
    if mail.notice is not None:
        return _notice_letter(mail, mail.notice, language)
    return Letter(one_line(mail.subject), mail.body, mail.html)


def _notice_letter(mail: OutboundMail, notice: Notice, language: str) -> Letter | None:
    """None for what may no longer be told, and for what was read in the portal while the mail waited."""
    stream = kind_of(notice.kind).stream
    if (notice.read_at and stream.choices) or not may_be_told(notice):
        return None
    subject, text = render(notice, language)
    leaves = stream_of(notice, stream)
    end = _end(mail, str(stream.because), leaves)
    return Letter(
        subject,
        get_template("emails/notice.txt").render({"text": text, **end}),
        get_template("emails/notice.html").render({"text": text, "subject": subject, **end, **_page(language)}),
        stream=leaves,
        thread=notice.thread,
        reply_to=answers(notice) if (answers := kind_of(notice.kind).reply_to) else "",
    )


def _digest_letter(mail: OutboundMail, language: str) -> Letter | None:
    summary = digests.summary_of(mail, language) if mail.recipient and mail.recipient.is_active else None
    if summary is None:
        return None
    subject = ngettext("News on %(count)d subject for you", "News on %(count)d subjects for you", summary.total)
    subject %= {"count": summary.total}
    end = _end(mail, _("You get this mail because you chose summaries."), DIGEST)
    words = {"summary": summary, "subject": subject, **end, **_page(language)}
    return Letter(
        subject,
        get_template("emails/digest.txt").render(words),
        get_template("emails/digest.html").render(words),
        stream=DIGEST,
    )


def _end(mail: OutboundMail, because: str, stream: str) -> dict[str, str]:
    """Why the person gets it, and how they stop it or choose otherwise."""
    person: Any = mail.recipient_id
    return {
        "because": because,
        "leave_url": tokens.leave_url(person, stream) if stream else "",
        "settings_url": tokens.settings_url(person),
        "site_url": settings.SITE_URL,
    }


def _page(language: str) -> dict[str, str]:
    return {"lang": languages.tag(language), "dir": languages.direction(language)}


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _message(mail: OutboundMail, letter: Letter, language: str, connection: Any) -> EmailMultiAlternatives:
    host = _host()
    headers = {
        "Message-ID": f"<mail-{mail.pk}@{host}>",
        "Date": formatdate(mail.created.timestamp(), localtime=False),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": languages.tag(language),
    }
    if letter.thread:
        thread = f"<{letter.thread.replace(':', '-')}@{host}>"
        headers |= {"In-Reply-To": thread, "References": thread}
    if letter.stream and mail.recipient_id:
        headers |= leaving_headers(mail.recipient_id, letter.stream, host)
    # Bounces come back to an address that is read by `manage.py take_mail`, if there is one.
    sender = settings.MAIL_INBOUND_ADDRESS or None
    if sender:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=sender,
        to=[mail.recipient.email if mail.recipient else mail.to],
        connection=connection,
        headers={**headers, **mail.headers},
        reply_to=[letter.reply_to] if letter.reply_to else None,
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if mail.calendar:
        _attach_calendar(message, mail.calendar)
    return message


def _attach_calendar(message: EmailMultiAlternatives, calendar: str) -> None:
    """The meeting as an alternative, which calendars act on, and as a file, which people open (RFC 6047)."""
    found = _METHOD.search(calendar)
    kind = f"text/calendar; method={found[1]}" if found else "text/calendar"
    message.attach_alternative(calendar, kind)
    message.attach("event.ics", calendar, kind)


def leaving_headers(person_id: int, stream: str, host: str) -> dict[str, str]:
    """List-Id and the one-click way out (RFC 2919, 2369, 8058). DKIM has to sign them where the mail leaves."""
    ways = [f"<{tokens.leave_url(person_id, stream)}>"]
    if settings.MAIL_INBOUND_ADDRESS:
        subject = quote(f"leave {tokens.leave_token(person_id, stream)}")
        ways.append(f"<mailto:{settings.MAIL_INBOUND_ADDRESS}?subject={subject}>")
    return {
        "List-Id": f"<{stream.removeprefix('stream:').replace(':', '-').replace('_', '-')}.{host}>",
        "List-Unsubscribe": ", ".join(ways),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _fit(message: EmailMultiAlternatives) -> EmailMultiAlternatives:
    """The mail within MOST_BYTES: without its HTML if it must be, then cut."""
    if len(message.message().as_bytes()) <= MOST_BYTES:
        return message
    message.alternatives = [one for one in message.alternatives if one[1] != "text/html"]
    while len(message.message().as_bytes()) > MOST_BYTES:
        message.body = message.body[: len(message.body) * 4 // 5] + "…\n"
    return message
