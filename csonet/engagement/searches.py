"""Saved searches: what they newly find comes in the person's summaries, once each; the first time nothing is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from csonet.content.models import Item
from csonet.engagement.models import Level, SavedSearch, Source, Subscription
from csonet.notifications import kinds, rhythms
from csonet.notifications.api import notify
from csonet.notifications.models import Notice, Rhythm

KIND = "search_new"
#: Saved searches of one person.
MOST = 20
#: Things told of one search in one round, the newest; whoever finds more than that opens the page.
MOST_TOLD = 15
#: How often each search is asked.
EVERY = timedelta(hours=12)

#: (search, since) -> what it finds for its owner that appeared after `since`, newest first.
Finder = Callable[[SavedSearch, datetime], Iterable[Item | Organization]]
_finders: list[Finder] = []


class TooMany(Exception):
    """The person has MOST saved searches."""


def add_kinds() -> None:
    """The kind of notices that saved searches make."""
    kinds.add("themes", _("who saved the search"), KIND, in_portal=False)


def find_with(finder: Finder) -> None:
    """Say how a saved search finds what is new; the portal does so once, when it starts."""
    _finders[:] = [finder]


@transaction.atomic
def save(person: Any, name: str, address: str, language: str, rhythm: str = "") -> SavedSearch:
    """Keep a search and follow it; keeping it again gives it the new name and rhythm. Raises TooMany.

    rhythm: in daily or weekly summaries; empty for those of what else the person follows.
    """
    rows = SavedSearch.objects.filter(user=person)
    if rows.exclude(address=address).count() >= MOST:
        raise TooMany
    search, _made = rows.update_or_create(
        user=person,
        address=address,
        defaults={"name": name, "rhythm": rhythm},
        create_defaults={"name": name, "rhythm": rhythm, "language": language},
    )
    Subscription.objects.get_or_create(
        user=person, search=search, defaults={"level": Level.NEW, "source": Source.MANUAL}
    )
    return search


def tell_due(now: datetime | None = None) -> int:
    """Ask the searches that were not asked for a while; how many notices came of it. Safe to run side by side."""
    now = now or timezone.now()
    told = 0
    due = _wanted(now).filter(known_until__lte=now - EVERY).order_by("known_until").values_list("pk", flat=True)
    for pk in list(due) if _finders else ():
        told += _tell(pk, now)
    return told


def _wanted(now: datetime) -> Any:
    """The searches of active people that are not muted."""
    open_now = Q(subscriptions__muted_until=None) | Q(subscriptions__muted_until__lte=now)
    return SavedSearch.objects.filter(open_now, subscriptions__level=Level.NEW, user__is_active=True)


@transaction.atomic
def _tell(pk: int, now: datetime) -> int:
    """One search in one transaction: what it found, and until when it was asked."""
    search = SavedSearch.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    since = search.known_until
    if not SavedSearch.objects.filter(pk=pk, known_until__lte=now - EVERY).update(known_until=now):
        return 0  # another worker was here first
    found = [one for one in _finders[0](search, since) if getattr(one, "author_id", 0) != search.user_id][:MOST_TOLD]
    for one in found:
        about = {"item": one} if isinstance(one, Item) else {"organization": one}
        notices = notify([search.user], KIND, **about, via=f"search:{pk}", search=search.name)
        _keep_rhythm(search, notices, now)
    return len(found)


def _keep_rhythm(search: SavedSearch, notices: list[Notice], now: datetime) -> None:
    """Tell in the summary of the search's own rhythm; who wants no summaries of what they follow gets none."""
    waiting = [notice.pk for notice in notices if notice.digest_at is not None]
    if not search.rhythm or not waiting:
        return
    person: Any = search.user
    own = rhythms.settings_of([person]).get(person.pk)
    hour, weekday = (own.hour, own.weekday) if own else (8, 0)
    at = rhythms.next_time(Rhythm(search.rhythm), now, person.time_zone, hour, weekday)
    Notice.objects.filter(pk__in=waiting).update(digest_at=at)
