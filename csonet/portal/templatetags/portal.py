"""What the shell's own pages print."""

from typing import Any

from django import template
from django.urls import reverse

from csonet.content.models import Item
from csonet.reference import vocabulary

register = template.Library()


@register.filter
def country_name(code: str | None) -> str:
    """The name of a country in the active language, by its ISO code; nothing for none."""
    country = vocabulary.countries().get(code) if code else None
    return country.name if country else ""


@register.filter
def entry(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key that is known only when the page is made; nothing for one that is not there."""
    return mapping.get(key, "")


@register.simple_tag
def item_link(item: Item, page: str) -> str:
    """The address of an item's page: "detail", "edit", "history"."""
    return reverse(f"{item.kind}_{page}", args=[item.slug])
