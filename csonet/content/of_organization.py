"""What an organization published, on its profile."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from accounts.models import Organization
from csonet.content.models import Item, ItemQuerySet
from csonet.content.search import indexing
from csonet.prepared import prepared

#: How many cards a profile shows of it.
SHOWN = 6


def published_section(organization: Organization, user: Any) -> tuple[str, dict[str, Any]] | None:
    """The latest published work that this reader may see, as cards; None where there is none."""
    latest = _latest(organization.pk, user)
    if not latest:
        return None
    lists = _lists(organization, latest) if len(latest) > SHOWN else []
    return "content/of_organization.html", {"items": latest[:SHOWN], "lists": lists, "searched": organization.slug}


@prepared
def _latest(organization: int, user: Any) -> ItemQuerySet:
    own = list(Item.nouns())  # what others write in its groups is theirs
    return Item.objects.of(organization).of_kind(*own).published().visible_to(user).for_cards()[: SHOWN + 1]


def _lists(organization: Organization, items: list[Item]) -> list[tuple[str | Promise, str]]:
    """(name of the noun, address of its list narrowed to this organization) for the nouns among the items."""
    kinds = {item.kind for item in items}
    query = urlencode({"organization": organization.slug})
    return [
        (noun._meta.verbose_name_plural or "", f"{reverse(f'{noun.KIND}_list')}?{query}")
        for noun in Item.nouns().values()
        if noun.KIND in kinds
    ]


def items_moved(organization: Organization, items_moved: bool = False, **_signal: Any) -> None:
    """After a merger the documents of the items that came along, and of their posts, follow their new organization."""
    if items_moved:
        items = Item.objects.of(organization)
        indexing.replace_items(items.filter(status__in=indexing.FINDABLE), in_place=True)
        indexing.replace_parts(items)
