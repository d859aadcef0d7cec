"""Pools of seats, the buckets in them, and the places that people hold or wait for.

A noun keeps a key to its pool and to its buckets, and each registration or enrolment a key to its place; nothing here
points up. The figures `taken` are changed by csonet.capacity.seats alone (docs/decisions/0012-seats.md).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from csonet.abstract import Timestamped


class Pool(Timestamped):
    """The seats of one thing (an event, a cohort): all of its buckets. Its row is the lock of its waiting list."""

    #: For how many hours an offer holds a seat.
    offer_hours = models.PositiveSmallIntegerField(_("hours for which an offer stays open"), default=48)
    #: Nothing is offered, and no offer lasts, beyond this moment.
    offers_until = models.DateTimeField(_("last offer"), null=True, blank=True)
    #: Counts what happened; every change of a place goes through it, and so one after the other.
    turn = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("pool of seats")
        verbose_name_plural = _("pools of seats")

    def __str__(self) -> str:
        return f"pool {self.pk}"


class Bucket(Timestamped):
    """So many seats of one sort (in person, online, of one organization); no cap: as many as come."""

    pool = models.ForeignKey(Pool, models.CASCADE, related_name="buckets")
    cap = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    #: What `taken` may never pass: the cap, or what was taken already when the cap was lowered under it.
    ceiling = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("sort of seats")
        verbose_name_plural = _("sorts of seats")
        constraints = [
            models.CheckConstraint(condition=Q(ceiling=None) | Q(taken__lte=F("ceiling")), name="bucket_not_oversold"),
            models.CheckConstraint(
                condition=Q(cap=None, ceiling=None) | Q(cap__isnull=False, ceiling__isnull=False),
                name="bucket_ceiling_with_cap",
            ),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap__lte=F("ceiling")), name="bucket_ceiling_over_cap"),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{'∞' if self.cap is None else self.cap}"

    def save(self, *args, **kwargs) -> None:
        if self._state.adding:
            self.ceiling = self.cap
        super().save(*args, **kwargs)

    @property
    def left(self) -> int | None:
        """Seats that are free; None where there is no cap."""
        return None if self.cap is None else max(self.cap - self.taken, 0)

    @property
    def is_full(self) -> bool:
        return self.left == 0


class PlaceState(models.TextChoices):
    HELD = "held", pgettext_lazy("place", "Held")
    WAITING = "waiting", pgettext_lazy("place", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("place", "Offered")
    GONE = "gone", pgettext_lazy("place", "Given back")


class PlaceQuerySet(models.QuerySet["Place"]):
    def waiting(self) -> PlaceQuerySet:
        """Who waits, in the order in which seats are offered."""
        return self.filter(state=PlaceState.WAITING).order_by("-priority", "since", "pk")


class Place(Timestamped):
    """What one person holds, waits for or is offered: a seat out of each of its buckets."""

    pool = models.ForeignKey(Pool, models.CASCADE, related_name="places")
    state = models.CharField(_("state"), max_length=10, choices=PlaceState.choices, default=PlaceState.HELD)
    #: Since when it waits; the order of the list.
    since = models.DateTimeField(_("since"), default=timezone.now)
    #: Higher comes first; changed by hand alone, with a reason that the noun records.
    priority = models.SmallIntegerField(_("priority"), default=0)
    offered_until = models.DateTimeField(_("offered until"), null=True)
    offers = models.PositiveSmallIntegerField(_("offers made"), default=0)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="offered") & Q(offered_until__isnull=False))
                | (~Q(state="offered") & Q(offered_until=None)),
                name="place_offer_has_an_end",
            )
        ]
        indexes = [
            models.Index(fields=["pool", "state", "-priority", "since"], name="place_queue"),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="place_offers"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class Share(models.Model):
    """One bucket of a place: a seat of it is held, or waited for."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="shares")
    bucket = models.ForeignKey(Bucket, models.PROTECT, related_name="shares")
    is_held = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("share of a place")
        verbose_name_plural = _("shares of places")
        constraints = [models.UniqueConstraint(fields=["place", "bucket"], name="share_once")]
        indexes = [models.Index(fields=["bucket", "is_held"], name="share_of_bucket")]

    def __str__(self) -> str:
        return f"{self.place_id} of {self.bucket_id}"
