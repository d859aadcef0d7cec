"""Cohorts: people who take a course together, between two dates, on seats that are counted as those of events are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.capacity.models import Bucket, Place, Pool
from csonet.content.models import Item
from training.models.course import Course


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Cohorts as pages list them."""

    def current(self, today: date) -> CohortQuerySet:
        """Those that have not ended and take place, the first to begin first."""
        return self.filter(ends_on__gte=today, cancelled_at=None).order_by("starts_on", "pk")


class Cohort(Timestamped):
    """A course taken together. training.cohorts.taking_part writes who is in it."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="cohorts", verbose_name=_("course"))
    name = models.CharField(_("name"), max_length=150)
    about = models.TextField(_("what to expect"), max_length=2000, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    #: Between these two days, both included, one can join; without them from now on, and until the last day.
    opens_on = models.DateField(_("one can join from"), null=True, blank=True)
    closes_on = models.DateField(_("one can join until"), null=True, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitated_cohorts",
        verbose_name=_("facilitator"),
    )
    #: Where its people discuss; whoever has a seat is let in (csonet.engagement.doors).
    group = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("discussion group")
    )
    pool = models.OneToOneField(Pool, models.PROTECT, editable=False, related_name="cohort")
    seats = models.OneToOneField(Bucket, models.PROTECT, editable=False, related_name="+")
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="cohort_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cohort", args=[self.course.slug, self.pk])

    def is_open(self, today: date) -> bool:
        """Can one join on this day?"""
        last = min(self.closes_on or self.ends_on, self.ends_on)
        return self.cancelled_at is None and (self.opens_on or today) <= today <= last


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Who is in cohorts."""

    def live(self) -> ParticipantQuerySet:
        """With a seat, an offer or a place on the waiting list."""
        return self.filter(left_at=None)

    def seated(self) -> ParticipantQuerySet:
        """With a seat of their own."""
        return self.live().filter(place__state="held")


class Participant(Timestamped):
    """A person in a cohort, as long as `left_at` is empty; whether they have a seat is their place's state."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cohort_places")
    place = models.OneToOneField(Place, models.PROTECT, related_name="participant")
    #: Came into the discussion group by the cohort, and leaves it with the cohort.
    was_let_in = models.BooleanField(default=False)
    reminded = models.BooleanField(default=False)
    left_at = models.DateTimeField(_("left"), null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("person in a cohort")
        verbose_name_plural = _("people in cohorts")
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user"], condition=Q(left_at=None), name="participant_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.cohort_id}"

    @property
    def state(self) -> Any:
        """held, waiting, offered or gone."""
        return self.place.state
