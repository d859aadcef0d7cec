"""What happened to an item: every transition with both sides' words, and what each edit changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from csonet.content import revising
from csonet.content.models import Decision, Item
from csonet.content.rights import is_author_side, is_moderator
from csonet.content.states import PUBLICATION, REVISION
from csonet.content.views.common import item_or_404

#: Rows on the page; an item with more has a story that the desk reads in the admin.
MOST_ROWS = 200


class ItemHistoryView(View):
    """For the author's side and the moderators; for everybody else there is no such page."""

    model: type[Item] = Item

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for whoever is neither of the author's side nor a moderator."""
        item = item_or_404(self.model, request.user, slug)
        user = request.user
        if not user.is_authenticated or not (is_author_side(user, item) or is_moderator(user, item)):
            raise Http404
        decisions = item.decisions.select_related("actor", "reason", "revision", "target")[:MOST_ROWS]
        context = {
            "item": item,
            "model": item._meta,
            "kind": item.kind,
            "rows": [_row(item, decision, staff=is_moderator(user, item)) for decision in decisions],
            "is_moderator": is_moderator(user, item),
        }
        return render(request, "content/item_history.html", context)


def _row(item: Any, decision: Decision, staff: bool) -> dict[str, Any]:
    """One line of the story; the notes of the staff are for the staff."""
    table = REVISION if decision.revision_id else PUBLICATION
    known = {act.name: act.label for act in table.transitions}
    revision = decision.revision
    changes: list[revising.Change] = []
    if revision is not None and decision.action == "approve" and revision.replaced:
        changes = revising.differences(item, revision.replaced, revision.data)
    return {
        "decision": decision,
        "label": known.get(decision.action, decision.action),
        "is_undo": decision.action == "undo",
        "state": table.state(decision.to_status),
        "note": decision.note if staff else "",
        "changes": changes,
    }
