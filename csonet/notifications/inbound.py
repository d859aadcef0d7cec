"""Mails that come in at MAIL_INBOUND_ADDRESS: bounces, complaints, and people who leave a stream by mail.

A mail server pipes each of them into `manage.py take_mail`. A mail service reports bounces and complaints over https
instead (django-anymail's webhooks, by ANYMAIL_SERVICE); both end in csonet.notifications.addresses.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import Any

from csonet.notifications import addresses, leaving, tokens
from csonet.notifications.models import OutboundMail, StoppedAddress

MOST_BYTES = 2_000_000
_LEAVE = re.compile(r"\bleave\s+(\S+)", re.IGNORECASE)
_OUR_ID = re.compile(r"<mail-(\d{1,18})@")


def take(raw: bytes) -> str:
    """Act on one mail; what was done, in a word: "left", "bounce", "complaint" or "nothing"."""
    message = message_from_bytes(raw[:MOST_BYTES], policy=policy.default)
    if message.get_content_type() == "multipart/report":
        return _take_report(message)
    found = _LEAVE.search(str(message.get("Subject", "")))
    return "left" if found and _leave(found.group(1)) else "nothing"


def _leave(token: str) -> bool:
    try:
        person, stream = tokens.read_leave_token(token)
    except tokens.NoSuchToken:
        return False
    if person is not None:
        leaving.leave(person, stream)
    return True


def _take_report(message: EmailMessage) -> str:
    """RFC 3464 (delivery status) and RFC 5965 (feedback). Only reports about a mail of ours to that address count."""
    ours = _addressee(message)
    if not ours:
        return "nothing"
    kind = str(message.get_param("report-type", "")).lower()
    if kind == "feedback-report":
        addresses.stop(ours, StoppedAddress.Cause.COMPLAINT)
        return "complaint"
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():  # type: ignore[union-attr]
                if _is_permanent(block, ours):
                    addresses.stop(ours, StoppedAddress.Cause.BOUNCE, _header(block, "Diagnostic-Code"))
                    return "bounce"
    return "nothing"


def _addressee(message: EmailMessage) -> str:
    """To whom the returned mail went, by our own row: nobody can stop an address with a report that they invent."""
    for part in message.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            found = _OUR_ID.search(_returned_id(part))
            mail = OutboundMail.objects.filter(pk=int(found.group(1))).first() if found else None
            return mail.to.lower() if mail else ""
    return ""


def _returned_id(part: Message) -> str:
    if part.get_content_type() == "message/rfc822":
        inner: Any = part.get_payload(0)
        return str(inner.get("Message-ID", ""))
    return str(part.get_payload())


def _is_permanent(block: Any, address: str) -> bool:
    """Is it about this address, failed for good (5.x.x), and not only because a mailbox is full (5.2.2)?"""
    said = parseaddr(_header(block, "Final-Recipient").partition(";")[2])[1].lower()
    status = _header(block, "Status")
    failed = _header(block, "Action").lower() == "failed" and status.startswith("5.")
    return failed and said == address and status != "5.2.2"


def _header(block: Any, name: str) -> str:
    return str(block.get(name, "")).strip() if isinstance(block, Message) else ""


def tracked(sender: Any, event: Any, esp_name: str, **_kwargs: Any) -> None:
    """Listens to django-anymail: what a mail service reports of an address."""
    if event.event_type == "complained":
        addresses.stop(event.recipient, StoppedAddress.Cause.COMPLAINT, esp_name)
    elif event.event_type == "bounced" and event.reject_reason in ("bounced", "invalid", None):
        addresses.stop(event.recipient, StoppedAddress.Cause.BOUNCE, event.mta_response or event.description or "")
