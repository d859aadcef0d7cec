"""The people of an event as figures and as rows, for its organizers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ConsultativeStatus
from csonet.opendata.writing import cell
from csonet.reference import vocabulary
from events.models import CheckIn, Event, Question, Registration
from events.models.choices import ATTENDANCE, Gender, RegistrationState

_COLUMNS = [
    "name",
    "email",
    "organization",
    "role",
    "mode",
    "state",
    "organization_decision",
    "organizers_decision",
    "segments",
    "gender",
    "access_needs",
    "checked_in",
    "registered",
    "confirmed_again",
]
#: The figures that stand alone, as the file calls them.
_ALONE = {
    "admitted": gettext_lazy("admitted"),
    "came": gettext_lazy("came"),
    "stayed_away": gettext_lazy("did not come"),
    "to_confirm": gettext_lazy("not confirmed again"),
    "hours": gettext_lazy("Half of the decisions took no longer than %(hours)s hours."),
}


def counts(event: Event) -> dict[str, int]:
    """{state: people}; one query."""
    rows = Registration.objects.filter(event=event).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def questions(event: Event) -> list[Question]:
    """All questions of all rules, in their order."""
    return list(Question.objects.filter(rule__event=event).order_by("rule__position", "rule_id", "position", "pk"))


def columns(event: Event) -> list[str]:
    """The headings of the file."""
    return [*_COLUMNS, *(heading(one) for one in questions(event))]


def heading(question: Question) -> str:
    """A question as the heading of its column: no formula either."""
    return cell(f"{question.text} [{question.pk}]")


def records(event: Event) -> Iterator[dict[str, Any]]:
    """A flat record for each person, two hundred at a time."""
    asked = questions(event)
    keys = list(Registration.objects.filter(event=event).order_by("name", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), 200):
        rows = Registration.objects.filter(pk__in=keys[start : start + 200]).for_lists()
        for row in rows.prefetch_related("answers", "admitted_segments", "check_ins"):
            yield _record(row, asked, event.rounds)


def _record(row: Registration, asked: list[Question], rounds: int) -> dict[str, Any]:
    given = {one.question_id: one.value or one.file_name for one in row.answers.all()}
    came = [one.at.isoformat() for one in row.check_ins.all() if one.undone_at is None]
    organization = row.delegation.organization.name if row.delegation else ""
    values = [
        row.name,
        row.email,
        organization,
        row.role,
        row.mode,
        row.state,
        row.org_decision,
        row.desk_decision,
        [one.name for one in row.admitted_segments.all()],
        row.gender,
        row.access_needs,
        came[0] if came else "",
        row.created.isoformat(),
        row.confirmed_round >= rounds if rounds else "",
    ]
    record = dict(zip(_COLUMNS, values, strict=True))
    return {**record, **{heading(one): given.get(one.pk, "") for one in asked}}


def figures(event: Event) -> dict[str, Any]:
    """What the organizers read about who comes: by state, region, status, way, gender; who did not come; how long."""
    rows = list(
        Registration.objects.filter(event=event).values_list(
            "state",
            "mode",
            "gender",
            "delegation__organization__country_id",
            "delegation__organization_id",
            "delegation__organization__is_un_entity",
            "created",
            "desk_at",
            "pk",
            "confirmed_round",
        )
    )
    admitted = [row for row in rows if row[0] == RegistrationState.ADMITTED]
    came = set(
        CheckIn.objects.filter(registration__event=event, undone_at=None).values_list("registration_id", flat=True)
    )
    hours = [(row[7] - row[6]).total_seconds() / 3600 for row in rows if row[7]]
    states = dict(RegistrationState.choices)
    genders, modes = dict(Gender.choices), dict(ATTENDANCE)
    return {
        "by_state": _sorted(Counter(str(states[row[0]]) for row in rows)),
        "by_mode": _sorted(Counter(str(modes[row[1]]) for row in admitted)),
        "by_region": _sorted(Counter(vocabulary.continent_of(row[3]) for row in admitted)),
        "by_status": _sorted(Counter(_statuses(admitted))),
        "by_gender": _sorted(Counter(str(genders.get(row[2], "")) for row in admitted)),
        "admitted": len(admitted),
        "came": sum(1 for row in admitted if row[8] in came),
        "stayed_away": sum(1 for row in admitted if row[8] not in came) if event.is_over else None,
        "hours": round(median(hours), 1) if hours else None,
        "to_confirm": sum(1 for row in admitted if row[9] < event.rounds) if event.rounds else None,
    }


def figure_rows(event: Event) -> Iterator[dict[str, Any]]:
    """The figures as records of a file: what is counted, of whom, how many; in the reader's language."""
    found = figures(event)
    tables = [
        (_("By state"), "by_state"),
        (_("Admitted, by way of taking part"), "by_mode"),
        (_("Admitted, by region"), "by_region"),
        (_("Admitted, by status of the organization"), "by_status"),
        (_("Admitted, by gender as they say themselves"), "by_gender"),
    ]
    for name, key in tables:
        for label, count in found[key]:
            yield {"figure": name, "of": label, "people": count}
    for name in ("admitted", "came", "stayed_away", "to_confirm", "hours"):
        if found[name] is not None:
            yield {"figure": str(_ALONE[name]) % {"hours": found["hours"]}, "of": "", "people": found[name]}


def _sorted(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


def _statuses(admitted: list[Any]) -> list[str]:
    """The status of each one's organization as the register has it now."""
    keys = {row[4] for row in admitted if row[4]}
    statuses = {
        status.organization_id: str(status.get_kind_display())
        for status in ConsultativeStatus.objects.filter(organization__in=keys, is_current=True)
    }
    return [("UN" if row[5] else statuses.get(row[4], "")) if row[4] else "" for row in admitted]
