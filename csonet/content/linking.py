"""Linking an item to another that it answers, grew out of, or repeats; and showing the links on both pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from csonet.content.models import Item, ItemLink
from csonet.content.models.link import BACKWARDS, LinkKind
from csonet.content.rights import is_author_side
from csonet.prepared import prepared
from csonet.workflow import NotAllowed, WorkflowError

#: So many own items are offered to choose from, the latest first.
MOST_OFFERED = 100
#: States in which an item can be linked by hand.
LINKABLE = ("published", "archived", "expired")


@dataclass(frozen=True)
class Neighbour:
    """The other end of a link, with the words that this page says of it."""

    link: ItemLink
    item: Item
    words: Any
    is_outgoing: bool


def links_of(item: Item, user: Any) -> list[Neighbour]:
    """What the item leads to and what leads to it, as far as this reader may see it. One query."""
    return [_neighbour(link, item) for link in _links(item.pk, user)]


@prepared
def _links(item: int, user: Any) -> QuerySet[ItemLink]:
    return ItemLink.objects.of(item, user)


def _neighbour(link: ItemLink, item: Item) -> Neighbour:
    if link.source_id == item.pk:
        return Neighbour(link, link.target, LinkKind(link.kind).label, True)
    return Neighbour(link, link.source, BACKWARDS[link.kind], False)


def own_items(user: Any, target: Item) -> list[Item]:
    """What this person could link to the target: readable work of their organizations, not linked to it yet."""
    items = Item.objects.editable_by(user).filter(status__in=LINKABLE).exclude(pk=target.pk)
    return list(items.exclude(links_out__target=target.pk).for_cards()[:MOST_OFFERED])


def link(source: Item, target: Item, *, user: Any = None) -> ItemLink:
    """Link two items in the way that the target's noun takes. user: who does it; None for the portal itself.

    Raises NotAllowed for somebody else's source, WorkflowError where there is nothing to link or it is linked already.
    """
    if user is not None and not is_author_side(user, source):
        raise NotAllowed(_("You may not do this."))
    kind = Item.nouns()[target.kind].LINKED_AS
    if not kind or source.pk == target.pk:
        raise WorkflowError(_("These two can’t be linked."))
    try:
        with transaction.atomic():
            return ItemLink.objects.create(source_id=source.pk, target_id=target.pk, kind=kind, user=user)
    except IntegrityError:
        raise WorkflowError(_("These two are linked already.")) from None


def unlink(link: ItemLink, *, user: Any) -> None:
    """Take a link away: either side may. Raises NotAllowed."""
    if not (is_author_side(user, link.source) or is_author_side(user, link.target)):
        raise NotAllowed(_("You may not do this."))
    link.delete()
