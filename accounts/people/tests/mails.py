"""Reading the outbox in tests."""

from __future__ import annotations

import re

from csonet.notifications.models import OutboundMail


def last_mail(to: str) -> OutboundMail:
    """The newest mail to an address."""
    return OutboundMail.objects.filter(to=to).order_by("-pk").first()


def path_in(mail: OutboundMail, containing: str) -> str:
    """The path of the first link in the mail that contains these letters."""
    found = re.search(rf"https?://[^/\s]+(/\S*{re.escape(containing)}\S*)", mail.body)
    assert found, mail.body
    return found.group(1)
