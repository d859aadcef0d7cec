"""What can be chosen of events and of those who come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sort(models.TextChoices):
    """What kind of event it is."""

    SESSION = "session", pgettext_lazy("event", "Session")
    HIGH_LEVEL = "high-level", _("High-level meeting")
    HEARING = "hearing", pgettext_lazy("event", "Hearing")
    CONSULTATION = "consultation", pgettext_lazy("event", "Consultation")
    BRIEFING = "briefing", pgettext_lazy("event", "Briefing")
    SIDE_EVENT = "side-event", _("Side event")
    PARALLEL = "parallel", _("Parallel event")
    WEBINAR = "webinar", _("Webinar")
    TRAINING = "training", pgettext_lazy("event", "Training")


class Mode(models.TextChoices):
    IN_PERSON = "in-person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


#: How one person takes part.
ATTENDANCE = [(Mode.IN_PERSON.value, Mode.IN_PERSON.label), (Mode.ONLINE.value, Mode.ONLINE.label)]


class EventStatus(models.TextChoices):
    """Whether it takes place as it was announced."""

    PLANNED = "planned", pgettext_lazy("event", "As planned")
    MOVED_ONLINE = "moved-online", _("Moved online")
    POSTPONED = "postponed", pgettext_lazy("event", "Postponed")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class Repeats(models.TextChoices):
    WEEKLY = "weekly", _("Every week on the same weekday")
    MONTHLY = "monthly", _("Every month on the same date")
    WEEKDAY = "weekday", _("Every month on the same weekday (for example the third Wednesday)")


class SignLanguage(models.TextChoices):
    INTERNATIONAL = "ils", _("International Sign")
    AMERICAN = "ase", _("American Sign Language")
    BRITISH = "bfi", _("British Sign Language")
    FRENCH = "fsl", _("French Sign Language")
    SPANISH = "ssp", _("Spanish Sign Language")
    RUSSIAN = "rsl", _("Russian Sign Language")
    CHINESE = "csl", _("Chinese Sign Language")


class Standing(models.TextChoices):
    """Who may take part under a rule."""

    GENERAL = "general", _("Organizations in General consultative status")
    SPECIAL = "special", _("Organizations in Special consultative status")
    ROSTER = "roster", _("Organizations on the Roster")
    ENTITY = "entity", _("UN entities")
    APPROVED = "approved", _("All organizations approved on this portal")
    EVERYBODY = "everybody", _("Everybody with an account, also without an organization")


class Nominates(models.TextChoices):
    OWNER = "owner", _("The organization's owners nominate")
    MEMBER = "member", _("People of the organization register themselves, and owners nominate")


class Approval(models.TextChoices):
    NONE = "none", _("Nobody: who registers is admitted")
    ORGANIZATION = "organization", _("The organization's owners")
    SECRETARIAT = "secretariat", _("The organizers of the event")
    BOTH = "both", _("The organization's owners, then the organizers")


class Decision(models.TextChoices):
    """One of the two decisions on a registration."""

    PENDING = "pending", pgettext_lazy("decision on a registration", "Waiting")
    APPROVED = "approved", pgettext_lazy("decision on a registration", "Approved")
    DECLINED = "declined", pgettext_lazy("decision on a registration", "Declined")
    NOT_NEEDED = "not-needed", pgettext_lazy("decision on a registration", "Not needed")


class RegistrationState(models.TextChoices):
    """Where a registration stands; follows from its place and its two decisions (events.registering)."""

    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("registration", "A seat is offered")
    SUBMITTED = "submitted", pgettext_lazy("registration", "Waiting for a decision")
    ADMITTED = "admitted", pgettext_lazy("registration", "Admitted")
    DECLINED = "declined", pgettext_lazy("registration", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("registration", "Withdrawn")
    REPLACED = "replaced", pgettext_lazy("registration", "Replaced by somebody else")
    LAPSED = "lapsed", pgettext_lazy("registration", "The offer was not answered in time")


#: States in which a person has a seat, is offered one or waits: one such registration a person and event.
LIVE = ("waiting", "offered", "submitted", "admitted")


class Reason(models.TextChoices):
    """Why somebody is not admitted; words may stand beside it."""

    NOT_ELIGIBLE = "not-eligible", _("Not eligible under the rules of this event")
    NO_SEATS = "no-seats", _("No more seats")
    INCOMPLETE = "incomplete", _("The registration is not complete")
    NOT_OURS = "not-ours", _("Not a representative of the organization")
    LATE = "late", _("Received too late")
    OTHER = "other", pgettext_lazy("reason", "Another reason")


class Gender(models.TextChoices):
    """As people describe themselves, if they wish to."""

    WOMAN = "woman", pgettext_lazy("gender", "Woman")
    MAN = "man", pgettext_lazy("gender", "Man")
    OTHER = "other", pgettext_lazy("gender", "Another gender")


class Stage(models.TextChoices):
    """When a question is asked."""

    REGISTER = "register", _("When registering")
    ADMITTED = "admitted", _("Once admitted")


class AnswerKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("question", "Text")
    CHOICE = "choice", pgettext_lazy("question", "Choice")
    NUMBER = "number", pgettext_lazy("question", "Number")
    FILE = "file", pgettext_lazy("question", "File")
    CONSENT = "consent", pgettext_lazy("question", "Consent")


class Source(models.TextChoices):
    """How somebody came to be registered."""

    SELF = "self", pgettext_lazy("registration", "Registered themselves")
    OWNER = "owner", pgettext_lazy("registration", "Nominated")
    FILE = "file", pgettext_lazy("registration", "Nominated from a file")
    ORGANIZER = "organizer", pgettext_lazy("registration", "Registered by the organizers")


class DocumentKind(models.TextChoices):
    AGENDA = "agenda", pgettext_lazy("document", "Agenda")
    CONCEPT = "concept", _("Concept note")
    LOGISTICS = "logistics", _("Information for participants")
    OUTCOME = "outcome", pgettext_lazy("document", "Outcome")
    OTHER = "other", pgettext_lazy("document", "Other document")
