"""The seats of an event, its rules and its delegations: buckets made once, caps changed by the organizers."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from csonet.capacity import seats
from csonet.capacity.models import Bucket, Place, Pool
from csonet.content.models import Item
from events.models import Delegation, Event, Registration, Rule
from events.models.choices import Mode


def furnish(event: Event) -> Event:
    """The event with its pool and its two buckets; made if they are missing, once."""
    if event.pool_id is not None:
        return event
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=event.pk)
        locked = Event.objects.get(pk=event.pk)
        if locked.pool_id is None:
            pool = Pool.objects.create(offers_until=locked.ends)
            locked.pool = pool
            locked.in_person = Bucket.objects.create(pool=pool)
            locked.online = Bucket.objects.create(pool=pool)
            Event.objects.filter(pk=event.pk).update(pool=pool, in_person=locked.in_person, online=locked.online)
    event.refresh_from_db(fields=["pool", "in_person", "online"])
    return event


def furnish_rule(rule: Rule) -> Rule:
    """The rule with its three buckets; made if they are missing."""
    furnish(rule.event)
    with transaction.atomic():
        seats.lock(rule.event.pool_id)
        locked = Rule.objects.get(pk=rule.pk)
        for side in ("total", "in_person", "online"):
            if getattr(locked, f"{side}_id") is None:
                setattr(locked, side, Bucket.objects.create(pool_id=rule.event.pool_id))
        locked.save()
    rule.refresh_from_db()
    return rule


def set_caps(owner: Event | Rule, caps: dict[str, int | None]) -> list[Place]:
    """Other numbers of seats ({"in_person": 40, …}); whom a seat is offered by it."""
    offered: list[Place] = []
    for side, cap in caps.items():
        bucket = getattr(owner, side)
        if bucket.cap != cap:
            offered += seats.set_cap(bucket, cap)
    return offered


def move_online(event: Event) -> list[Place]:
    """Everybody who comes in person comes online, and who waits for a seat waits for a place; whom one is offered."""
    Registration.objects.live().filter(event=event).update(mode=Mode.ONLINE)
    if event.pool_id is None:
        return []
    owners = [event, *event.rules.all()]
    others = {one.in_person_id: one.online_id for one in owners if one.in_person_id and one.online_id}
    return seats.exchange(event.pool_id, others)


def follow_end(event: Event) -> None:
    """No seat is offered beyond the end of the event."""
    Pool.objects.filter(pk=event.pool_id).exclude(offers_until=event.ends).update(offers_until=event.ends)


def delegation_of(event: Event, rule: Rule, organization: Any) -> Delegation:
    """The organization's delegation, with the rule's quota; opened with the first one who asks. Locks the pool."""
    seats.lock(event.pool_id)
    found = Delegation.objects.filter(event=event, organization=organization).first()
    if found is None:
        quota = Bucket.objects.create(pool_id=event.pool_id, cap=rule.quota)
        found = Delegation.objects.create(event=event, rule=rule, organization=organization, quota=quota)
    return found


def follow_quota(rule: Rule) -> None:
    """Delegations follow the rule's quota, with what each was granted beyond it."""
    for delegation in rule.delegations.select_related("quota"):
        cap = None if rule.quota is None else rule.quota + delegation.extra
        if delegation.quota.cap != cap:
            seats.set_cap(delegation.quota, cap)


def reconcile() -> str:
    """The nightly job: figures that differ from the places behind them, mended and counted."""
    drifts = seats.reconcile()
    return f"{len(drifts)} figures mended: {drifts}" if drifts else "0"
