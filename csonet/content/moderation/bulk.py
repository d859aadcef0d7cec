"""Approving several submissions at once: what would really change, doing it, and taking the batch back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from csonet.content import publication
from csonet.content.models import Case, Decision, Item, Revision
from csonet.content.moderation import claims
from csonet.content.rights import is_moderator
from csonet.workflow import WorkflowError

#: At most so many at once: more can't be looked at.
MOST = 50


@dataclass
class Plan:
    """Which cases an approval would change, and which it would leave, with the reason for the officer."""

    changing: list[Case] = field(default_factory=list)
    skipped: list[tuple[Case, str]] = field(default_factory=list)


def plan(cases: Iterable[Case], user: Any, versions: dict[int, int] | None = None) -> Plan:
    """Sort the cases. versions: {case id: the item's version that the officer saw}; None for the first look."""
    made = Plan()
    for case in cases:
        why_not = _why_not(case, user)
        if not why_not and versions is not None and versions.get(case.pk) != case.item.version:
            why_not = _("It was changed since you looked at it.")
        if why_not:
            made.skipped.append((case, why_not))
        else:
            made.changing.append(case)
    return made


def _why_not(case: Case, user: Any) -> str:
    holder = claims.other_holder(case, user)
    subject = _subject(case)
    if case.closed_at is not None or subject.status != "submitted":
        return _("It was decided already.")
    if not is_moderator(user, subject) or case.submitted_by_id == user.pk:
        return _("It is your own, or your organization's.")
    if holder is not None:
        return _("%(name)s is looking at it.") % {"name": holder}
    return ""


def _subject(case: Case) -> Item | Revision:
    if case.revision is None:
        return case.item
    case.revision.item = case.item
    return case.revision


def approve(made: Plan, user: Any) -> tuple[uuid.UUID, int]:
    """Approve what the plan would change, each in its own transaction: (batch, how many).

    What can't be approved after all moves to the plan's skipped ones.
    """
    batch = uuid.uuid4()
    done = 0
    for case in made.changing:
        try:
            publication.move(_subject(case), "approve", actor=user, version=case.item.version, batch=batch)
        except WorkflowError as error:
            made.skipped.append((case, str(error)))
        else:
            done += 1
    return batch, done


def decisions_of(batch: uuid.UUID, user: Any) -> QuerySet[Decision]:
    """The decisions of a batch that this officer may see."""
    visible = Item.objects.visible_to(user)
    decisions = Decision.objects.filter(batch=batch, item__in=visible)
    return decisions.select_related("item__organization", "actor", "reversed_by").order_by("item__title", "pk")


def undo(batch: uuid.UUID, user: Any) -> tuple[int, list[tuple[Decision, str]]]:
    """Take back what of a batch can still be taken back: (how many, [(decision, why not)])."""
    done, left = 0, []
    for decision in decisions_of(batch, user).filter(reversed_by=None):
        try:
            publication.undo(decision, actor=user)
        except WorkflowError as error:
            left.append((decision, str(error)))
        else:
            done += 1
    return done, left
