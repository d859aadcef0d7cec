"""Who has a second factor, and who must: the Branch's officers, wherever DEBUG is off (ASVS 6.3.3)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

#: Recovery codes stand in for a factor; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: Any) -> bool:
    """Has the person an authenticator app or a passkey? One query."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def lacks_second_factor(user: Any) -> bool:
    """Must the person set one up before the desk opens?"""
    return bool(settings.STAFF_NEEDS_SECOND_FACTOR and user.is_staff and not has_second_factor(user))


def may_remove(authenticator: Authenticator) -> bool:
    """Officers keep at least one factor; everybody else is free."""
    if not (settings.STAFF_NEEDS_SECOND_FACTOR and authenticator.user.is_staff):
        return True
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return True
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
    return bool(others.exists())
