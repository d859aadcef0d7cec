"""What people are told of courses that were assigned to them, and of cohorts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from csonet.content.models import Item
from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.models import Notice
from csonet.ui.times import written
from training.models import Cohort, Course, Participant

#: What a notice carries as a date, in the form of ISO 8601; its words have it as the language writes it.
_DATES = ("due", "starts", "ends", "until")


def add_kinds() -> None:
    """The kinds of notices about courses."""
    kinds.add("tasks", _("who is asked to take a course"), "course_assigned", "course_due", context=words_of)
    kinds.add("tasks", _("who was asked to take a course"), "course_unassigned")
    cohort = ("cohort_joined", "cohort_offered", "cohort_lapsed", "cohort_soon", "cohort_cancelled")
    kinds.add("tasks", _("people of a cohort"), *cohort, context=words_of)


def words_of(notice: Notice, language: str) -> dict[str, Any]:
    """The dates of a notice as the language writes them."""
    return {name: _written(str(notice.context.get(name) or ""), language) for name in _DATES}


def _written(value: str, language: str) -> str:
    moment = parse_datetime(value) if "T" in value else None
    day: date | None = moment.date() if moment else parse_date(value) if value else None
    return written(day, language) if day else ""


def about_course(people: Iterable[Any], kind: str, course: Course, **words: Any) -> None:
    """A notice that leads to the course's page."""
    item = Item.objects.get(pk=course.pk)
    notify(people, kind, item=item, title=course.title, **words)


def about_cohort(participants: Iterable[Participant], kind: str, cohort: Cohort, **words: Any) -> None:
    """A notice that leads to the cohort's page."""
    item = Item.objects.get(pk=cohort.course_id)
    notify(
        [participant.user for participant in participants],
        kind,
        item=item,
        title=item.title,
        name=cohort.name,
        starts=cohort.starts_on.isoformat(),
        ends=cohort.ends_on.isoformat(),
        page="cohort",
        page_args=[item.slug, cohort.pk],
        **words,
    )
