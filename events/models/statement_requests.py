"""Requests of organizations: for the floor, and for a side event with its sponsors and wishes."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Confirmation, Timestamped
from events.models.event import Event
from events.models.statement_calls import SideEventCall, Slot, SpeakersList
from events.models.statement_choices import ALIVE, RequestReason, RequestState


class RequestQuerySet(models.QuerySet[Any]):
    """Reads of both kinds of requests."""

    def visible_to(self, user: Any, *, organizes: bool = False) -> Any:
        """One's own organizations' requests; all of them for who organizes the event."""
        if organizes:
            return self.all()
        return self.filter(organization__in=user.standing.editing) if user.is_authenticated else self.none()

    def alive(self) -> Any:
        """Those that wait or are granted."""
        return self.filter(state__in=ALIVE)


class Request(Timestamped):
    """What a request has, whatever is asked for: who asks, where it stands, who decided it and why."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.ASKED, editable=False
    )
    reason = models.CharField(max_length=15, choices=RequestReason.choices, blank=True)
    decision_text = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE


class FloorRequest(Request):
    """An organization asks for the floor: who speaks, on what, how long. The organizers set order and minutes."""

    list = models.ForeignKey(SpeakersList, models.CASCADE, related_name="requests")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="floor_requests")
    speaker = models.CharField(_("who speaks"), max_length=150)
    topic = models.CharField(_("on what"), max_length=200)
    minutes_asked = models.PositiveSmallIntegerField(_("minutes"))
    minutes = models.PositiveSmallIntegerField(null=True)
    #: Among the granted ones of the list, from 1.
    position = models.PositiveSmallIntegerField(null=True)
    spoken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request for the floor")
        verbose_name_plural = _("requests for the floor")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "organization"], condition=Q(state__in=ALIVE), name="floor_request_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.GRANTED) | Q(position__isnull=False, minutes__isnull=False),
                name="floor_granted_has_a_turn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} · {self.organization}"

    @property
    def call_for_it(self) -> SpeakersList:
        """The list that it is for."""
        return self.list

    def signers(self) -> set[int]:
        """The organizations whose request it is."""
        return {self.organization_id}

    def leave(self) -> None:
        """Give the turn back; saved by the caller."""
        self.position = self.minutes = None

    def left(self) -> None:
        """Who comes later moves up."""
        rows = FloorRequest.objects.filter(list=self.list_id, position__isnull=False).order_by("position")
        for place, row in enumerate(rows, start=1):
            if row.position != place:
                FloorRequest.objects.filter(pk=row.pk).update(position=place)

    @property
    def page(self) -> list[str]:
        """The name of its page and what stands in the address."""
        return ["speakers_list", self.list.event.slug, str(self.list_id)]


class SideEventRequestQuerySet(RequestQuerySet):
    def visible_to(self, user: Any, *, organizes: bool = False) -> Any:
        """The co-sponsors' people read it too, from when they are asked until they say no."""
        if organizes or not user.is_authenticated:
            return super().visible_to(user, organizes=organizes)
        asked = CoSponsor.objects.exclude(state=Confirmation.DECLINED).filter(organization__in=user.standing.editing)
        return self.filter(Q(organization__in=user.standing.editing) | Q(pk__in=asked.values("request")))


class SideEventRequest(Request):
    """An organization asks for a side event: what it is about, with whom, and which slots it wishes for."""

    call = models.ForeignKey(SideEventCall, models.CASCADE, related_name="requests")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="side_event_requests")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what it is about, and who speaks"), max_length=3000)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    slot = models.OneToOneField(Slot, models.PROTECT, null=True, related_name="allocated")
    event = models.OneToOneField(Event, models.SET_NULL, null=True, related_name="side_event_request")

    objects = SideEventRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a side event")
        verbose_name_plural = _("requests for side events")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organization"], condition=Q(state__in=ALIVE), name="side_event_request_once"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.GRANTED, slot__isnull=False)
                | (~Q(state=RequestState.GRANTED) & Q(slot=None)),
                name="side_event_granted_has_a_slot",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def call_for_it(self) -> SideEventCall:
        """The call that it answers."""
        return self.call

    def signers(self) -> set[int]:
        """The organizations whose request it is: the sponsor and who confirmed to sponsor it too."""
        confirmed = self.co_sponsors.filter(state=Confirmation.CONFIRMED).values_list("organization", flat=True)
        return {self.organization_id, *confirmed}

    def leave(self) -> None:
        """Give the slot back; saved by the caller."""
        self.slot = None

    def left(self) -> None:
        """Nothing moves up: a slot is given by hand."""

    def get_absolute_url(self) -> str:
        return reverse("side_event_request", args=[self.call.event.slug, self.key])

    @property
    def page(self) -> list[str]:
        """The name of its page and what stands in the address."""
        return ["side_event_request", self.call.event.slug, str(self.key)]


class SlotWish(models.Model):
    """A slot that is wished for, first or later."""

    request = models.ForeignKey(SideEventRequest, models.CASCADE, related_name="wishes")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("wish for a slot")
        verbose_name_plural = _("wishes for slots")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["request", "slot"], name="slot_wished_once"),
            models.UniqueConstraint(fields=["request", "rank"], name="slot_wish_ranked"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.rank}"


class CoSponsor(Timestamped):
    """An organization that is asked to sponsor a side event too."""

    request = models.ForeignKey(SideEventRequest, models.CASCADE, related_name="co_sponsors")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="co_sponsored")
    state = models.CharField(max_length=10, choices=Confirmation.choices, default=Confirmation.INVITED)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("co-sponsor")
        verbose_name_plural = _("co-sponsors")
        ordering = ["organization__name"]
        constraints = [models.UniqueConstraint(fields=["request", "organization"], name="co_sponsor_once")]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.organization}"
