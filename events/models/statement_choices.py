"""What can be chosen of calls, statements, requests for the floor and side events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StatementState(models.TextChoices):
    """Where a statement stands; written by events.statements.acts alone."""

    DRAFT = "draft", pgettext_lazy("statement", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("statement", "Submitted")
    ACCEPTED = "accepted", pgettext_lazy("statement", "Accepted")
    DECLINED = "declined", pgettext_lazy("statement", "Declined")
    PUBLISHED = "published", pgettext_lazy("statement", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("statement", "Withdrawn")


#: States in which a statement counts as handed in.
HANDED_IN = (StatementState.SUBMITTED, StatementState.ACCEPTED, StatementState.PUBLISHED)


class StatementReason(models.TextChoices):
    """Why a statement is declined; own words stand beside it."""

    NOT_ELIGIBLE = "not-eligible", _("Not eligible under this call")
    OFF_TOPIC = "off-topic", _("Not about the theme of the call")
    LANGUAGE = "language", _("The language or the translation")
    REPEATED = "repeated", _("It says again what was handed in already")
    RULES = "rules", _("Against the rules of the body or of this portal")
    OTHER = "other", pgettext_lazy("reason", "Another reason")


class RequestState(models.TextChoices):
    """Where a request for the floor or for a side event stands."""

    ASKED = "asked", pgettext_lazy("request", "Waiting for a decision")
    GRANTED = "granted", pgettext_lazy("request", "Granted")
    DECLINED = "declined", pgettext_lazy("request", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


#: States in which a request counts: one such an organization and call.
ALIVE = (RequestState.ASKED, RequestState.GRANTED)


class RequestReason(models.TextChoices):
    """Why a request is declined; own words stand beside it."""

    NOT_ELIGIBLE = "not-eligible", _("Not eligible under this call")
    NO_ROOM = "no-room", _("No time or no room is left")
    OFF_TOPIC = "off-topic", _("Not about the theme of the call")
    BALANCE = "balance", _("Balance among regions and kinds of organizations")
    INCOMPLETE = "incomplete", _("The request is not complete")
    OTHER = "other", pgettext_lazy("reason", "Another reason")
