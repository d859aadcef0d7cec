"""Polling a mailbox by IMAP, where the mail server has no pipe."""

from __future__ import annotations

import imaplib
import logging
import ssl
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from discussions.mail.receiving import receive

logger = logging.getLogger("csonet.mail")
MOST = 100
#: Seconds that the server may take for an answer: the worker has other work.
PATIENCE = 30


def poll(url: str = "") -> dict[str, int]:
    """Take the unseen mails of the mailbox, at most MOST; how many became what. Each is marked as seen when it is done.

    url: imap(s)://user:password@host[:port]/mailbox. A mail that can't be handled stays unseen and is tried again.
    """
    parts = urlsplit(url or settings.IMAP_URL)
    box = _connected(parts)
    done: dict[str, int] = {}
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        box.select(unquote(parts.path.strip("/")) or "INBOX")
        _status, found = box.search(None, "UNSEEN")
        for number in (found[0] or b"").split()[:MOST]:
            result = _take(box, number.decode())
            done[result] = done.get(result, 0) + 1
    finally:
        box.logout()
    return done


def _connected(parts: SplitResult) -> imaplib.IMAP4:
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=PATIENCE)
    return imaplib.IMAP4(host, parts.port or 143, timeout=PATIENCE)


def _take(box: imaplib.IMAP4, number: str) -> str:
    _status, parts = box.fetch(number, "(BODY.PEEK[])")
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    try:
        result = receive(raw)
    except Exception:
        logger.exception("mail %s of the mailbox could not be taken", number)
        return "failed"
    box.store(number, "+FLAGS", "\\Seen")
    return result


def poll_due() -> str:
    """The worker's job; nothing where no mailbox is set."""
    return str(poll()) if settings.IMAP_URL else ""
