"""What the home page shows: the newest of each noun, the next events, new organizations, the Committee in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from accounts.models import CommitteeDecision, CommitteeSession, ConsultativeStatus, Organization
from csonet.content.models import Item, ItemQuerySet
from csonet.prepared import prepared
from events.cards import coming
from events.models import Event
from news.models import Pin

LATEST = 6
NEWEST_ORGANIZATIONS = 8
PINNED = 3
#: Figures of the register change with a session of the Committee: ten minutes late is soon enough.
FIGURES_KEPT = 600


@dataclass(frozen=True)
class Shelf:
    """The latest of one noun."""

    kind: str
    title: str
    url: str
    items: list[Item]


def shelves(user: Any) -> list[Shelf]:
    """A shelf for each noun, the newest or the next first; one query each."""
    return [
        Shelf(
            noun.KIND,
            capfirst(str(noun._meta.verbose_name_plural)),
            reverse(f"{noun.KIND}_list"),
            list(coming(timezone.now(), user) if noun is Event else _latest(noun.KIND, user)),
        )
        for noun in Item.nouns().values()
    ]


@prepared
def _latest(kind: str, user: Any) -> ItemQuerySet:
    return Item.objects.of_kind(kind).published().visible_to(user).for_cards()[:LATEST]


def pinned(user: Any) -> list[Item]:
    """What the Branch keeps at the top until a date, as far as this reader may see it."""
    return _pinned(timezone.now().date(), user)


@prepared
def _pinned(today: date, user: Any) -> ItemQuerySet:
    standing = Pin.objects.standing(today).values("item_id")
    return Item.objects.published().visible_to(user).filter(pk__in=standing).for_cards()[:PINNED]


@prepared
def newest_organizations() -> QuerySet[Organization]:
    """Those that the Branch approved last."""
    approved = Organization.objects.approved().filter(verified_at__isnull=False).order_by("-verified_at", "-pk")
    columns = ("name", "acronym", "slug", "country_id", "is_un_entity", "is_demo", "verified_at")
    return approved.only(*columns)[:NEWEST_ORGANIZATIONS]


def figures() -> dict[str, int]:
    """How many organizations, statuses in force, sessions and decisions the register has."""

    def count() -> dict[str, int]:
        return {
            "organizations": Organization.objects.public().count(),
            "in_status": ConsultativeStatus.objects.filter(is_current=True, state="in-force").count(),
            "sessions": CommitteeSession.objects.count(),
            "decisions": CommitteeDecision.objects.count(),
        }

    return cache.get_or_set("portal-figures", count, FIGURES_KEPT) or {}
