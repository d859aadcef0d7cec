"""The register: consultative status as a dated record, the Committee's decisions, the Council's, and the votes.

The Committee on NGOs recommends, the Council decides and can overturn: two records (resolution 1996/31; the case of
the International Dalit Solidarity Network).
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organization import Organization
from csonet.abstract import Timestamped

#: The Committee on NGOs was set up in 1946 (Council resolution 3 (II)).
FIRST_YEAR = 1946


def next_year() -> int:
    """The last year for which a status can be written down: it may be granted from the next year on."""
    return timezone.localdate().year + 1


class StatusKind(models.TextChoices):
    GENERAL = "general", _("General consultative status")
    SPECIAL = "special", _("Special consultative status")
    ROSTER = "roster", _("Roster")
    UNRECORDED = "unrecorded", _("Consultative status, class not recorded")


class RosterKind(models.TextChoices):
    COUNCIL = "council", _("by action of the Council")
    SECRETARY_GENERAL = "secretary-general", _("by action of the Secretary-General")
    OTHER_BODY = "other-body", _("by status with another UN body or agency")


class StatusState(models.TextChoices):
    IN_FORCE = "in-force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    #: The Committee's lists tell who was recommended, not who is in status today.
    UNRECORDED = "unrecorded", _("standing today not recorded")


class ConsultativeStatus(Timestamped):
    """An organization's standing with ECOSOC, as far as a source says it. At most one is current."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="statuses", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=StatusKind.choices)
    roster_kind = models.CharField(_("on the Roster"), max_length=20, choices=RosterKind.choices, blank=True)
    year_granted = models.PositiveSmallIntegerField(
        _("year granted"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(next_year)],
    )
    state = models.CharField(_("state"), max_length=10, choices=StatusState.choices, default=StatusState.IN_FORCE)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    is_current = models.BooleanField(_("current"), default=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("consultative status")
        verbose_name_plural = _("consultative statuses")
        ordering = ["organization", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(is_current=True), name="status_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="status_until_after_since",
                violation_error_message=_("The end cannot be before the beginning."),
            ),
            models.CheckConstraint(
                condition=models.Q(roster_kind="") | models.Q(kind="roster"),
                name="status_roster_kind_on_roster",
                violation_error_message=_("Only an organization on the Roster has a kind of Roster."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.year_granted or '?'})"


class CommitteeSessionQuerySet(models.QuerySet["CommitteeSession"]):
    def with_grants(self) -> CommitteeSessionQuerySet:
        """Those whose list of organizations recommended for status is known."""
        granted = CommitteeDecision.objects.filter(session=models.OuterRef("pk"), kind=DecisionKind.GRANTED)
        return self.filter(models.Exists(granted))


class CommitteeSession(models.Model):
    """A session of the Committee on NGOs, known by the day on which it closed."""

    closed_on = models.DateField(_("closed on"), unique=True)

    objects = CommitteeSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session of the Committee on NGOs")
        verbose_name_plural = _("sessions of the Committee on NGOs")
        ordering = ["-closed_on"]

    def __str__(self) -> str:
        return self.closed_on.isoformat()

    def get_absolute_url(self) -> str:
        return reverse("committee_session", args=[self.closed_on.isoformat()])


class DecisionKind(models.TextChoices):
    GRANTED = "granted", _("Recommended for consultative status")
    DEFERRED_FIRST = "deferred-first", _("New application deferred")
    DEFERRED_AGAIN = "deferred-again", _("Application deferred again")
    CLOSED = "closed", _("Application closed: no answer to the Committee")
    WITHDRAWN_BY_APPLICANT = "withdrawn-by-applicant", _("Application withdrawn by the applicant")
    NOT_RECOMMENDED = "not-recommended", _("Not recommended")
    STATUS_WITHDRAWN = "status-withdrawn", _("Status withdrawn at its own request")
    RECLASSIFICATION_DEFERRED = "reclassification-deferred", _("Reclassification deferred")
    NAME_CHANGED = "name-changed", _("Change of name noted")
    MERGED = "merged", _("Merger noted")


class CommitteeDecision(models.Model):
    """One act of the Committee on one organization, with the name as it was printed."""

    session = models.ForeignKey(
        CommitteeSession, models.PROTECT, related_name="decisions", verbose_name=_("session of the Committee on NGOs")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=DecisionKind.choices)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="committee_decisions", verbose_name=_("organization")
    )
    name_as_printed = models.CharField(_("name as printed"), max_length=400)
    #: For a change of name or a merger: the name afterwards, as printed.
    new_name = models.CharField(_("new name"), max_length=400, blank=True)
    #: For a first application that was granted at once.
    was_direct = models.BooleanField(_("granted on first consideration"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    #: The same name can stand twice in one list of one session; this counts them, so that the import finds its rows.
    occurrence = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("decision of the Committee")
        verbose_name_plural = _("decisions of the Committee")
        ordering = ["-session__closed_on", "kind", "name_as_printed"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "name_as_printed", "new_name", "occurrence"],
                name="committee_decision_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.name_as_printed}, {self.get_kind_display()}"


class CouncilOutcome(models.TextChoices):
    GRANTED = "granted", _("Granted by the Council")
    NOT_GRANTED = "not-granted", _("Not granted by the Council")
    RETURNED = "returned", _("Returned to the Committee")
    SUSPENDED = "suspended", _("Suspended by the Council")
    WITHDRAWN = "withdrawn", _("Withdrawn by the Council")
    RECLASSIFIED = "reclassified", _("Reclassified by the Council")


class CouncilDecision(models.Model):
    """What the Economic and Social Council decided; it can differ from what the Committee recommended."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="council_decisions", verbose_name=_("organization")
    )
    committee_decision = models.ForeignKey(
        CommitteeDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="council_decisions",
        verbose_name=_("decision of the Committee"),
    )
    outcome = models.CharField(_("outcome"), max_length=15, choices=CouncilOutcome.choices)
    decided_on = models.DateField(_("decided on"))
    document = models.CharField(_("document symbol"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("decision of the Council")
        verbose_name_plural = _("decisions of the Council")
        ordering = ["-decided_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "outcome", "decided_on", "document"],
                name="council_decision_once",
                violation_error_message=_("This decision of the Council is recorded already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decided_on.isoformat()}: {self.organization}, {self.get_outcome_display()}"


class RollCall(models.Model):
    """A recorded vote of the Committee. The outcome's wording is the source's own."""

    number = models.PositiveIntegerField(_("number in the source"), unique=True)
    session = models.ForeignKey(
        CommitteeSession, models.PROTECT, related_name="roll_calls", verbose_name=_("session of the Committee on NGOs")
    )
    topic = models.TextField(_("subject"))
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="roll_calls", verbose_name=_("organization")
    )

    class Meta:
        verbose_name = _("roll-call vote")
        verbose_name_plural = _("roll-call votes")
        ordering = ["-session__closed_on", "number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.topic[:100]}"

    def get_absolute_url(self) -> str:
        return reverse("roll_call", args=[self.number])


class Ballot(models.TextChoices):
    """How a State can vote; the values are the source's words."""

    IN_FAVOUR = "in favor", _("In favour")
    AGAINST = "against", _("Against")
    ABSTAINING = "abstaining", _("Abstaining")
    ABSENT = "absent", _("Absent")
    #: The source prints this twice. It can be read as "absent" or as "abstaining", and we do not choose.
    UNCLEAR = "abstent", _("Not clear: the source says “abstent”")


class Vote(models.Model):
    """How one State voted in one roll call. States stand as the source names them (some have gone since).

    The source gives two votes of one State in roll call 32; both stand, since nothing tells which is right.
    """

    roll_call = models.ForeignKey(RollCall, models.CASCADE, related_name="votes", verbose_name=_("roll-call vote"))
    state = models.CharField(_("State"), max_length=120)
    vote = models.CharField(_("vote"), max_length=40, choices=Ballot.choices)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["state"]
        constraints = [models.UniqueConstraint(fields=["roll_call", "state", "vote"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.state}: {self.get_vote_display()}"
