"""The reading page of an item, and for those concerned what state it is in and what they can do about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from csonet.content import drafts, reading, revising
from csonet.content.models import Item
from csonet.content.rights import is_author_side, is_moderator
from csonet.content.states import EDITABLE, PUBLICATION, REVISION
from csonet.content.views.common import item_or_404
from csonet.notifications.reading import came_back
from csonet.workflow import Transition

#: Acts of the table that the author's side makes on the page itself; the others are the desk's.
ON_PAGE = frozenset({"submit", "take-back", "withdraw", "resubmit", "archive", "unarchive", "renew"})


class ItemDetailView(View):
    """The page of an item, for everybody who may see it."""

    model: type[Item] = Item

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for what this person may not know of."""
        item = item_or_404(self.model, request.user, slug)
        came_back(request, f"item:{item.pk}")
        context = reading.page_of(item, request.user)
        if request.user.is_authenticated:
            context.update(standing_of(item, request.user))
        context.update(self.further_context(item, context))
        return render(request, reading.templates_of(item), context)

    def further_context(self, item: Any, context: dict[str, Any]) -> dict[str, Any]:
        """What a noun's own page adds to the shared context, which is given."""
        return {}


def standing_of(item: Any, user: Any) -> dict[str, Any]:
    """What the author's side and the moderators see on top of the page; nothing for everybody else."""
    if is_author_side(user, item):
        return _author_context(item, user)
    if is_moderator(user, item):
        return {"is_moderator": True, "state": PUBLICATION.state(item.status), "queue_url": _desk_url(item, user)}
    if item.status not in ("published", "archived", "expired", "withdrawn"):
        return {"state": PUBLICATION.state(item.status)}
    return {}


def _desk_url(item: Any, user: Any) -> str:
    """Where the desk decides on it: the open case, or the item's own page; a circle's moderators have no desk."""
    if not user.is_branch:
        return ""
    case = item.cases.open().first()
    if case is not None:
        return reverse("admin:content_case_change", args=[case.pk])
    return reverse("admin:content_item_change", args=[item.pk])


def _author_context(item: Any, user: Any) -> dict[str, Any]:
    revision = drafts.open_revision(item)
    last = item.decisions.select_related("reason").exclude(text="", reason=None).first()
    asked = (
        item.status == "returned"
        or item.status in ("refused", "hidden")
        or (revision and revision.status == "returned")
    )
    return {
        "is_author": True,
        "state": PUBLICATION.state(item.status),
        "revision": revision,
        "revision_state": REVISION.state(revision.status) if revision and drafts.is_held(item) else None,
        "last_decision": last if asked else None,
        "actions": actions_for(item, user),
        "revision_actions": revision_actions(revision, user) if drafts.is_held(item) else [],
        "can_edit": item.status in EDITABLE or drafts.is_held(item),
        "can_delete": drafts.can_delete(item),
    }


def actions_for(item: Any, user: Any) -> list[Transition]:
    """The acts that this person can make on the page, in the table's order."""
    return [act for act in PUBLICATION.available(item, user) if act.name in ON_PAGE and not act.staff]


def revision_actions(revision: Any, user: Any) -> list[Transition]:
    """The acts that this person can make on the page with the held edit, if there is one."""
    if revision is None:
        return []
    return [act for act in REVISION.available(revision, user) if act.name in ("take-back", "discard")]


class ItemPreviewView(View):
    """The page as it will look with what is kept in the working copy or the held edit; author's side and moderators."""

    model: type[Item] = Item

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for everybody else."""
        item = item_or_404(self.model, request.user, slug)
        if not request.user.is_authenticated or not (
            is_author_side(request.user, item) or is_moderator(request.user, item)
        ):
            raise Http404
        revision = drafts.open_revision(item)
        if revision is None or (revision.status == "working" and not is_author_side(request.user, item)):
            context = reading.page_of(item, request.user)
        else:
            draft = revising.as_it_will_look(revision)
            context = reading.page_of(draft.item, request.user, related=draft.related)
            context["errors"] = draft.errors
        context.update(is_preview=True, edit_url=reverse(f"{item.kind}_edit", args=[slug]))
        return render(request, reading.templates_of(item), context)
