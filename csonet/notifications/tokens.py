"""Signed links in mails: one to leave a stream, one to the mail settings. They never expire and hold no secret.

A token names the person by number and is signed with SECRET_KEY; the keys of SECRET_KEY_FALLBACKS stay good.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_LEAVE = "csonet.notifications.leave"
_SETTINGS = "csonet.notifications.settings"
_LONGEST = 300


class NoSuchToken(Exception):
    """The token was not made here."""


def leave_token(person_id: int, stream: str) -> str:
    """A token by which whoever holds it ends this stream of mails for this person."""
    return _signer(_LEAVE).sign(f"{person_id}~{stream}")


def read_leave_token(token: str) -> tuple[Any | None, str]:
    """(the person, or None for an account that is gone; the stream). Raises NoSuchToken for a forged one."""
    person, _tilde, stream = _unsign(_LEAVE, token).partition("~")
    return _person(person), stream


def settings_token(person_id: int) -> str:
    """A token that opens this person's mail settings."""
    return _signer(_SETTINGS).sign(str(person_id))


def read_settings_token(token: str) -> Any | None:
    """The person, or None for an account that is gone or closed. Raises NoSuchToken for a forged token."""
    person = _person(_unsign(_SETTINGS, token))
    return person if person and person.is_active else None


def leave_url(person_id: int, stream: str) -> str:
    """The full address that ends a stream; it has no language, so that it works for ever."""
    return settings.SITE_URL + reverse("mail_leave", args=[leave_token(person_id, stream)])


def settings_url(person_id: int) -> str:
    """The full address of the mail settings, for somebody who is not signed in."""
    return settings.SITE_URL + reverse("mail_settings_open", args=[settings_token(person_id)])


def _signer(salt: str) -> Signer:
    return Signer(salt=salt, sep=".")


def _unsign(salt: str, token: str) -> str:
    if len(token) > _LONGEST or not token.isascii():
        raise NoSuchToken
    try:
        return _signer(salt).unsign(token)
    except BadSignature as problem:
        raise NoSuchToken from problem


def _person(number: str) -> Any | None:
    return get_user_model().objects.filter(pk=int(number)).first() if number.isdigit() else None
