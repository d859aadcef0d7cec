"""Searches that found nothing: what people miss, counted for the Branch without saying who looked for it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from csonet.content.models import FruitlessSearch
from csonet.content.search.ladder import How
from csonet.content.search.query import Results
from csonet.content.search.text import title_key

#: Addresses of mail and long numbers are somebody's: they are not kept.
_PERSONAL = re.compile(r"@|\d[\d\s().-]{5,}\d")
LONGEST = 100
#: So many different searches of a month are kept; machines that make words up fill no table.
MOST_A_MONTH = 20_000
KEPT = timedelta(days=400)


def note(results: Results, language: str, today: date | None = None) -> None:
    """Count a search whose words no text has. One query for one that was counted before, three for a new one.

    language: of the page. Neither who asked nor when, beyond the month, is kept.
    """
    words = title_key(results.query)
    if results.is_empty or not _is_fruitless(results) or not words or len(words) > LONGEST:
        return
    if _PERSONAL.search(results.query):
        return
    month = (today or timezone.now().date()).replace(day=1)
    rows = FruitlessSearch.objects.filter(month=month)
    if rows.filter(words=words, language=language).update(count=F("count") + 1):
        return
    if rows.count() < MOST_A_MONTH:
        row = FruitlessSearch(words=words, language=language, month=month)
        FruitlessSearch.objects.bulk_create([row], ignore_conflicts=True)


def _is_fruitless(results: Results) -> bool:
    return not results.found or results.how == How.SOME_WORDS


def forget_old() -> int:
    """Delete what was counted more than a year ago; how many rows. A nightly job."""
    return FruitlessSearch.objects.filter(month__lt=timezone.now().date() - KEPT).delete()[0]
