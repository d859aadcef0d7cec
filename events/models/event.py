"""Events: what is published of a meeting."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models.user import validate_time_zone
from csonet.abstract import Named
from csonet.capacity.models import Bucket, Pool
from csonet.content.facets import Facet
from csonet.content.models import Item
from csonet.reference import vocabulary
from events.models import moments
from events.models.choices import EventStatus, Mode, Repeats, SignLanguage, Sort

#: schema.org's words.
_ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
_STATUS = {
    EventStatus.PLANNED: "EventScheduled",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.CANCELLED: "EventCancelled",
}


@dataclass(frozen=True)
class Span:
    """From a moment to another."""

    starts: datetime
    ends: datetime


class Body(Named):
    """An intergovernmental body whose meetings are announced. The Branch keeps the list."""

    code = models.SlugField(_("code"), max_length=30, primary_key=True)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name_en"]


class Event(Item):
    """A meeting or a series of meetings. Times are what the clock at the place shows; the moments are derived."""

    KIND = "event"
    FORM = "events.forms.events.EventForm"
    SEARCHED = ("description", "venue", "session")
    TRANSLATED = ("description", "venue", "access_notes")
    SCHEMA_TYPE = "Event"
    FACETS = ("sort", "mode")
    DATED_BY_PUBLICATION = False
    READ_WITH = ("in_person", "online")
    OPEN_DATA = (
        *("body", "starts", "ends", "first_day", "last_day", "zone", "repeats", "event_status"),
        *("room", "address", "access_notes", "livestream"),
        *("working_languages", "interpretation", "captions", "sign_languages"),
    )

    sort = models.CharField(_("kind of event"), max_length=15, choices=Sort.choices, default=Sort.BRIEFING)
    description = models.TextField(_("description"), blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("body"))
    session = models.CharField(_("session"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )

    first_day = models.DateField(_("first day"), null=True, blank=True)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    #: Which of two equal times of the clock is meant on the day the clocks go back: 0 the first, 1 the second.
    starts_fold = models.PositiveSmallIntegerField(null=True, blank=True)
    ends_fold = models.PositiveSmallIntegerField(null=True, blank=True)
    repeats = models.CharField(_("repeats"), max_length=10, choices=Repeats.choices, blank=True)
    repeat_every = models.PositiveSmallIntegerField(_("every … weeks or months"), default=1)
    repeat_until = models.DateField(_("until"), null=True, blank=True)
    #: Days of the series on which it does not meet, as ISO dates.
    skipped = models.JSONField(_("not on"), default=list, blank=True)

    mode = models.CharField(_("how it takes place"), max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=100, blank=True)
    address = models.CharField(_("street and town"), max_length=200, blank=True)
    access_notes = models.TextField(_("getting in and getting around"), max_length=2000, blank=True)
    #: Django language codes; International Sign and others by their ISO 639-3 code.
    working_languages = models.JSONField(_("working languages"), default=list, blank=True)
    interpretation = models.JSONField(_("interpretation into"), default=list, blank=True)
    captions = models.JSONField(_("captions in"), default=list, blank=True)
    sign_languages = models.JSONField(_("sign languages"), default=list, blank=True)
    livestream = models.URLField(_("public live stream"), max_length=300, blank=True)
    contact_office = models.CharField(_("office to write to"), max_length=150, blank=True)
    contact_email = models.EmailField(_("its mailbox"), blank=True)

    #: What became of it, changed by the organizers at once (events.changing), not by an edit.
    event_status = models.CharField(
        _("as planned or not"), max_length=15, choices=EventStatus.choices, default=EventStatus.PLANNED, editable=False
    )
    event_status_reason = models.TextField(max_length=2000, blank=True, editable=False)
    event_status_at = models.DateTimeField(null=True, editable=False)
    #: Counts postponements: who came before one is asked again.
    rounds = models.PositiveSmallIntegerField(default=0, editable=False)
    #: First beginning, last end, and the next meeting that has not ended; UTC, derived from the occurrences.
    starts = models.DateTimeField(_("starts"), null=True, editable=False)
    ends = models.DateTimeField(_("ends"), null=True, editable=False)
    next_starts = models.DateTimeField(null=True, editable=False)
    #: Place and mode as they were last published, to tell what an approved edit changed.
    announced = models.JSONField(default=dict, editable=False)
    #: The version of the zones' rules by which the moments were derived.
    tzdata = models.CharField(max_length=20, blank=True, editable=False)

    pool = models.OneToOneField(Pool, models.PROTECT, null=True, editable=False, related_name="event")
    in_person = models.OneToOneField(Bucket, models.PROTECT, null=True, editable=False, related_name="+")
    online = models.OneToOneField(Bucket, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends__gte=F("starts")), name="event_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(fields=["next_starts"], name="event_next"),
            models.Index(fields=["ends"], name="event_ends"),
        ]

    @property
    def is_over(self) -> bool:
        return self.ends is not None and self.ends <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        return self.event_status == EventStatus.CANCELLED

    @property
    def shown_span(self) -> Any:
        """What a card says of the time: the next meeting of a series, else the whole span. Has `starts` and `ends`."""
        if self.repeats and self.next_starts and self.first_day and self.starts_at and self.ends_at and self.last_day:
            begin, end = (
                datetime.combine(day, at, UTC)
                for day, at in ((self.first_day, self.starts_at), (self.last_day, self.ends_at))
            )
            return Span(self.next_starts, self.next_starts + (end - begin))
        return self

    @property
    def takes_place_in_person(self) -> bool:
        return self.mode != Mode.ONLINE

    @property
    def takes_place_online(self) -> bool:
        return self.mode != Mode.IN_PERSON

    @property
    def place(self) -> str:
        """Venue and room in one line, as they were written."""
        return ", ".join(part for part in (self.venue, self.room, self.address) if part)

    @property
    def body_name(self) -> str:
        """The body in the reader's language; no query."""
        known = vocabulary.mapping("bodies").get(self.body_id)
        return known.name if known else ""

    @property
    def sign_names(self) -> list[str]:
        names = dict(SignLanguage.choices)
        return [str(names[code]) for code in self.sign_languages if code in names]

    def names_of(self, codes: list[str]) -> list[tuple[str, str]]:
        """(code, own name) of languages."""
        return [(code, name) for code, name in settings.LANGUAGES if code in codes]

    @property
    def service_names(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What is offered in which languages: (service, languages)."""
        rows = [
            (gettext("Working languages"), self.working_languages),
            (gettext("Interpretation into"), self.interpretation),
            (gettext("Captions in"), self.captions),
        ]
        return [(label, self.names_of(codes)) for label, codes in rows if codes]

    def own_context(self, user: Any, related: dict[str, Any] | None = None) -> dict[str, Any]:
        """The meetings of a series, the parts of the event, its documents, co-hosts and changes."""
        if related is not None:
            return {"occurrences": [], "parts": [], "documents": [], "recordings": [], "hosts": [], "changes": []}
        files = list(self.attachments.filter(revision=None).select_related("document"))
        documents = [one.document for one in files if hasattr(one, "document")]
        return {
            "occurrences": list(self.occurrences.order_by("starts")),
            **self._family(user),
            "documents": sorted(documents, key=lambda one: (one.kind, one.pk)),
            # A file that has a kind stands under it, and not once more among the others.
            "attachments": [one for one in files if not hasattr(one, "document")],
            "recordings": list(self.recordings.all()),
            "hosts": list(self.co_hosts.confirmed()),
            "changes": list(self.changes.all()[:20]),
        }

    def _family(self, user: Any) -> dict[str, Any]:
        """The event that this is a part of, and its parts, as far as this person may see them. One query."""
        near = Q(parent=self) | Q(pk=self.parent_id) if self.parent_id else Q(parent=self)
        found = list(Event.objects.visible_to(user).filter(near).order_by("starts")[:100])
        parts = [one for one in found if one.parent_id == self.pk and one.status == "published"]
        return {"parts": parts, "parent_event": next((one for one in found if one.pk == self.parent_id), None)}

    def own_json_ld(self) -> dict[str, Any]:
        """Event in schema.org's words; nothing of who comes."""
        data: dict[str, Any] = {
            "name": self.title,
            "description": self.summary,
            "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[Mode(self.mode)]}",
            "eventStatus": f"https://schema.org/{_STATUS[EventStatus(self.event_status)]}",
            "organizer": {"@type": "Organization", "name": self.organization.name},
        }
        if self.starts and self.ends:
            zone = zoneinfo.ZoneInfo(self.zone)
            data["startDate"] = self.starts.astimezone(zone).isoformat()
            data["endDate"] = self.ends.astimezone(zone).isoformat()
        places: list[dict[str, str]] = []
        if self.takes_place_in_person and self.place:
            places.append({"@type": "Place", "name": self.venue or self.place, "address": self.place})
        if self.takes_place_online:
            places.append({"@type": "VirtualLocation", "url": settings.SITE_URL + self.get_absolute_url()})
        return {**data, "location": places} if places else data

    @classmethod
    def further_facets(cls) -> list[Any]:
        """By body."""

        def query(values: list[str], _asks: bool) -> Q:
            return Q(pk__in=cls._base_manager.filter(body__in=values).values("pk"))

        def rows(keys: list[int] | None) -> Any:
            found = cls._base_manager.exclude(body=None)
            return (found if keys is None else found.filter(pk__in=keys)).values_list("pk", "body_id")

        return [Facet("body", gettext("Body"), vocabulary.choices("bodies"), query, rows=rows)]

    @classmethod
    def moments(cls) -> list[Any]:
        """To come or over, as the two tabs of the list; and those whose registration closes soon."""

        def query(values: list[str], _asks: bool) -> Q:
            chosen = reduce(or_, map(moments.condition, values))
            return Q(pk__in=cls._base_manager.filter(chosen).values("pk"))

        # Offered by the list's own tabs and boxes: programs need no words.
        offered = {"when": (moments.COMING, moments.PAST), "closing": (moments.SOON,)}
        return [Facet(name, "", [(value, "") for value in values], query) for name, values in offered.items()]

    @classmethod
    def say_responses(cls, count: int) -> str:
        """How many people are admitted."""
        return ngettext("%(count)d participant", "%(count)d participants", count) % {"count": count}

    @classmethod
    def say_new(cls) -> str:
        """The words of the button that begins a new one."""
        return gettext("Announce an event")
