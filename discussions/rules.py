"""Who may write where: one answer in words for the page, the mail and the exports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import ConsultativeStatus
from discussions import membership
from discussions.models import Group, Topic, WhoPosts


def why_not_write(topic: Topic, person: Any, *, is_locked: bool) -> str:
    """Why this person can't post in the topic now, in words; "" if they can. They may see the topic."""
    if not person.is_authenticated:
        return _("Sign in to write.")
    group = topic.home
    if group.status != "published" or topic.status != "published":
        return _("This topic takes no posts at present.")
    if not membership.is_in(group, person):
        return _("Join the group to write.")
    if is_locked:
        return _("This topic is locked: it takes no more posts.")
    return _why_not_consulted(topic, person)


def _why_not_consulted(topic: Topic, person: Any) -> str:
    if not topic.is_consultation:
        return ""
    if topic.is_over:
        return _("This consultation is closed.")
    if not topic.is_running:
        return _("This consultation has not begun yet.")
    if topic.who_posts == WhoPosts.STATUS and not in_status(person) and not membership.moderates(topic.home, person):
        return _("Members whose organization is in consultative status answer this consultation.")
    return ""


def in_status(person: Any) -> bool:
    """Does this person act for an organization in consultative status?"""
    in_force = ConsultativeStatus.objects.filter(is_current=True, state="in-force")
    return in_force.filter(organization__in=person.standing.organizations).exists()


def may_open(group: Group, person: Any) -> bool:
    """May this person begin a topic in the group?"""
    return person.is_authenticated and group.status == "published" and membership.is_in(group, person)


def speaks_for(person: Any) -> int | None:
    """The approved organization that stands beside the person's name: the first one they belong to."""
    return min(person.standing.organizations, default=None)
