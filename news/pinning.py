"""Pinning: the Branch keeps a piece of news at the top of the home page until a date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from csonet.workflow import NotAllowed, WrongState
from news.models import NewsItem, Pin


def pin(item: NewsItem, until: date, actor: Any) -> Pin:
    """Keep a published, public piece of news on the home page through `until`. Raises NotAllowed or WrongState."""
    _permitted(actor)
    if item.status != "published" or item.audience != "public":
        raise WrongState(_("Only what everybody may read can stand on the home page."))
    with transaction.atomic():
        made, _is_new = Pin.objects.update_or_create(item=item, defaults={"until": until, "pinned_by": actor})
        _log(made, actor, ADDITION, f"until {until.isoformat()}")
    return made


def unpin(item: NewsItem, actor: Any) -> bool:
    """Take it off the home page; False if it was not there. Raises NotAllowed."""
    _permitted(actor)
    with transaction.atomic():
        found = Pin.objects.filter(item=item).first()
        if found is None:
            return False
        _log(found, actor, DELETION, "")
        found.delete()
    return True


def _permitted(actor: Any) -> None:
    if not actor.is_authenticated or not actor.is_active or not actor.is_branch:
        raise NotAllowed(_("You may not do this."))


def _log(made: Pin, actor: Any, flag: int, message: str) -> None:
    LogEntry.objects.log_actions(actor.pk, [made], flag, change_message=message, single_object=True)
