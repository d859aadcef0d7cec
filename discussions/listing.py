"""The topics of a group as its page, its feed and its export list them: one definition."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F

from csonet.engagement.comments.models import Comment, PostState
from discussions.models import Group, Topic

PAGE = 20
#: What the list can be narrowed to.
FILTERS = ("unanswered", "consultations")


def topics_of(group: Group, person: Any, *, only: str = "") -> Any:
    """The published topics that this person may see: pinned ones first, then the one with the latest post."""
    rows = Topic.objects.filter(home=group).published().visible_to(person)
    if only == "unanswered":
        rows = rows.filter(thread__shown__lte=1, is_consultation=False)
    elif only == "consultations":
        rows = rows.filter(is_consultation=True)
    return rows.order_by(F("pinned_at").desc(nulls_last=True), F("thread__last_at").desc(nulls_last=True), "-pk")


def page_of(rows: Any, number: Any) -> Page:
    """Twenty topics, with their counters and who wrote first and last."""
    columns = ("kind", "title", "slug", "language", "status", "published_at", "pinned_at", "is_consultation")
    related = rows.select_related("thread__last_author", "author").only(
        *columns,
        *("opens_at", "closes_at", "summarized_at", "home_id"),
        *("thread__shown", "thread__numbered", "thread__last_at", "thread__is_locked"),
        *("thread__last_author__name", "thread__last_author__username", "author__name", "author__username"),
    )
    return Paginator(related, PAGE).get_page(number)


def latest_posts(rows: Any, most: int = 20) -> Any:
    """The newest shown posts of these topics, for feeds."""
    shown = Comment.objects.filter(item__in=rows.order_by().values("pk"), state=PostState.SHOWN, line="")
    return shown.select_related("item", "author", "organization").order_by("-shown_at", "-pk")[:most]
