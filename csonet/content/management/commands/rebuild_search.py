"""Makes every search document anew: after a change of what is searched, or when the index is doubted."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Organization
from csonet.content.models import Item, SearchDocument
from csonet.content.search import indexing, spelling
from csonet.content.search.engines import engine


class Command(BaseCommand):
    help = "Make the search index anew. People can search meanwhile; run it again if it was broken off."

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        spelling.forget()
        newest = SearchDocument.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for rebuild in indexing.PARTS:  # of very many hits those that are told in a noun's own words are ranked first
            rebuild()
        organizations = Organization.objects.filter(verification__in=indexing.FINDABLE_ORGANIZATIONS).order_by("pk")
        self._walk("organizations", organizations, indexing.replace_organizations)
        items = Item.objects.filter(status__in=indexing.FINDABLE).order_by("published_at", "pk")
        self._walk("items", items, indexing.replace_items)
        SearchDocument.objects.filter(pk__lte=newest).delete()
        engine().tidy()
        indexing.changed()
        number, seconds = SearchDocument.objects.count(), monotonic() - started
        self.stdout.write(self.style.SUCCESS(f"{number} documents in {seconds:.1f} s"))

    def _walk(self, name: str, rows: Any, replace: Callable[[Any], int]) -> None:
        """Slice by slice, each in its own transaction, so that writers wait for a moment only."""
        keys = list(rows.values_list("pk", flat=True))
        done = 0
        for some in indexing.in_slices(keys):
            done += replace(rows.model.objects.filter(pk__in=some))
            self.stdout.write(f"\r{name}: {done}/{len(keys)}", ending="")
            self.stdout.flush()
        self.stdout.write("")
