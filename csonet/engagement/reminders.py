"""Reminders: what was returned to its author and has rested for two weeks is recalled to them, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.content.models import Item
from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.models import Notice

RESTED = timedelta(days=14)
KIND = "reminder_returned"


def add_kinds() -> None:
    """The kind of notice that reminds."""
    kinds.add("decisions", _("the author"), KIND)


def remind(now: datetime | None = None) -> int:
    """Remind the authors of returned items that nobody has touched for two weeks; how many. Once for each return."""
    now = now or timezone.now()
    told = Notice.objects.filter(kind=KIND, item=OuterRef("pk"), created__gt=F("item__updated"))
    rested = Item.objects.filter(status="returned", updated__lt=now - RESTED, author__is_active=True)
    reminded = 0
    for pk in list(rested.filter(~Exists(told)).values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            item = Item.objects.select_for_update(of=("self",)).filter(~Exists(told)).filter(pk=pk).first()
            if item is not None and item.author is not None and item.status == "returned":
                notify([item.author], KIND, item=item)
                reminded += 1
    return reminded
