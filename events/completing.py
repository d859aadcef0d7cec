"""What is missing of whom, and writing what people add to their registrations."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.forms.registering import questions_for
from events.models import Registration
from events.models.choices import Decision, RegistrationState
from events.registering import keep_answers


def missing(registration: Registration) -> list[str]:
    """Questions that must be answered and are not; with `answers` and the rule's `questions` prefetched no query."""
    given = {one.question_id: one.value or one.file_name for one in registration.answers.all()}
    return [
        one.text
        for one in questions_for(registration)
        if one.is_required and one.is_asked(given) and not given.get(one.pk)
    ]


def turn_of(registration: Registration) -> str:
    """Whose turn it is, in words; "" where nothing waits."""
    if registration.state == RegistrationState.OFFERED:
        return _("The person: take the offered seat or leave it")
    if registration.state == RegistrationState.WAITING:
        return _("Nobody: a seat has to become free")
    if registration.state != RegistrationState.SUBMITTED:
        return ""
    if registration.org_decision == Decision.PENDING:
        return _("The organization’s owners")
    return _("The organizers of the event")


def complete(registration: Registration, values: dict[str, Any], answers: dict[Any, Any]) -> None:
    """Write what the person says of themselves, and their answers."""
    with transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(**values)
        keep_answers(registration, answers)
    registration.refresh_from_db()
