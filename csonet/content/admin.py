"""The Branch's desk for content."""

from csonet.content.moderation import queue, records

__all__ = ["queue", "records"]
