"""Addresses that send our mails back, and people who called them unwanted: from then on no notice is mailed there.

Mails that a person asks for (confirm an address, set a password) are still tried; the person sees a banner and can
say that the address is good again.
"""

from __future__ import annotations

import logging
from typing import Any

from csonet.notifications.models import MailState, OutboundMail, StoppedAddress

logger = logging.getLogger("csonet.mail")


def stop(address: str, cause: StoppedAddress.Cause, detail: str = "") -> None:
    """Mail no more notices to this address. `detail`: what the mail server said, for the officer."""
    address = address.strip().lower()
    if not address or len(address) > 254 or "\0" in address:
        return
    words = " ".join(detail.replace("\0", "").split())[:500]
    _row, made = StoppedAddress.objects.get_or_create(address=address, defaults={"cause": cause, "detail": words})
    if made:
        logger.warning("an address takes no mail any more (%s)", cause)


def is_stopped(address: str) -> bool:
    """Do we know that it takes no mail?"""
    return StoppedAddress.objects.filter(address=address.lower()).exists()


def try_again(person: Any) -> None:
    """The person says that their address is good: notices are mailed again from now on."""
    StoppedAddress.objects.filter(address=person.email.lower()).delete()


def hold_back(mail: OutboundMail) -> bool:
    """Does this mail go to a stopped address? Then it is marked, and does not leave. One query."""
    if mail.recipient_id is None or mail.recipient is None or not is_stopped(mail.recipient.email):
        return False
    OutboundMail.objects.filter(pk=mail.pk).update(state=MailState.STOPPED)
    return True
