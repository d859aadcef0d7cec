"""The contact desk's writes: a message is taken in, answered, closed."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from csonet.notifications.outbox import queue_mail
from csonet.portal.models import ContactLink, ContactMessage, ContactReply, ContactState


def receive(message: ContactMessage) -> tuple[ContactMessage, str]:
    """Keep a message and mail its sender the receipt. Returns it with a secret link's token for the sender.

    The same form sent twice is kept once: then the message that is there already comes back, with a new token.
    """
    try:
        with transaction.atomic():
            message.save()
            token = _new_token(message)
            _mail(message, "contact_receipt", {})
    except IntegrityError:
        message = ContactMessage.objects.get(form_key=message.form_key)
        token = _new_token(message)
    return message, token


def answer(message: ContactMessage, author: Any, text: str, *, close: bool = False) -> ContactReply:
    """Answer a message: the answer is kept and mailed in the sender's language; close: nothing more is expected."""
    with transaction.atomic():
        locked = ContactMessage.objects.select_for_update().get(pk=message.pk)
        reply = ContactReply.objects.create(message=locked, author=author, text=text.strip())
        locked.state = ContactState.CLOSED if close else ContactState.ANSWERED
        locked.save(update_fields=["state", "updated"])
        _mail(locked, "contact_reply", {"reply": reply})
    message.state = locked.state
    return reply


def set_state(message: ContactMessage, state: str) -> None:
    """Close a message without an answer, or open it again."""
    ContactMessage.objects.filter(pk=message.pk).update(state=state)
    message.state = state


def find_by_token(token: str) -> ContactMessage | None:
    """The message whose secret link this is."""
    link = ContactLink.objects.filter(token_hash=_hash(token)).select_related("message").first()
    return link.message if link else None


def _new_token(message: ContactMessage) -> str:
    """A secret of 192 bits; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    ContactLink.objects.create(message=message, token_hash=_hash(token))
    return token


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _mail(message: ContactMessage, name: str, context: dict[str, Any]) -> None:
    """Queue one of the desk's mails in the sender's language, with a secret link of its own."""
    with translation.override(message.language):
        url = settings.SITE_URL + reverse("contact_state", args=[_new_token(message)])
        words = render_to_string(f"portal/mail/{name}.txt", {"message": message, "url": url, **context})
    subject, _blank, body = words.strip().partition("\n")
    queue_mail(message.email, subject, body.strip() + "\n", message.language)
