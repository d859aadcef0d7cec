"""How the people of an organization stand with what was assigned to them: counts, rows with progress in words, CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from csonet.ui import languages
from training.models import Assignment, Enrolment, Standing
from training.models.assignment import by_due_date
from training.outline import outlines_of
from training.progress import Progress, progress_of_many

#: How each standing looks on the page.
TONES = {Standing.DONE: "good", Standing.UNDER_WAY: "info", Standing.NOT_BEGUN: "neutral", Standing.LATE: "warn"}
#: The headings of the file; they stay the same in all languages, for machines.
COLUMNS = ["name", "user_name", "course", "assigned", "due", "standing", "percent", "progress", "completed"]
BATCH = 200


@dataclass(frozen=True)
class Row:
    """One person and one course."""

    assignment: Any
    standing: Standing
    enrolment: Enrolment | None
    progress: Progress | None

    @property
    def tone(self) -> str:
        """Of its badge."""
        return TONES[self.standing]

    @property
    def words(self) -> str:
        """How far the person is, in words."""
        if self.progress is None or self.enrolment is None:
            return _("Has not enrolled yet.")
        if self.enrolment.left_at is not None and self.enrolment.completed_at is None:
            return _("Has left the course.")
        return self.progress.sentence


def assigned(organization_id: int, today: date) -> Any:
    """What is assigned to the organization's people, with its standing, what is due first before."""
    rows = Assignment.objects.of_own_people(organization_id).with_standing(today)
    return rows.select_related("user", "course").order_by(*by_due_date())


def counts(organization_id: int, today: date) -> list[tuple[Standing, int]]:
    """How many stand where: all four, also those that nobody stands at. One query."""
    rows = Assignment.objects.of_own_people(organization_id).with_standing(today)
    found = dict(rows.order_by().values_list("standing").annotate(Count("pk")))
    return [(standing, found.get(standing.value, 0)) for standing in Standing]


def rows_of(assignments: Iterable[Any]) -> list[Row]:
    """Each with the person's progress. Six queries, however many: enrolments, the courses' trees, what was done."""
    assignments = list(assignments)
    users, courses = {one.user_id for one in assignments}, {one.course_id for one in assignments}
    own = {
        (enrolment.user_id, enrolment.course_id): enrolment
        for enrolment in Enrolment.objects.filter(user__in=users, course__in=courses).select_related("edition")
    }
    wanted = [own.get((one.user_id, one.course_id)) for one in assignments]
    progress = progress_in_words([enrolment for enrolment in wanted if enrolment is not None])
    return [
        Row(one, Standing(one.standing), enrolment, progress.get(enrolment.pk) if enrolment else None)
        for one, enrolment in zip(assignments, wanted, strict=True)
    ]


def progress_in_words(enrolments: list[Enrolment]) -> dict[int, Progress]:
    """{enrolment: how far it is}, in the language of the page. Five queries; none for nobody."""
    if not enrolments:
        return {}
    editions = {enrolment.edition_id: enrolment.edition for enrolment in enrolments}
    return progress_of_many(enrolments, outlines_of(editions.values(), (languages.current(),)))


def records(organization_id: int, today: date) -> Iterator[dict[str, Any]]:
    """A flat record for each person and course, for the file; BATCH at a time."""
    keys = list(assigned(organization_id, today).values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        part = assigned(organization_id, today).filter(pk__in=keys[start : start + BATCH])
        yield from (_record(row) for row in rows_of(part))


def _record(row: Row) -> dict[str, Any]:
    one, enrolment = row.assignment, row.enrolment
    completed = enrolment.completed_at if enrolment else None
    values = (
        one.user.get_full_name(),
        one.user.username,
        one.course.title,
        one.created.date().isoformat(),
        one.due_on.isoformat() if one.due_on else "",
        row.standing.value,
        row.progress.percent if row.progress else 0,
        row.words,
        completed.date().isoformat() if completed else "",
    )
    return dict(zip(COLUMNS, values, strict=True))
