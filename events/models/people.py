"""Delegations and the people in them: seats, two decisions, what happened, who came."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from csonet.abstract import AppendOnly, Timestamped
from csonet.capacity.models import Bucket, Place
from events.models.choices import ATTENDANCE, LIVE, Decision, Gender, Reason, RegistrationState, Source
from events.models.event import Event
from events.models.meetings import Occurrence
from events.models.rules import Question, Rule, Segment

#: Without letters and digits that are taken for one another.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def make_code() -> str:
    """Twelve signs of thirty: 58 bits, typed at the door or read from a QR code."""
    return "".join(secrets.choice(_ALPHABET) for _number in range(12))


def make_token() -> str:
    """The secret of a link for somebody without an account."""
    return secrets.token_urlsafe(24)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def seen_by(self, user: Any) -> DelegationQuerySet:
        """Of events and organizations that this person may know of, with these, the rule and the quota."""
        events, organizations = Event.objects.visible_to(user), Organization.objects.visible_to(user)
        rows = self.filter(event__in=events.values("pk"), organization__in=organizations.values("pk"))
        return rows.select_related("event__organization", "organization", "rule", "quota")


class Delegation(Timestamped):
    """The people of one organization at one event, and how many of them there may be."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="delegations")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="delegations")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="delegations")
    quota = models.OneToOneField(Bucket, models.PROTECT, related_name="delegation")
    #: Seats that the organizers granted beyond the rule's quota.
    extra = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(_("further seats asked for"), null=True)
    asked_reason = models.TextField(_("reason"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=1000, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [models.UniqueConstraint(fields=["event", "organization"], name="delegation_once")]

    def __str__(self) -> str:
        return f"{self.organization} · {self.event_id}"

    def get_absolute_url(self) -> str:
        return reverse("delegation", args=[self.event.slug, self.organization.slug])


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self) -> RegistrationQuerySet:
        """With a seat, an offer or a place on the waiting list."""
        return self.filter(state__in=LIVE)

    def admitted(self) -> RegistrationQuerySet:
        return self.filter(state=RegistrationState.ADMITTED)

    def of_person(self, user: Any) -> RegistrationQuerySet:
        """One's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def for_lists(self) -> RegistrationQuerySet:
        """With what a list of people prints, by name."""
        return self.select_related("delegation__organization", "rule", "place", "user").order_by("name", "pk")


class Registration(Timestamped):
    """One person at one event. Only events.registering writes its state and its decisions."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="registrations")
    #: None: somebody who comes for no organization.
    delegation = models.ForeignKey(Delegation, models.CASCADE, null=True, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="event_registrations")
    name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of letters"), max_length=10, choices=settings.LANGUAGES, default="en")
    role = models.CharField(_("function in the delegation"), max_length=100, blank=True)
    mode = models.CharField(_("how they take part"), max_length=10, choices=ATTENDANCE)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.SELF)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    place = models.OneToOneField(Place, models.PROTECT, null=True, related_name="registration")
    state = models.CharField(
        _("state"), max_length=10, choices=RegistrationState.choices, default=RegistrationState.SUBMITTED
    )
    org_decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.PENDING)
    org_reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    org_text = models.TextField(max_length=1000, blank=True)
    org_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    org_at = models.DateTimeField(null=True)
    desk_decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.PENDING)
    desk_reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    desk_text = models.TextField(max_length=1000, blank=True)
    desk_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    desk_at = models.DateTimeField(null=True)
    #: Empty while the event has no segments: admitted to all of it.
    admitted_segments = models.ManyToManyField(Segment, blank=True, related_name="admitted")
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, related_name="replaced_by")
    #: What the person says of themselves; deleted after the event (events.retention).
    gender = models.CharField(_("gender, if you wish to say it"), max_length=10, choices=Gender.choices, blank=True)
    access_needs = models.TextField(_("what you need to take part"), max_length=1000, blank=True)
    is_listed = models.BooleanField(_("show my name on the list of participants"), default=False)
    #: In which round of the event (after how many postponements) the person last said that they come.
    confirmed_round = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=12, unique=True, default=make_code, editable=False)
    token = models.CharField(max_length=40, unique=True, default=make_token, editable=False)
    #: When the personal data went (retention).
    purged_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "event", Lower("email"), condition=Q(state__in=LIVE), name="registration_once_an_address"
            ),
            models.UniqueConstraint(
                fields=["event", "user"],
                condition=Q(state__in=LIVE, user__isnull=False),
                name="registration_once_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LIVE) | Q(place__isnull=False), name="registration_live_has_a_place"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "name"], name="registration_list"),
            models.Index(fields=["user", "state"], name="registration_of_user"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_admitted(self) -> bool:
        return self.state == RegistrationState.ADMITTED

    @property
    def has_to_confirm(self) -> bool:
        """Was the event postponed since the person last said that they come?"""
        return self.is_live and self.confirmed_round < self.event.rounds

    @property
    def shown_code(self) -> str:
        """The code in groups of four."""
        return "-".join(self.code[start : start + 4] for start in range(0, 12, 4))

    def get_absolute_url(self) -> str:
        return reverse("registration", args=[self.event.slug, self.key])


class Step(AppendOnly):
    """What happened to a registration: who, when, what, why. It stays when personal data goes."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="steps")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    act = models.CharField(max_length=20)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("step of a registration")
        verbose_name_plural = _("steps of registrations")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.act}"


class Answer(Timestamped):
    """What somebody answered to a question: a text, or a file that only they and the organizers can open."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    value = models.TextField(blank=True)
    file = models.FileField(upload_to="answers/", max_length=120, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    media_type = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.question_id}"


class CheckIn(Timestamped):
    """Somebody came through the door. One that was undone stays, and says so."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="check_ins")
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="check_ins")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "occurrence"], condition=Q(undone_at=None), name="check_in_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} at {self.at:%H:%M}"


class Told(models.Model):
    """What somebody was told already: a reminder is never sent twice, whatever the job does."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="told")
    #: "reminder-7", "reminder-1", "link", with the meeting's key and SEQUENCE.
    what = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["registration", "what"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.what}"


class CalendarAddress(Timestamped):
    """The secret address of a person's own calendar. A new one makes the old one dead."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="calendar_address"
    )
    token = models.CharField(max_length=40, unique=True, default=make_token)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user_id)


class Purge(AppendOnly):
    """What the retention job deleted, by field: the proof of it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="purges")
    #: {field: how many people}.
    figures = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("deletion of personal data")
        verbose_name_plural = _("deletions of personal data")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.at}"
