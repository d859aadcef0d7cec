"""The outbox: every mail is a row before it leaves."""

from __future__ import annotations

from csonet.notifications.models import OutboundMail


def queue_mail(
    to: str, subject: str, body: str, language: str, html: str = "", headers: dict[str, str] | None = None
) -> OutboundMail:
    """Put a mail that is no notice into the outbox; the worker sends it after the commit. Words are final."""
    return OutboundMail.objects.create(
        to=to, subject=" ".join(subject.split()), body=body, html=html, language=language, headers=headers or {}
    )
