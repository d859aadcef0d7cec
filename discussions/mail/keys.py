"""The address that takes a person's answers to a topic: random, the same for each mail about it."""

from __future__ import annotations

import re
import secrets

from django.conf import settings

from csonet.engagement.comments.models import ReplyKey

_KEY = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)


def address_for(user_id: int, item_id: int) -> str:
    """reply+<128 random bits>@…"""
    row, _made = ReplyKey.objects.get_or_create(
        user_id=user_id, item_id=item_id, defaults={"key": secrets.token_hex(16)}
    )
    local, _at, host = settings.MAIL_REPLY_ADDRESS.partition("@")
    return f"{local}+{row.key}@{host}"


def key_in(address: str) -> str:
    """The key in an address of ours, "" if it has none."""
    found = _KEY.search(address)
    return found.group(1).lower() if found else ""
