"""What the pages of an item share: finding it for a person, reading numbers that a browser sent."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.prepared import prepared


def item_or_404(model: type[Item], user: Any, slug: str) -> Any:
    """The noun, if this person may see it; else 404, as for one that is not there."""
    item = _readable.first(model, user, slug)
    if item is None:
        raise Http404
    return item


@prepared
def _readable(model: type[Item], user: Any, slug: str) -> QuerySet[Any]:
    items: Any = model._default_manager
    return items.visible_to(user).select_related("organization", *model.READ_WITH).filter(slug=slug)


def own_item_or_404(model: type[Item], user: Any, slug: str) -> Any:
    """The noun, if this person is of its author's side. 404 if they may not see it, 403 if they only may read it."""
    item = item_or_404(model, user, slug)
    if not is_author_side(user, item):
        raise PermissionDenied
    return item


def is_member(user: Any) -> bool:
    """Does this person act for an approved organization?"""
    return user.is_authenticated and user.standing.is_member


def sent_version(post: QueryDict) -> int:
    """The version that the page was made on; -1, which no item has, for what is no number."""
    value = post.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def sent_key(post: QueryDict) -> uuid.UUID:
    """The key of the form; a new one for what is none."""
    try:
        return uuid.UUID(post.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def sent_seen(post: QueryDict) -> datetime | None:
    """When the page was made; None for what is no time (then a colleague's typing counts as later)."""
    try:
        seen = parse_datetime(post.get("seen", "")[:40])
    except ValueError:
        return None
    return seen if seen is not None and timezone.is_aware(seen) else None
