"""The states of a feed that is brought in, and who leads it from one to another."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from csonet.workflow import State, Transition, Workflow


def _is_owner(actor: Any, feed: Any) -> bool:
    """Owner or editor of the feed's organization."""
    return actor is not None and actor.is_active and feed.organization_id in actor.standing.editing


def _is_officer(actor: Any, feed: Any) -> bool:
    """The Branch, but not for a feed of their own organization."""
    if actor is None or not actor.is_active or not actor.is_branch or feed.asked_by_id == actor.pk:
        return False
    return feed.organization_id not in actor.standing.organizations | actor.standing.waiting


def _is_worker(actor: Any, feed: Any) -> bool:
    return actor is None


_TEXT = frozenset({"text"})

FEED = Workflow(
    field_name="state",
    states=(
        State("waiting", pgettext_lazy("state", "Waiting"), _("Waiting for the NGO Branch to approve it")),
        State("active", pgettext_lazy("state", "Active"), _("Active: new entries come in by themselves")),
        State("paused", pgettext_lazy("state", "Paused"), _("Paused: nothing is fetched")),
        State("refused", pgettext_lazy("state", "Refused"), _("Not accepted by the NGO Branch")),
        State("stopped", pgettext_lazy("state", "Stopped"), _("Stopped by the NGO Branch")),
        State("ended", pgettext_lazy("state", "Given up"), _("Given up by your organization")),
    ),
    transitions=(
        Transition(
            "approve", _("Approve"), frozenset({"waiting"}), "active", _is_officer, tells="feed_approved", staff=True
        ),
        Transition(
            "refuse",
            _("Refuse"),
            frozenset({"waiting"}),
            "refused",
            _is_officer,
            needs=_TEXT,
            tells="feed_refused",
            staff=True,
        ),
        Transition(
            "stop",
            _("Stop"),
            frozenset({"active", "paused"}),
            "stopped",
            _is_officer,
            needs=_TEXT,
            tells="feed_stopped",
            staff=True,
        ),
        Transition(
            "restart",
            _("Let it go on"),
            frozenset({"stopped"}),
            "active",
            _is_officer,
            tells="feed_approved",
            staff=True,
        ),
        Transition("pause", _("Pause"), frozenset({"active"}), "paused", _is_owner),
        Transition(
            "end",
            _("Give the feed up"),
            frozenset({"waiting", "active", "paused", "refused", "stopped"}),
            "ended",
            _is_owner,
        ),
        Transition("ask-again", _("Ask the NGO Branch to approve it"), frozenset({"ended"}), "waiting", _is_owner),
        Transition("resume", _("Go on"), frozenset({"paused"}), "active", _is_owner),
        Transition(
            "give-up", _("Pause after failures"), frozenset({"active"}), "paused", _is_worker, tells="feed_paused"
        ),
    ),
)
