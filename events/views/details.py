"""The reading page of an event, and on it what concerns the reader: may I take part, am I in, what is left."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from csonet.content.views.details import ItemDetailView
from events.models import Event


class EventDetailView(ItemDetailView):
    """The page of an event."""

    model = Event

    def further_context(self, item: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The next meeting, and the reader's own part."""
        now = timezone.now()
        coming = [one for one in context["occurrences"] if one.ends > now and not one.is_cancelled]
        parent = (
            Event.objects.visible_to(self.request.user).filter(pk=item.parent_id).first() if item.parent_id else None
        )
        return {"next_one": coming[0] if coming else None, "parent_event": parent}
