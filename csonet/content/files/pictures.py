"""The picture of an item: its smaller copy, and the address that changes with it."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.urls import reverse

from csonet import images
from csonet.content import revising
from csonet.content.models import Item

#: What is asked for → width of the copy; None is the picture itself.
SIZES: dict[str, int | None] = {"full": None, "card": images.CARD_WIDTH}


def stamp_of(item: Item) -> str:
    """Part of the address that changes whenever the picture does."""
    return PurePosixPath(str(item.image.name)).stem[:16]


def picture_url(item: Item, size: str = "full") -> str:
    """Where the item's picture is served in that size, or "" if it has none."""
    if not item.image:
        return ""
    return reverse("picture", args=[item.pk, stamp_of(item), size])


def show_held_picture(item: Item) -> None:
    """Put the picture of the item's open edit in the place of its own, in memory alone; whoever asks may see it."""
    held = item.revisions.open().first()
    if held is not None and revising.IMAGE in held.data:
        item.image = held.data[revising.IMAGE][0]


def stored_name(item: Item, size: str) -> str:
    """The stored file for a size: the copy, or the picture itself where no copy was made."""
    width = SIZES[size]
    if width is None:
        return str(item.image.name)
    copy = images.variant_name(str(item.image.name), width)
    return copy if item.image.storage.exists(copy) else str(item.image.name)
