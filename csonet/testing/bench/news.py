"""The benchmark's news: 50,000 pieces over sixteen years, for the list and for the archives by year and month."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.models import Organization
from csonet.content.models import Item
from csonet.testing.bench.corpus import SHARES, sentence
from news.models import NewsItem

PIECES = 50_000
FIRST = datetime(2010, 1, 1, tzinfo=UTC)
MINUTES = 16 * 365 * 24 * 60


def complete() -> None:
    """Add the news to a corpus without them."""
    if Item.objects.of_kind(NewsItem.KIND).exists():
        return
    dice = random.Random(2011)  # noqa: S311  # the same corpus every time
    owners = list(Organization.objects.approved().order_by("pk").values_list("pk", flat=True)[:1000])
    with transaction.atomic():
        items = Item.objects.bulk_create((_item(dice, number, owners) for number in range(PIECES)), batch_size=1000)
        goals = Item.goals.through
        goals.objects.bulk_create(
            (goals(item_id=one.pk, goal_id=dice.randint(1, 17)) for one in items), batch_size=5000
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO news_newsitem (item_ptr_id, place, body, source_url) VALUES (%s, %s, %s, %s)",
                [(one.pk, "", f"<p>{one.summary}</p>", "") for one in items],
            )
            cursor.execute("ANALYZE")


def _item(dice: random.Random, number: int, owners: list[Any]) -> Item:
    language = dice.choice(SHARES)
    return Item(
        kind=NewsItem.KIND,
        title=f"{sentence(dice, language, 6).capitalize()} {number}"[:200],
        slug=f"piece-{number}",
        summary=sentence(dice, language, 25)[:500],
        language=language,
        status="published",
        organization_id=dice.choice(owners),
        published_at=FIRST + timedelta(minutes=dice.randrange(MINUTES)),
    )
