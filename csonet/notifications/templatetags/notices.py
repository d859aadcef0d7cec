"""What every page says about notices to those who are signed in: the number in the header, the banner below it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from csonet.notifications.reading import MOST_COUNTED, standing_of
from csonet.ui import shell
from csonet.ui.fragments import fragment
from csonet.ui.markup import href_or_none

register = template.Library()
_NOTHING = mark_safe("")


@register.simple_tag(takes_context=True)
def notices_in_header(context: Context) -> SafeString:
    """The link to one's notices with the number of unread ones. One query with the banner's; none for visitors."""
    request, url = context.get("request"), href_or_none("notice_list")
    if not url or not _is_signed_in(request):
        return _NOTHING
    unread = standing_of(request).unread  # type: ignore[arg-type]
    words = {"unread": unread, "is_more": unread >= MOST_COUNTED, "most": MOST_COUNTED - 1, "url": url}
    return fragment("notices/_header.html", **words)


@register.simple_tag(takes_context=True)
def address_banner(context: Context) -> SafeString:
    """Tells a person that mails to their address come back, and what they can do; nothing for everybody else."""
    request = context.get("request")
    if not _is_signed_in(request) or not standing_of(request).stopped:  # type: ignore[arg-type]
        return _NOTHING
    words = {"address": request.user.email, "csrf_token": context.get("csrf_token")}  # type: ignore[union-attr]
    return fragment("notices/_banner.html", **words)


def _is_signed_in(request: Any) -> bool:
    return request is not None and shell.is_signed_in(request)
