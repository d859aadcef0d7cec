"""Calls of an event: for written statements, for the floor, for side events. Every limit is typed by the organizers."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from events.models.audience import Audience, Window
from events.models.choices import Standing
from events.models.event import Body, Event

#: A statement is never longer, whatever a call says.
MOST_WORDS = 20_000


class Call(Audience, Window, Timestamped):
    """What the three calls have in common: an event, a name, an audience, a window."""

    name = models.CharField(_("name"), max_length=150)
    instructions = models.TextField(_("what to know"), max_length=5000, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def _window_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(opens=None) | Q(closes=None) | Q(closes__gt=F("opens")), name=name)


def _words(label: str) -> models.PositiveIntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(MOST_WORDS)]
    return models.PositiveIntegerField(label, null=True, blank=True, validators=limits)


class StatementCall(Call):
    """A call for written statements: who, until when, how long, in which languages, and how words are counted."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="statement_calls")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    session = models.CharField(_("session"), max_length=40, blank=True)
    words = models.PositiveIntegerField(
        _("words at most"), validators=[MinValueValidator(1), MaxValueValidator(MOST_WORDS)], default=1500
    )
    words_general = _words(_("… for organizations in General consultative status"))
    words_special = _words(_("… for organizations in Special consultative status"))
    words_roster = _words(_("… for organizations on the Roster"))
    words_joint = _words(_("… for joint statements"))
    #: Counted for a cover page that the secretariat adds.
    cover_words = models.PositiveSmallIntegerField(_("words counted for the cover page"), default=0)
    counts_headings = models.BooleanField(_("headings are counted"), default=True)
    counts_notes = models.BooleanField(_("footnotes are counted"), default=True)
    #: Django language codes.
    languages = models.JSONField(_("languages"), default=list)
    most_own = models.PositiveSmallIntegerField(
        _("statements of its own for each organization"), default=1, validators=[MaxValueValidator(10)]
    )
    is_exclusive = models.BooleanField(
        _("who signs a joint statement hands in no other and signs no other"), default=False
    )

    class Meta:
        verbose_name = _("call for statements")
        verbose_name_plural = _("calls for statements")
        ordering = ["pk"]
        constraints = [_window_in_order("statement_call_window")]

    @property
    def free_words(self) -> int:
        """How many words headings and footnotes that are not counted may have together: a tenth, at least 100."""
        return max(100, self.words // 10)

    def limit_for(self, standings: frozenset[str] | set[str], joint: bool = False) -> int:
        """How many words somebody of these standings (values of Standing) may write, alone or jointly."""
        if joint and self.words_joint is not None:
            return self.words_joint
        for one in (Standing.GENERAL, Standing.SPECIAL, Standing.ROSTER):
            own = getattr(self, f"words_{one.value}")
            if one.value in standings and own is not None:
                return own
        return self.words

    @property
    def language_names(self) -> list[tuple[str, str]]:
        """(code, own name) of the languages."""
        return [(code, name) for code, name in settings.LANGUAGES if code in self.languages]


class SpeakersList(Call):
    """A list of those who ask for the floor under an item of the agenda, in the organizers' order."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="speakers_lists")
    minutes_each = models.PositiveSmallIntegerField(
        _("minutes for each speaker"), default=3, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    minutes = models.PositiveSmallIntegerField(_("minutes in all"), null=True, blank=True)

    class Meta:
        verbose_name = _("speakers’ list")
        verbose_name_plural = _("speakers’ lists")
        ordering = ["pk"]
        constraints = [_window_in_order("speakers_list_window")]


class SideEventCall(Call):
    """A call for side events: slots that organizations ask for, one request each."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="side_event_calls")

    class Meta:
        verbose_name = _("call for side events")
        verbose_name_plural = _("calls for side events")
        ordering = ["pk"]
        constraints = [_window_in_order("side_event_call_window")]


class Slot(Timestamped):
    """A room at a time that a side event can have: the clock at the place, and the moments that follow from it."""

    call = models.ForeignKey(SideEventCall, models.CASCADE, related_name="slots")
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"))
    ends_at = models.TimeField(_("ends at"))
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    room = models.CharField(_("room"), max_length=100)
    capacity = models.PositiveIntegerField(_("people"), null=True, blank=True)

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts", "room", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "starts", "room"], name="slot_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="slot_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts_at:%H:%M} · {self.room}"
