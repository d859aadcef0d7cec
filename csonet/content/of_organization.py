"""What an organization published, on its profile."""

from __future__ import annotations

from typing import Any

from accounts.models import Organization
from csonet.content.models import Item
from csonet.content.search import indexing

#: How many cards a profile shows of it.
SHOWN = 6


def published_section(organization: Organization, user: Any) -> tuple[str, dict[str, Any]] | None:
    """The latest published work that this reader may see, as cards; None where there is none."""
    items = Item.objects.of(organization).published().visible_to(user).for_cards()
    latest = list(items[: SHOWN + 1])
    if not latest:
        return None
    return "content/of_organization.html", {
        "items": latest[:SHOWN],
        "has_more": len(latest) > SHOWN,
        "organization": organization,
    }


def items_moved(organization: Organization, items_moved: bool = False, **_signal: Any) -> None:
    """After a merger the documents of the items that came along carry their new organization's name."""
    if items_moved:
        for noun in indexing.nouns():
            indexing.replace_items(noun.objects.filter(organization=organization, status__in=indexing.FINDABLE))
