"""Decisions on feeds: the one door to their state."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from csonet.notifications.api import notify
from csonet.workflow import NotAllowed
from news.feeds.states import FEED
from news.models import Feed, FeedDecision


def decide(feed: Feed, action: str, *, actor: Any, text: str = "", trust: str = "") -> FeedDecision:
    """Lead a feed to another state. actor: None for the worker. trust: of an approval, hold or publish.

    Raises NotAllowed, WrongState or MissingReason; then nothing was changed.
    """
    with transaction.atomic():
        locked = Feed.objects.select_for_update().get(pk=feed.pk)
        transition = FEED.check(action, locked, actor, frozenset({"text"}) if text.strip() else frozenset())
        before, locked.state = locked.state, transition.target
        if transition.target == "active":
            locked.next_fetch_at, locked.failures = timezone.now(), 0
        if transition.staff and trust in ("hold", "publish"):
            locked.trust = trust
        locked.save(update_fields=["state", "next_fetch_at", "failures", "trust", "updated"])
        decision = FeedDecision.objects.create(
            feed=locked, actor=actor, action=action, from_state=before, to_state=locked.state, text=text.strip()
        )
        if transition.tells:
            _tell(locked, transition.tells, text.strip())
    feed.refresh_from_db()
    return decision


def set_trust(feed: Feed, trust: str, *, actor: Any) -> None:
    """Change how far an approved feed is trusted. Raises NotAllowed."""
    stop = FEED.transition("stop")
    if not stop.who(actor, feed):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        Feed.objects.filter(pk=feed.pk).update(trust=trust, updated=timezone.now())
        FeedDecision.objects.create(
            feed=feed, actor=actor, action=f"trust-{trust}", from_state=feed.state, to_state=feed.state
        )
    feed.refresh_from_db()


def keepers(feed: Feed) -> list[User]:
    """Who answers for a feed: whoever asked for it, while in the organization; else its owners, else its editors."""
    memberships = feed.organization.memberships.filter(user__is_active=True, role__in=("owner", "editor"))
    people = [row.user for row in memberships.select_related("user").order_by("-role", "pk")]
    asked = [person for person in people if person.pk == feed.asked_by_id]
    return asked or people


def _tell(feed: Feed, kind: str, text: str) -> None:
    context = {"title": str(feed), "page": "feed_detail", "page_args": [feed.pk], "text": text, "problem": feed.problem}
    notify(keepers(feed), kind, organization=feed.organization, details=feed.problem_details, **context)
