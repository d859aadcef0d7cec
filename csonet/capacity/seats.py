"""Taking seats, giving them back, waiting, offering: the only code that changes what is taken.

Whoever begins locks the pool's row; inside it seats are taken by conditional UPDATEs on the buckets in the order of
their keys, and the CHECK constraint stands behind both. Each function is one transaction and returns the places that
were offered a seat by it, so that the caller can tell their people; it must be called before anything else of the
caller's transaction is locked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.capacity.models import Bucket, Place, PlaceState, Pool, Share
from csonet.workflow import WorkflowError, WrongState

_FIGURE = PositiveIntegerField()


class Full(WorkflowError):
    """No seat is left; `bucket` is the first that had none."""

    def __init__(self, bucket: Bucket):
        super().__init__(_("No seat is left."))
        self.bucket = bucket


@dataclass
class Outcome:
    """What became of a place, and whom else a seat was offered by it."""

    place: Place
    offered: list[Place] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        return self.place.state == PlaceState.HELD


def lock(pool_id: int) -> Pool:
    """Wait for one's turn in this pool; it lasts until the transaction ends. Inside a transaction only."""
    Pool.objects.filter(pk=pool_id).update(turn=F("turn") + 1)
    return Pool.objects.get(pk=pool_id)


def claim(
    pool_id: int, shared: Sequence[int], own: Sequence[int] = (), *, waits: bool = True, now: datetime | None = None
) -> Outcome:
    """Take a seat out of each bucket, or a place on the waiting list.

    shared: buckets for which one can wait; own: buckets that must have room at once (an organization's quota), waiting
    or not. waits: False raises Full instead of waiting. Nobody overtakes: those who wait are served first.
    Raises Full.
    """
    with transaction.atomic():
        pool = lock(pool_id)
        offered = _offer_all(pool, now or timezone.now())
        _take_or_raise(own)
        place = Place.objects.create(pool=pool, since=now or timezone.now())
        full = _take(shared)
        if full is not None:
            if not waits:
                raise Full(full)
            place.state = PlaceState.WAITING
            place.save(update_fields=["state", "updated"])
        rows = [Share(place=place, bucket_id=pk, is_held=True) for pk in own]
        rows += [Share(place=place, bucket_id=pk, is_held=full is None) for pk in shared]
        Share.objects.bulk_create(rows)
    return Outcome(place, offered)


def release(place: Place, *, now: datetime | None = None) -> list[Place]:
    """Give the seat back, or leave the waiting list; done twice it is done once. Returns the places offered by it."""
    with transaction.atomic():
        pool = lock(place.pool_id)
        _give_up(place)
        offered = _offer_all(pool, now or timezone.now())
    place.refresh_from_db()
    return offered


def accept(place: Place, *, now: datetime | None = None) -> None:
    """Take what was offered. Raises WrongState if there is no offer (any more)."""
    now = now or timezone.now()
    with transaction.atomic():
        lock(place.pool_id)
        open_offer = Place.objects.filter(pk=place.pk, state=PlaceState.OFFERED, offered_until__gt=now)
        if not open_offer.update(state=PlaceState.HELD, offered_until=None):
            raise WrongState(_("This offer is no longer open."))
    place.refresh_from_db()


def give_now(place: Place) -> None:
    """A seat by hand for somebody who waits or has an offer, out of turn; the caller records why. Raises Full."""
    with transaction.atomic():
        lock(place.pool_id)
        place.refresh_from_db()
        if place.state == PlaceState.WAITING:
            _take_or_raise(list(place.shares.filter(is_held=False).values_list("bucket_id", flat=True)))
            place.shares.update(is_held=True)
        elif place.state != PlaceState.OFFERED:
            raise WrongState(_("This person does not wait."))
        Place.objects.filter(pk=place.pk).update(state=PlaceState.HELD, offered_until=None)
    place.refresh_from_db()


def move(place: Place, shared: Sequence[int], *, now: datetime | None = None) -> list[Place]:
    """Other seats for the one who holds this place (online instead of in person). Raises Full; then nothing changed."""
    with transaction.atomic():
        pool = lock(place.pool_id)
        place.refresh_from_db()
        if place.state != PlaceState.HELD:
            raise WrongState(_("There is no seat to change."))
        before = set(place.shares.values_list("bucket_id", flat=True))
        _take_or_raise([pk for pk in shared if pk not in before])
        leaving = before - set(shared)
        _give_back(leaving)
        place.shares.filter(bucket__in=leaving).delete()
        Share.objects.bulk_create(Share(place=place, bucket_id=pk, is_held=True) for pk in shared if pk not in before)
        return _offer_all(pool, now or timezone.now())


def exchange(pool_id: int, others: Mapping[int, int], *, now: datetime | None = None) -> list[Place]:
    """Everybody with a seat of one bucket has one of another ({old: new}), and who waits for it waits for that one.

    Nobody loses a seat by it: a bucket that is over its cap then keeps all and takes no more. Returns who was offered.
    """
    with transaction.atomic():
        pool = lock(pool_id)
        for old, new in others.items():
            shares = Share.objects.filter(bucket=old, place__pool=pool_id)
            count = shares.filter(is_held=True).count()
            shares.update(bucket=new)
            over = Case(
                When(cap=None, then=None),
                When(cap__lt=F("taken") + count, then=F("taken") + count),
                default=F("cap"),
                output_field=_FIGURE,
            )
            Bucket.objects.filter(pk=new).update(taken=F("taken") + count, ceiling=over)
            Bucket.objects.filter(pk=old).update(taken=F("taken") - count, ceiling=F("cap"))
        return _offer_all(pool, now or timezone.now())


def set_cap(bucket: Bucket, cap: int | None, *, now: datetime | None = None) -> list[Place]:
    """Another number of seats. Below what is taken: all keep their seat, no more are taken. Returns who was offered."""
    with transaction.atomic():
        pool = lock(bucket.pool_id)
        if cap is None:
            Bucket.objects.filter(pk=bucket.pk).update(cap=None, ceiling=None)
        else:
            higher = Case(When(taken__gt=cap, then=F("taken")), default=Value(cap), output_field=_FIGURE)
            Bucket.objects.filter(pk=bucket.pk).update(cap=cap, ceiling=higher)
        offered = _offer_all(pool, now or timezone.now())
    bucket.refresh_from_db()
    return offered


def position(place: Place) -> int:
    """The place's number on the waiting list, from 1: how many wait before it for one of the same seats; 0 if none."""
    if place.state != PlaceState.WAITING:
        return 0
    ahead = Q(priority__gt=place.priority) | Q(priority=place.priority) & (
        Q(since__lt=place.since) | Q(since=place.since, pk__lt=place.pk)
    )
    wanted = place.shares.filter(is_held=False).values("bucket_id")
    rivals = Share.objects.filter(is_held=False, bucket__in=wanted, place__state=PlaceState.WAITING)
    return Place.objects.waiting().filter(ahead, pk__in=rivals.values("place_id")).count() + 1


def expire_due(places: QuerySet[Place], *, now: datetime | None = None) -> tuple[list[Place], list[Place]]:
    """Take back the offers that nobody answered: (expired, newly offered). `places`: those of the caller's noun.

    Seats come back before new ones are offered. Safe to run twice and side by side.
    """
    now = now or timezone.now()
    late = places.filter(state=PlaceState.OFFERED, offered_until__lte=now)
    expired: list[Place] = []
    offered: list[Place] = []
    for pool_id in sorted(set(late.values_list("pool_id", flat=True))):
        with transaction.atomic():
            pool = lock(pool_id)
            gone = [place for place in late.filter(pool=pool_id) if _give_up(place)]
            expired += gone
            offered += _offer_all(pool, now)
    return expired, offered


@dataclass(frozen=True)
class Drift:
    """A bucket whose figure is not what its places say."""

    bucket_id: int
    said: int
    counted: int


def reconcile(buckets: QuerySet[Bucket] | None = None) -> list[Drift]:
    """Compare what is taken with the places that hold it, and mend it under the pool's lock; what was wrong."""
    found = []
    rows = Bucket.objects.all() if buckets is None else buckets
    for pool_id in rows.order_by("pool_id").values_list("pool_id", flat=True).distinct():
        with transaction.atomic():
            lock(pool_id)
            for bucket in rows.filter(pool=pool_id):
                counted = bucket.shares.filter(is_held=True).count()
                if counted != bucket.taken:
                    found.append(Drift(bucket.pk, bucket.taken, counted))
                    ceiling = None if bucket.cap is None else max(bucket.cap, counted)
                    Bucket.objects.filter(pk=bucket.pk).update(taken=counted, ceiling=ceiling)
    return found


def _take(buckets: Iterable[int]) -> Bucket | None:
    """One seat of each, or none at all: then the first bucket that is full."""
    keys = sorted(set(buckets))
    for number, pk in enumerate(keys):
        free = Bucket.objects.filter(Q(cap=None) | Q(taken__lt=F("cap")), pk=pk)
        if not free.update(taken=F("taken") + 1):
            _give_back(keys[:number])
            return Bucket.objects.get(pk=pk)
    return None


def _take_or_raise(buckets: Iterable[int]) -> None:
    full = _take(buckets)
    if full is not None:
        raise Full(full)


def _give_back(buckets: Iterable[int]) -> None:
    """One seat of each; a ceiling that stood over the cap comes down with it."""
    lower = Case(When(taken__gt=F("cap") + 1, then=F("taken") - 1), default=F("cap"), output_field=_FIGURE)
    for pk in sorted(set(buckets)):
        Bucket.objects.filter(pk=pk, taken__gt=0).update(taken=F("taken") - 1, ceiling=lower)


def _give_up(place: Place) -> bool:
    """Mark the place as gone and give back what it held; False if it was gone."""
    changed = Place.objects.filter(pk=place.pk).exclude(state=PlaceState.GONE)
    if not changed.update(state=PlaceState.GONE, offered_until=None):
        return False
    _give_back(place.shares.filter(is_held=True).values_list("bucket_id", flat=True))
    place.shares.update(is_held=False)
    return True


def _offer_all(pool: Pool, now: datetime) -> list[Place]:
    """Offer free seats to those who wait, in their order; who needs a seat of a full bucket waits on."""
    if pool.offers_until is not None and pool.offers_until <= now:
        return []
    until = now + timedelta(hours=pool.offer_hours)
    until = min(until, pool.offers_until) if pool.offers_until else until
    offered: list[Place] = []
    full: set[int] = set()
    for place in Place.objects.waiting().filter(pool=pool).prefetch_related("shares"):
        wanted = {share.bucket_id for share in place.shares.all() if not share.is_held}
        if wanted & full:
            continue
        missing = _take(wanted)
        if missing is not None:
            full.add(missing.pk)
            continue
        place.shares.update(is_held=True)
        place.state, place.offered_until, place.offers = PlaceState.OFFERED, until, place.offers + 1
        place.save(update_fields=["state", "offered_until", "offers", "updated"])
        offered.append(place)
    return offered


def positions(pool_id: int) -> dict[int, int]:
    """{place: its number} of all who wait in a pool; one query, whatever their number."""
    rows = Share.objects.filter(place__pool=pool_id, place__state=PlaceState.WAITING, is_held=False)
    order = rows.order_by("-place__priority", "place__since", "place_id").values_list("place_id", "bucket_id")
    wishes: dict[int, set[int]] = {}
    for place, bucket in order:
        wishes.setdefault(place, set()).add(bucket)
    found: dict[int, int] = {}
    before: Counter[frozenset[int]] = Counter()
    for place, wanted in wishes.items():
        found[place] = sum(count for others, count in before.items() if others & wanted) + 1
        before[frozenset(wanted)] += 1
    return found
