"""The archives of brief news: which years and months have some, how many, and what comes before and after.

Spans are half-open, in UTC. Counting goes by ranges over the index of lists, never by functions of a column.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.urls import reverse

from csonet.content.models import Item, ItemQuerySet

#: Of brief news, as news.models.NewsItem says it.
KIND = "news"
#: The years' figures of what everybody may read are a minute old at most; spans of months are always counted anew.
YEARS_KEPT = 60


@dataclass(frozen=True)
class Span:
    """A year, or a month of one."""

    year: int
    month: int = 0

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime(self.year, self.month or 1, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        if self.month in (0, 12):
            return datetime(self.year + 1, 1, 1, tzinfo=UTC)
        return datetime(self.year, self.month + 1, 1, tzinfo=UTC)

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

    def around(self, moment: datetime) -> Span:
        """The span of the same length that holds the moment."""
        local = moment.astimezone(UTC)
        return Span(local.year, local.month if self.month else 0)


def all_news(user: Any) -> ItemQuerySet:
    """What the list of brief news shows this person."""
    return Item.objects.of_kind(KIND).published().visible_to(user)


def within(user: Any, span: Span) -> ItemQuerySet:
    """The news of a year or a month."""
    return all_news(user).filter(published_at__gte=span.start, published_at__lt=span.end)


def months_of(user: Any, year: int) -> list[tuple[Span, int]]:
    """The twelve months of a year with how many each has; one query."""
    months = [Span(year, month) for month in range(1, 13)]
    figures = within(user, Span(year)).aggregate(**{f"m{span.month}": _count(span) for span in months})
    return [(span, figures[f"m{span.month}"]) for span in months]


def years(user: Any) -> list[tuple[Span, int]]:
    """The years that have news, the latest first, with how many each has; two queries, for visitors kept a minute."""
    if user.is_authenticated:
        return _count_years(user)
    return cache.get_or_set("news-years", lambda: _count_years(user), YEARS_KEPT) or []


def neighbours(user: Any, span: Span) -> tuple[Span | None, Span | None]:
    """The nearest spans of the same length before and after that have news; two queries."""
    news = all_news(user)
    before = news.filter(published_at__lt=span.start).order_by("-published_at").values_list("published_at", flat=True)
    after = news.filter(published_at__gte=span.end).order_by("published_at").values_list("published_at", flat=True)
    earlier, later = before.first(), after.first()
    return (span.around(earlier) if earlier else None, span.around(later) if later else None)


def beside(user: Any, item: Any) -> tuple[Item | None, Item | None]:
    """The news before and after one; two queries."""
    if item.published_at is None:
        return None, None
    news = all_news(user).exclude(pk=item.pk).only("kind", "slug", "title", "language", "published_at")
    same, moment = Q(published_at=item.published_at), item.published_at
    before = news.filter(Q(published_at__lt=moment) | same & Q(pk__lt=item.pk)).order_by("-published_at", "-pk")
    after = news.filter(Q(published_at__gt=moment) | same & Q(pk__gt=item.pk)).order_by("published_at", "pk")
    return before.first(), after.first()


def _count(span: Span) -> Count:
    return Count("pk", filter=Q(published_at__gte=span.start, published_at__lt=span.end))


def _count_years(user: Any) -> list[tuple[Span, int]]:
    news = all_news(user)
    ends = [
        news.order_by(order).values_list("published_at", flat=True).first()
        for order in ("published_at", "-published_at")
    ]
    if ends[0] is None or ends[1] is None:
        return []
    spans = [Span(year) for year in range(ends[1].astimezone(UTC).year, ends[0].astimezone(UTC).year - 1, -1)]
    figures = news.aggregate(**{f"y{span.year}": _count(span) for span in spans})
    return [(span, figures[f"y{span.year}"]) for span in spans if figures[f"y{span.year}"]]
