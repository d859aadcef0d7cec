"""Who may take part in an event, how many, when, answering what. Every limit is a row that the organizers fill in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.capacity.models import Bucket
from events.models.audience import Audience, Window
from events.models.choices import AnswerKind, Approval, Mode, Nominates, Stage
from events.models.event import Event


class Rule(Audience, Window, Timestamped):
    """The conditions for one audience of an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="rules")
    name = models.CharField(_("audience"), max_length=150)
    quota = models.PositiveSmallIntegerField(_("seats for each organization"), null=True, blank=True)
    #: Caps of this audience; the event's own seats stand above them.
    total = models.OneToOneField(Bucket, models.PROTECT, null=True, editable=False, related_name="+")
    in_person = models.OneToOneField(Bucket, models.PROTECT, null=True, editable=False, related_name="+")
    online = models.OneToOneField(Bucket, models.PROTECT, null=True, editable=False, related_name="+")
    substitution_until = models.DateTimeField(_("substitution until"), null=True, blank=True)
    nominates = models.CharField(_("who nominates"), max_length=10, choices=Nominates.choices, default=Nominates.MEMBER)
    approval = models.CharField(_("who approves"), max_length=15, choices=Approval.choices, default=Approval.BOTH)
    has_waiting_list = models.BooleanField(_("waiting list when the seats are taken"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("rule of participation")
        verbose_name_plural = _("rules of participation")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens=None) | Q(closes=None) | Q(closes__gt=F("opens")), name="rule_window_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_organization(self) -> bool:
        """Do an organization's owners decide too?"""
        return self.approval in (Approval.ORGANIZATION, Approval.BOTH)

    @property
    def needs_secretariat(self) -> bool:
        return self.approval in (Approval.SECRETARIAT, Approval.BOTH)

    def buckets(self, mode: str) -> list[int]:
        """The shared seats that one person takes who comes this way: the event's and this audience's."""
        side = "online" if mode == Mode.ONLINE else "in_person"
        found = [getattr(self.event, f"{side}_id"), getattr(self, f"{side}_id"), self.total_id]
        return [pk for pk in found if pk is not None]


class Segment(Timestamped):
    """A part of the event to which people are admitted or not: the opening, the general debate, a day."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="segments")
    name = models.CharField(_("name"), max_length=150)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="segment_name_once")]

    def __str__(self) -> str:
        return self.name


class Question(Timestamped):
    """One question of a rule's form."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind of answer"), max_length=10, choices=AnswerKind.choices, default=AnswerKind.TEXT)
    text = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    stage = models.CharField(_("asked"), max_length=10, choices=Stage.choices, default=Stage.REGISTER)
    #: Asked only of those who gave this answer to that question.
    asked_if = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="follow_ups", verbose_name=_("asked only if")
    )
    asked_value = models.CharField(_("was answered with"), max_length=200, blank=True)
    #: Answers are deleted so many days after the event; None: with the event's other personal data.
    retention_days = models.PositiveSmallIntegerField(
        _("days after the event until answers are deleted"), null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("question of a rule")
        verbose_name_plural = _("questions of rules")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text

    def is_asked(self, answers: dict[int, Any]) -> bool:
        """Does it concern somebody who gave these answers ({question id: value})?"""
        if self.asked_if_id is None:
            return True
        given = answers.get(self.asked_if_id)
        wanted = self.asked_value.strip().casefold()
        return given is not None and str(given).strip().casefold() == wanted
