"""Registering: with a seat or on the waiting list; and one person in the place of another.

Each function is one transaction that takes its turn in the event's pool first; so of two clicks, two owners or two
officers one comes second and reads what the first did. What happened is written down (Step) and told (events.telling).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organization, User
from csonet.capacity import seats
from csonet.capacity.models import Place
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from events import eligible, rights, seating, steps, telling
from events.models import Answer, Delegation, Event, Registration, Rule, Step
from events.models.choices import LIVE, Approval, Decision, Mode, Nominates, RegistrationState, Source


@dataclass
class Candidate:
    """Who is to come, and what they say of themselves."""

    name: str
    email: str
    mode: str
    user: User | None = None
    language: str = "en"
    role: str = ""
    gender: str = ""
    access_needs: str = ""
    is_listed: bool = False
    #: {question: value or (file, name, media type)}.
    answers: dict[Any, Any] = field(default_factory=dict)


def register(
    event: Event, candidate: Candidate, *, organization: Organization | None, actor: Any, source: str = Source.SELF
) -> Registration:
    """A registration with a seat, or on the waiting list.

    Raises WorkflowError in words: not eligible, not open, not theirs to nominate, quota used, full, registered already.
    """
    rule, why = eligible.rule_for(event, organization)
    if rule is None:
        raise WorkflowError(why)
    _may_nominate(rule, organization, actor, source, candidate)
    _is_open(event, rule, source)
    fits_mode(event, candidate.mode)
    seating.furnish(event)
    try:
        with transaction.atomic():
            delegation = seating.delegation_of(event, rule, organization) if organization else None
            outcome = _claim(event, rule, delegation, candidate.mode)
            made = _create(event, rule, delegation, candidate, outcome.place, actor, source)
            steps.tell_offered(outcome.offered)
    except IntegrityError:
        raise WorkflowError(_("This person is registered for this event already.")) from None
    return made


def _may_nominate(rule: Rule, organization: Any, actor: Any, source: str, candidate: Candidate) -> None:
    if source == Source.ORGANIZER:
        if not rights.is_organizer(actor, rule.event):
            raise NotAllowed(_("You may not do this."))
        return
    own = candidate.user is not None and candidate.user.pk == actor.pk
    if organization is None:
        if not own:
            raise NotAllowed(_("You may not do this."))
        return
    if rights.is_focal_point(actor, organization.pk):
        return
    if not own or organization.pk not in actor.standing.organizations:
        raise NotAllowed(_("You may not do this."))
    if rule.nominates == Nominates.OWNER:
        raise WorkflowError(_("Under the rules of this event the owners of your organization nominate: ask them."))


def _is_open(event: Event, rule: Rule, source: str) -> None:
    """Raises WrongState for an event that takes nobody now; organizers register people after the window too."""
    if event.status != "published":
        raise WrongState(_("This event is not announced."))
    if event.is_cancelled:
        raise WrongState(_("This event is cancelled."))
    if event.is_over:
        raise WrongState(_("This event is over."))
    if source == Source.ORGANIZER or rule.is_open():
        return
    if rule.opens and rule.opens > timezone.now():
        raise WrongState(_("Registration has not opened yet."))
    raise WrongState(_("Registration is closed: the deadline has passed."))


def fits_mode(event: Event, mode: str) -> None:
    """Raises WorkflowError for a way of taking part that the event does not have."""
    fits = event.takes_place_online if mode == Mode.ONLINE else event.takes_place_in_person
    if not fits:
        raise WorkflowError(_("One cannot take part in this way."))


def _claim(event: Event, rule: Rule, delegation: Delegation | None, mode: str) -> seats.Outcome:
    own = [delegation.quota_id] if delegation else []
    rule.event = event
    try:
        return seats.claim(event.pool_id, rule.buckets(mode), own, waits=rule.has_waiting_list)  # type: ignore[arg-type]
    except seats.Full as full:
        if delegation and full.bucket.pk == delegation.quota_id:
            words = ngettext(
                "Your organization has used its %(count)d seat. Somebody can be replaced, or ask for more seats.",
                "Your organization has used its %(count)d seats. Somebody can be replaced, or ask for more seats.",
                full.bucket.cap or 0,
            )
            raise WorkflowError(words % {"count": full.bucket.cap or 0}) from None
        raise WorkflowError(_("All seats are taken, and there is no waiting list.")) from None


def _create(
    event: Event, rule: Rule, delegation: Delegation | None, who: Candidate, place: Place, actor: Any, source: str
) -> Registration:
    made = Registration(
        event=event,
        rule=rule,
        delegation=delegation,
        place=place,
        source=source,
        registered_by=actor,
        confirmed_round=event.rounds,
        org_decision=_first_decision(rule, delegation, actor),
        desk_decision=Decision.PENDING if rule.needs_secretariat else Decision.NOT_NEEDED,
        **{name: getattr(who, name) for name in ("name", "email", "mode", "user", "language", "role", "gender")},
        access_needs=who.access_needs,
        is_listed=who.is_listed,
    )
    if source == Source.ORGANIZER:
        made.org_decision, made.desk_decision = Decision.NOT_NEEDED, Decision.APPROVED
    if made.org_decision == Decision.APPROVED:
        made.org_by, made.org_at = actor, timezone.now()
    made.state = steps.state_of(made)
    made.save()
    keep_answers(made, who.answers)
    steps.note(made, "register", actor, "")
    steps.recount(event)
    telling.registered(made)
    return made


def _first_decision(rule: Rule, delegation: Delegation | None, actor: Any) -> str:
    """An owner who nominates has decided."""
    if delegation is None:
        return Decision.NOT_NEEDED
    if rights.is_focal_point(actor, delegation.organization_id):
        return Decision.APPROVED
    return Decision.PENDING if rule.approval in (Approval.ORGANIZATION, Approval.BOTH) else Decision.NOT_NEEDED


def keep_answers(registration: Registration, answers: dict[Any, Any]) -> None:
    """Write the answers; a question that no longer concerns the person loses its answer."""
    for question, value in answers.items():
        rows = registration.answers.filter(question=question)
        if value in (None, ""):
            rows.delete()
        elif isinstance(value, tuple):
            content, name, media_type = value
            rows.delete()
            answer = Answer(registration=registration, question=question, file_name=name, media_type=media_type)
            answer.file.save(f"{answer.registration.key.hex}-{question.pk}.bin", content, save=True)
        else:
            Answer.objects.update_or_create(
                registration=registration, question=question, defaults={"value": str(value)}
            )


def substitute(registration: Registration, candidate: Candidate, *, actor: Any) -> Registration:
    """Somebody else takes the seat, until the day that the rule names; both registrations keep the history.

    Raises NotAllowed, WrongState, or WorkflowError where the new person is registered already.
    """
    if registration.delegation is None or not rights.is_focal_point(actor, registration.delegation.organization_id):
        raise NotAllowed(_("You may not do this."))
    try:
        with transaction.atomic():
            row = steps.turn(registration)
            _may_be_replaced(row)
            place, before = row.place, row.state
            Registration.objects.filter(pk=row.pk).update(state=RegistrationState.REPLACED, place=None)
            Step.objects.create(
                registration=row,
                actor=actor,
                act="replace",
                before=before,
                after=RegistrationState.REPLACED,
                text=candidate.name,
            )
            candidate.mode = row.mode
            made = _create(row.event, row.rule, row.delegation, candidate, place, actor, Source.OWNER)  # type: ignore[arg-type]
            Registration.objects.filter(pk=made.pk).update(replaces=row)
            telling.replaced(row)
    except IntegrityError:
        raise WorkflowError(_("This person is registered for this event already.")) from None
    return made


def _may_be_replaced(row: Registration) -> None:
    if row.state not in LIVE:
        raise WrongState(_("It is “%(state)s” already.") % {"state": row.get_state_display()})
    until = row.rule.substitution_until
    if (until and until <= timezone.now()) or row.event.is_over:
        raise WrongState(_("The last day for replacing somebody has passed."))
