"""One line in the log "csonet.security" for each sign-in, failure, second factor and change of how one signs in.

What came from outside is written so that it stays on its line (ASVS 16.4.1). No password, code, token or address.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.core.exceptions import PermissionDenied
from django.dispatch import Signal
from django.http import HttpRequest

from accounts.people.words import one_line

logger = logging.getLogger("csonet.security")

#: What happened, by the signal that tells of it.
EVENTS: tuple[tuple[Signal, str], ...] = (
    (account.user_signed_up, "signed-up"),
    (account.password_set, "password-set"),
    (account.password_changed, "password-changed"),
    (account.password_reset, "password-reset"),
    (account.email_changed, "address-changed"),
    (account.email_confirmed, "address-confirmed"),
    (auth.user_logged_in, "signed-in"),
    (auth.user_logged_out, "signed-out"),
    (mfa.authenticator_added, "second-factor-added"),
    (mfa.authenticator_removed, "second-factor-removed"),
    (mfa.authenticator_reset, "second-factor-renewed"),
    (mfa.authenticator_used, "second-factor-used"),
)


def write(event: str, request: HttpRequest | None, level: int = logging.INFO, **facts: Any) -> None:
    """One line: the event, from where, and the facts, each neutralised."""
    words = " ".join(f"{name}={one_line(str(value))!r}" for name, value in facts.items() if value not in (None, ""))
    logger.log(level, "%s from=%s %s", event, _client(request), words)


def connect() -> None:
    """Listen to what allauth and Django tell; called once, when the portal starts."""
    for signal, event in EVENTS:
        signal.connect(_Recorder(event), weak=False, dispatch_uid=f"security-log:{event}")
    auth.user_login_failed.connect(_failed, dispatch_uid="security-log:failed")
    mfa.authentication_failed.connect(_second_factor_failed, dispatch_uid="security-log:second-factor-failed")


class _Recorder:
    """Writes one kind of event."""

    def __init__(self, event: str):
        self.event = event

    def __call__(self, sender: Any, request: HttpRequest | None = None, user: Any = None, **kwargs: Any) -> None:
        address = kwargs.get("email_address")
        person = user or (address.user if address is not None else None)
        kind = getattr(kwargs.get("authenticator"), "type", None)
        write(
            self.event, request, account=getattr(person, "pk", None), user=getattr(person, "username", None), kind=kind
        )


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A password was wrong. Addresses are not written, only that one was typed."""
    typed = str(credentials.get("username") or credentials.get("email") or "")
    write("sign-in-failed", request, logging.WARNING, user="(an address)" if "@" in typed else typed)


def _second_factor_failed(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    write("second-factor-failed", request, logging.WARNING, account=user.pk, user=user.username)


def _client(request: HttpRequest | None) -> str:
    """The network address that the rate limits count, or "-" for the command line."""
    if request is None:
        return "-"
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return "-"
