"""Who belongs to a group: founding, joining, asking, inviting, leaving, and who moderates.

A membership is a row of the group's circle. What moderators do against somebody stands in discussions.measures.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.models import Circle, CircleMembership, Item
from csonet.content.models.circle import circles_of
from csonet.engagement import following
from csonet.engagement.models import Level, ModerationStep, Source
from csonet.notifications.api import notify
from csonet.workflow import NotAllowed, WrongState
from discussions.models import Access, Group, Invitation, JoinRequest, Participation
from discussions.models.people import Asked


def found(group: Group) -> None:
    """Give a group its circle; who proposed it owns and moderates it. Safe to call again."""
    with transaction.atomic():
        row = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
        if row.people_id is None:
            row.people = Circle.objects.create(name=row.title)
            row.owner = row.author
            row.save(update_fields=["people", "owner"])
        if row.owner is not None:
            _enter(row, row.owner, is_moderator=True)
    group.refresh_from_db()


def is_in(group: Group, person: Any) -> bool:
    """Is this person a member? One query for all groups."""
    return group.people_id is not None and group.people_id in circles_of(person)


def moderates(group: Group, person: Any) -> bool:
    """Does this person moderate the group?"""
    return group.people_id is not None and circles_of(person).get(group.people_id, False)


def owns(group: Group, person: Any) -> bool:
    """The owner; while there is none, whoever edits for the host."""
    if not person.is_authenticated or not is_in(group, person) or not moderates(group, person):
        return False
    return group.owner_id == person.pk or (group.owner_id is None and group.organization_id in person.standing.editing)


def participation(group: Group, person: Any) -> Participation | None:
    """What the group remembers of this person."""
    return Participation.objects.filter(group=group, user=person).first() if person.is_authenticated else None


def may_join(group: Group, person: Any) -> bool:
    """May this person come in (or, in a closed group, ask to)? Banned people may not till their ban ends."""
    if not person.is_authenticated or group.status != "published" or is_in(group, person):
        return False
    if group.access != Access.PUBLIC and not (person.standing.is_member or person.is_branch):
        return False
    known = participation(group, person)
    return known is None or not known.is_banned


def join(group: Group, person: Any) -> None:
    """Come into an open group; the welcome is told once. Raises NotAllowed."""
    if group.is_closed or not may_join(group, person):
        raise NotAllowed(_("You may not join this group."))
    enter(group, person)


def enter(group: Group, person: Any, *, is_moderator: bool = False) -> None:
    """Make somebody a member, and tell them the rules the first time."""
    with transaction.atomic():
        _enter(group, person, is_moderator=is_moderator)
    JoinRequest.objects.filter(group=group, user=person, state=Asked.WAITING).update(state=Asked.ACCEPTED)
    Invitation.objects.filter(group=group, user=person, state=Asked.WAITING).update(state=Asked.ACCEPTED)


def _enter(group: Group, person: Any, *, is_moderator: bool) -> None:
    row, made = CircleMembership.objects.get_or_create(
        circle_id=group.people_id, user=person, defaults={"is_moderator": is_moderator}
    )
    if not made and is_moderator and not row.is_moderator:
        row.is_moderator = True
        row.save(update_fields=["is_moderator", "updated"])
    person.__dict__.pop("_circles", None)
    if not made:
        return
    Item.objects.filter(pk=group.pk).update(responses=F("responses") + 1)
    following.follow_automatically([person], "circle", group.people_id, Level.NEW, Source.JOINED)
    known, first = Participation.objects.get_or_create(group=group, user=person)
    if first and group.owner_id != person.pk:
        notify([person], "group_welcome", item=group, thread=f"item:{group.pk}")
    elif not first:
        Participation.objects.filter(pk=known.pk).update(read_until=timezone.now())


def ask(group: Group, person: Any, text: str) -> JoinRequest:
    """Ask to be let in. Raises NotAllowed; asking twice is asking once."""
    if not group.is_closed or not may_join(group, person):
        raise NotAllowed(_("You may not join this group."))
    with transaction.atomic():
        row, made = JoinRequest.objects.get_or_create(
            group=group, user=person, state=Asked.WAITING, defaults={"text": text.strip()[:1000]}
        )
        if made:
            notify(moderators_of(group), "group_request", item=group, person=person.get_full_name())
    return row


def answer(request: JoinRequest, *, actor: Any, accept: bool, text: str = "") -> None:
    """Let somebody in, or not. Raises NotAllowed, WrongState if it was answered already."""
    group = request.group
    if not moderates(group, actor) or request.user_id == actor.pk:
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        row = JoinRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if row.state != Asked.WAITING:
            raise WrongState(_("This request was answered already."))
        row.state = Asked.ACCEPTED if accept else Asked.DECLINED
        row.answered_by, row.answer = actor, text.strip()[:1000]
        row.save(update_fields=["state", "answered_by", "answer", "updated"])
        if accept:
            enter(group, row.user)
        notify(
            [row.user], "group_request_accepted" if accept else "group_request_declined", item=group, answer=row.answer
        )
        note(group, actor, "let-in" if accept else "turn-away", person=row.user, reason=row.answer)


def invite(group: Group, person: Any, *, actor: Any) -> None:
    """Ask somebody in. Raises NotAllowed; who is in, or was invited, is not told again."""
    if not moderates(group, actor):
        raise NotAllowed(_("You may not do this."))
    known = participation(group, person)
    if is_in(group, person) or (known and known.is_banned) or not Item.objects.filter(pk=group.pk).visible_to(person):
        return
    with transaction.atomic():
        _row, made = Invitation.objects.get_or_create(
            group=group, user=person, state=Asked.WAITING, defaults={"invited_by": actor}
        )
        if made:
            notify([person], "group_invitation", item=group, person=actor.get_full_name())


def accept_invitation(group: Group, person: Any) -> None:
    """Come in by an invitation. Raises NotAllowed where there is none (any more)."""
    waiting = Invitation.objects.filter(group=group, user=person, state=Asked.WAITING)
    known = participation(group, person)
    if not waiting.exists() or (known and known.is_banned) or group.status != "published":
        raise NotAllowed(_("There is no invitation for you (any more)."))
    enter(group, person)


def withdraw(group: Group, person: Any) -> None:
    """Take one's request to join back, or decline an invitation. Raises WrongState if neither waits (any more)."""
    asked = JoinRequest.objects.filter(group=group, user=person, state=Asked.WAITING).update(state=Asked.WITHDRAWN)
    invited = Invitation.objects.filter(group=group, user=person, state=Asked.WAITING).update(state=Asked.DECLINED)
    if not asked and not invited:
        raise WrongState(_("Nothing has changed."))


def leave(group: Group, person: Any) -> None:
    """Go. The owner hands the group over first."""
    if group.owner_id == person.pk:
        raise WrongState(_("You own this group: hand it over to another moderator first."))
    go_out(group, person)


def go_out(group: Group, person: Any) -> None:
    """Take somebody out of the circle, and of what follows from it. Whoever may do that was asked before."""
    with transaction.atomic():
        gone, _rows = CircleMembership.objects.filter(circle_id=group.people_id, user=person).delete()
        if gone:
            Item.objects.filter(pk=group.pk, responses__gt=0).update(responses=F("responses") - 1)
            following.forget(person, "circle", group.people_id)
    person.__dict__.pop("_circles", None)


def set_moderator(group: Group, person: Any, *, actor: Any, is_moderator: bool) -> None:
    """Make a member a moderator, or no longer. The owner decides, and stays one."""
    if not owns(group, actor) or person.pk == group.owner_id:
        raise NotAllowed(_("Only the owner of the group decides who moderates it."))
    with transaction.atomic():
        changed = CircleMembership.objects.filter(circle_id=group.people_id, user=person).exclude(
            is_moderator=is_moderator
        )
        if not changed.update(is_moderator=is_moderator):
            raise WrongState(_("Nothing has changed."))
        note(group, actor, "appoint" if is_moderator else "dismiss", person=person)
        notify([person], "group_role", item=group, is_moderator=is_moderator)


def hand_over(group: Group, person: Any, *, actor: Any) -> None:
    """Give the group to another moderator. Raises NotAllowed."""
    if not owns(group, actor) or not moderates(group, person):
        raise NotAllowed(_("Only the owner can hand the group over, to somebody who moderates it."))
    with transaction.atomic():
        Group.objects.filter(pk=group.pk).update(owner=person)
        note(group, actor, "hand-over", person=person, before={"owner": group.owner_id})
        notify([person], "group_role", item=group, is_moderator=True)
    group.owner = person


def take_up(group: Group, person: Any) -> None:
    """Whoever edits for the United Nations entity that hosts the group takes up its moderation."""
    if not may_take_up(group, person):
        raise NotAllowed(_("You may not do this."))
    enter(group, person, is_moderator=True)
    note(group, person, "appoint", person=person)


def may_take_up(group: Group, person: Any) -> bool:
    """UN entity moderators moderate the groups that their entity hosts; closed ones by appointment alone."""
    hosts = group.organization.is_un_entity and group.organization_id in person.standing.editing
    return bool(hosts and not group.is_closed and group.people_id and not moderates(group, person))


def note(item: Item, actor: Any, action: str, *, person: Any = None, reason: str = "", **given: Any) -> ModerationStep:
    """Write one act about a group, a topic or a person into the record. before, after, reverses: as the record's."""
    values = {"before": given.pop("before", {}), "reverses": given.pop("reverses", None)}
    return ModerationStep.objects.create(
        item_id=item.pk, actor=actor, action=action, person=person, reason=reason, after=given, **values
    )


def moderators_of(group: Group) -> list[Any]:
    """The people who decide in the group."""
    people = get_user_model().objects.filter(is_active=True)
    rows = people.filter(circle_memberships__circle=group.people_id, circle_memberships__is_moderator=True)
    return list(rows.order_by("pk"))
