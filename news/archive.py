"""The archives of brief news: which years and months have some, how many, and what comes before and after. In UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from csonet.content import tallying
from csonet.content.models import Item
from csonet.content.views.lists import cards_of

#: Of brief news, as news.models.NewsItem says it.
KIND = "news"


@dataclass(frozen=True)
class Span:
    """A year, or a month of one."""

    year: int
    month: int = 0

    @property
    def day(self) -> date:
        """Its first day, for the words of its month."""
        return date(self.year, self.month or 1, 1)

    @property
    def url(self) -> str:
        """Its page."""
        if self.month:
            return reverse("news_month", args=[self.year, self.month])
        return reverse("news_year", args=[self.year])

    @property
    def key(self) -> str:
        """What it is called on the board of items, or how the names of its months begin."""
        return f"{self.year}-{self.month:02d}" if self.month else f"{self.year}"


class Archive:
    """The brief news that a person may see, month by month. One query for whoever is signed in, none for visitors.

    The board of items knows the month of each; it can be a second old, so who may see a page's cards is asked anew.
    """

    def __init__(self, user: Any):
        self.user = user
        self.snapshot = tallying.BOARD.now()
        # What everybody may see is the same for all visitors.
        self.months = self._months() if user.is_authenticated else self.snapshot.remembered("news", self._months)

    def _months(self) -> dict[str, int]:
        seen = self.snapshot.of("kind", [KIND]) & tallying.seen_by(self.user, self.snapshot)
        months = self.snapshot.sets.get("month", {})
        return {month: news for month, rows in months.items() if (news := rows & seen)}

    def of(self, span: Span) -> int:
        """The news of a year or a month, as a set."""
        found = 0
        for month, rows in self.months.items():
            if month.startswith(span.key):
                found |= rows
        return found

    def months_of(self, year: int) -> list[tuple[Span, int]]:
        """The months of a year that have news, with how many each has."""
        spans = [Span(year, month) for month in range(1, 13)]
        return [(span, self.months[span.key].bit_count()) for span in spans if span.key in self.months]

    def years(self) -> list[tuple[Span, int]]:
        """The years that have news, the latest first, with how many each has."""
        figures: dict[int, int] = {}
        for month, rows in self.months.items():
            year = int(month[:4])
            figures[year] = figures.get(year, 0) + rows.bit_count()
        return [(Span(year), figures[year]) for year in sorted(figures, reverse=True)]

    def neighbours(self, span: Span) -> tuple[Span | None, Span | None]:
        """The nearest spans of the same length before and after that have news."""
        known = sorted({month[: len(span.key)] for month in self.months})
        earlier = max((key for key in known if key < span.key), default="")
        later = min((key for key in known if key > span.key), default="")
        return (_span(earlier) if earlier else None, _span(later) if later else None)

    def newest(self, span: Span, start: int, end: int) -> list[Item]:
        """The cards of a span from `start` to `end`, newest first. One query."""
        return cards_of(tallying.newest(self.snapshot, self.of(span), end)[start:], self.user)


def _span(key: str) -> Span:
    year, _dash, month = key.partition("-")
    return Span(int(year), int(month or 0))


def beside(user: Any, item: Any) -> tuple[Item | None, Item | None]:
    """The news before and after one; two queries."""
    if item.published_at is None:
        return None, None
    news = (
        Item.objects.of_kind(KIND)
        .published()
        .visible_to(user)
        .exclude(pk=item.pk)
        .only("kind", "slug", "title", "language", "published_at")
    )
    same, moment = Q(published_at=item.published_at), item.published_at
    before = news.filter(Q(published_at__lt=moment) | same & Q(pk__lt=item.pk)).order_by("-published_at", "-pk")
    after = news.filter(Q(published_at__gt=moment) | same & Q(pk__gt=item.pk)).order_by("published_at", "pk")
    return before.first(), after.first()
