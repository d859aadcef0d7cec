"""What moderators do about a member: removing, banning, warning, looking at posts first; each can be taken back.

Nobody does it to themselves, moderators not to each other, and nobody to the owner.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.models import CircleMembership
from csonet.engagement.models import ModerationStep
from csonet.notifications.api import notify
from csonet.workflow import MissingReason, NotAllowed, WrongState
from discussions.membership import enter, go_out, is_in, moderates, note, owns
from discussions.models import Group, Participation

#: A ban without an end.
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def _about(group: Group, person: Any, actor: Any) -> None:
    """Raises NotAllowed unless the actor may act on this person: moderators on members, the owner on moderators."""
    if not moderates(group, actor) or person.pk in (actor.pk, group.owner_id):
        raise NotAllowed(_("You may not do this."))
    if moderates(group, person) and not owns(group, actor):
        raise NotAllowed(_("Only the owner of the group can do this to a moderator."))


def remove(group: Group, person: Any, *, actor: Any, reason: str) -> ModerationStep:
    """Take somebody out of the group; they may come back. Raises NotAllowed, MissingReason."""
    _about(group, person, actor)
    with transaction.atomic():
        step = note(group, actor, "remove", person=person, reason=_given(reason), before={"member": True})
        go_out(group, person)
        notify([person], "group_removed", item=group, reason=step.reason)
    return step


def ban(group: Group, person: Any, *, actor: Any, reason: str, until: datetime | None) -> ModerationStep:
    """Take somebody out till an end (None: for ever). Raises NotAllowed, MissingReason, WrongState for a past end."""
    _about(group, person, actor)
    if until is not None and until <= timezone.now():
        raise WrongState(_("The end of the ban lies in the past."))
    with transaction.atomic():
        was = is_in(group, person)
        row, _made = Participation.objects.get_or_create(group=group, user=person)
        row.banned_until, row.ban_reason = until or FOR_EVER, _given(reason)
        row.save(update_fields=["banned_until", "ban_reason", "updated"])
        day = until.date().isoformat() if until else ""
        step = note(group, actor, "ban", person=person, reason=row.ban_reason, before={"member": was}, until=day)
        go_out(group, person)
        notify([person], "group_banned", item=group, reason=row.ban_reason, until=day)
    return step


def warn(group: Group, person: Any, *, actor: Any, reason: str) -> ModerationStep:
    """Tell somebody that they broke the rules, and count it. Raises NotAllowed, MissingReason."""
    _about(group, person, actor)
    with transaction.atomic():
        row, _made = Participation.objects.get_or_create(group=group, user=person)
        Participation.objects.filter(pk=row.pk).update(warnings=F("warnings") + 1)
        step = note(group, actor, "warn", person=person, reason=_given(reason))
        notify([person], "group_warning", item=group, reason=step.reason)
    return step


def hold(group: Group, person: Any, *, actor: Any, reason: str, is_held: bool = True) -> ModerationStep:
    """Look at somebody's posts before they appear, or no longer. Raises NotAllowed, MissingReason."""
    _about(group, person, actor)
    with transaction.atomic():
        row, _made = Participation.objects.get_or_create(group=group, user=person)
        Participation.objects.filter(pk=row.pk).update(is_held=is_held)
        reason = _given(reason) if is_held else reason
        step = note(group, actor, "hold" if is_held else "trust", person=person, reason=reason)
        if is_held:
            notify([person], "group_held", item=group, reason=step.reason)
    return step


def undo(step: ModerationStep, *, actor: Any) -> ModerationStep:
    """Take an act about a person back. Raises NotAllowed, WrongState if it was taken back or can't be."""
    group = Group.objects.get(pk=step.item_id)
    person = step.person
    if person is None or step.reverses_id or hasattr(step, "reversed_by") or step.action not in REVERSALS:
        raise WrongState(_("This can no longer be taken back."))
    decides = owns if step.action in ("appoint", "dismiss") else moderates
    if not decides(group, actor) or person.pk in (actor.pk, group.owner_id):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        REVERSALS[step.action](group, person)
        if step.before.get("member") and not is_in(group, person):
            enter(group, person)
        return note(group, actor, "undo", person=person, reverses=step)


def _participates(**values: Any) -> Any:
    def change(group: Group, person: Any) -> None:
        Participation.objects.filter(group=group, user=person).update(**values)

    return change


def _moderating(*, is_moderator: bool) -> Any:
    def change(group: Group, person: Any) -> None:
        rows = CircleMembership.objects.filter(circle_id=group.people_id, user=person)
        if not rows.exclude(is_moderator=is_moderator).update(is_moderator=is_moderator):
            raise WrongState(_("This can no longer be taken back."))
        person.__dict__.pop("_circles", None)
        notify([person], "group_role", item=group, is_moderator=is_moderator)

    return change


#: Act → what takes it back.
REVERSALS: dict[str, Any] = {
    "ban": _participates(banned_until=None, ban_reason=""),
    "hold": _participates(is_held=False),
    "trust": _participates(is_held=True),
    "remove": lambda _group, _person: None,
    "appoint": _moderating(is_moderator=False),
    "dismiss": _moderating(is_moderator=True),
    "warn": lambda group, person: Participation.objects.filter(group=group, user=person, warnings__gt=0).update(
        warnings=F("warnings") - 1
    ),
}


def _given(reason: str) -> str:
    reason = reason.strip()[:1000]
    if not reason:
        raise MissingReason(_("Say why: the person is told."))
    return reason
