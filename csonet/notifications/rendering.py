"""The words of a notice, made in the reader's language when it is read or mailed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from csonet.notifications.models import Notice


def render(notice: Notice, language: str) -> tuple[str, str]:
    """Subject and text of a notice in a language.

    The template notifications/<kind>.txt gives the subject in its first line, then an empty line, then the text.
    It is plain text: nothing in it is escaped for HTML.
    """
    with translation.override(language):
        words = render_to_string(f"notifications/{notice.kind}.txt", context_of(notice, language))
    subject, _separator, body = words.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def context_of(notice: Notice, language: str) -> dict[str, Any]:
    """What the template may use; links are absolute."""
    return {
        **notice.context,
        "notice": notice,
        "recipient": notice.recipient,
        "item": notice.item,
        "organization": notice.organization,
        "decision": notice.decision,
        "language": language,
        "site_url": settings.SITE_URL,
        "url": urljoin(settings.SITE_URL + "/", link_of(notice)),
    }


def link_of(notice: Notice) -> str:
    """Where the notice leads: the page or address that it carries, its item or organization; in the active language."""
    if notice.context.get("page"):
        return reverse(str(notice.context["page"]), args=notice.context.get("page_args", []))
    if notice.context.get("path"):
        return str(notice.context["path"])
    thing = notice.item or notice.organization
    return thing.get_absolute_url() if thing is not None else f"/{translation.get_language()}/dashboard/"


def may_be_told(notice: Notice) -> bool:
    """Visibility is asked again when the words leave: what was hidden meanwhile is not told."""
    if not notice.recipient.is_active:
        return False
    for thing in (notice.item, notice.organization):
        if thing is None:
            continue
        manager: Any = type(thing)._default_manager
        if not manager.filter(pk=thing.pk).visible_to(notice.recipient).exists():
            return False
    return True
