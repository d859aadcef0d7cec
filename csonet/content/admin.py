"""The Branch's desk for content."""

from csonet.content.moderation import queue, records
from csonet.content.search import admin as search

__all__ = ["queue", "records", "search"]
