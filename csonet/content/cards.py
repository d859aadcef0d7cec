"""Cards: what lists show of an item. Many pages share them, so they are kept under all that they print."""

from __future__ import annotations

from django.utils.safestring import SafeString

from csonet.content.models import Item
from csonet.ui.fragments import kept


def card(item: Item, *, mixed: bool = False, saves_data: bool = False) -> SafeString:
    """The inside of an item's card in the page's language.

    mixed: the list has several kinds, so the card says which this is. saves_data: the reader wants no pictures.
    """
    organization = item.organization
    key = (
        item.pk,
        item.kind,
        item.title,
        item.slug,
        item.summary,
        item.language,
        item.status,
        item.audience,
        item.published_at,
        item.image.name,
        item.image_alt,
        item.responses,
        organization.name,
        organization.acronym,
        organization.slug,
        organization.is_demo,
        mixed,
        saves_data,
    )
    return kept("content/_card.html", key, item=item, mixed=mixed, saves_data=saves_data)
