"""How templates show the content of items."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from csonet import richtext
from csonet.content.cards import card
from csonet.content.files import pictures
from csonet.content.files.access import attachments_for, may_change_files
from csonet.content.files.forms import AttachForm
from csonet.content.models import Item
from csonet.content.moderation.columns import rows_of

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


@register.filter
def name_of_field(name: str, item: Item) -> str:
    """What the item's noun calls one of its fields."""
    field: Any = Item.every_noun()[item.kind]._meta.get_field(name)
    return capfirst(str(field.verbose_name))


@register.simple_tag(takes_context=True, name="card")
def card_of(context: Context, item: Item, mixed: bool = False) -> SafeString:
    """The inside of an item's card; `mixed=True` where the list has several kinds."""
    return card(item, mixed=mixed, saves_data=getattr(context.get("user"), "data_saver", False))


@register.simple_tag
def picture_url(item: Item, size: str = "full") -> str:
    """Where the item's picture is served ("full" or "card"), or "" if it has none."""
    return pictures.picture_url(item, size)


@register.simple_tag(takes_context=True)
def attachment_desk(context: Context, item: Item) -> dict[str, Any]:
    """What the edit page needs to attach and remove files: files, and form (None where they can't be changed)."""
    user = context["user"]
    form = AttachForm() if may_change_files(item, user) else None
    return {"files": attachments_for(item, user), "form": form}


@register.inclusion_tag("admin/content/case/_rows.html")
def queue_rows(page: Any) -> dict[str, Any]:
    """The table of the queue: Django's headers, the queue's own rows."""
    return {"result_headers": list(result_headers(page)), "rows": rows_of(page)}
