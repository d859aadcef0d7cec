"""How templates show the content of items."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from csonet import richtext
from csonet.content.files import pictures
from csonet.content.models import Item

register = template.Library()


@register.filter
def rich(text: str) -> SafeString:
    """Formatted text as it was saved.

    It was cleaned by csonet.richtext when it was saved; whatever did not come through a form is cleaned here.
    """
    stored = text or ""
    if not stored.lstrip().startswith("<"):
        stored = richtext.clean(stored)
    return mark_safe(stored)  # noqa: S308  # cleaned by the one allow-list when it was saved


@register.filter
def plain(text: str) -> str:
    """Formatted text as plain words, a line for each block."""
    return richtext.to_text(text or "")


@register.simple_tag
def picture_url(item: Item, size: str = "full") -> str:
    """Where the item's picture is served ("full" or "card"), or "" if it has none."""
    return pictures.picture_url(item, size)
