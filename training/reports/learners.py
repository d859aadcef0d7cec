"""How many take a course, how far they come, and where they stop: counted by the database, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from csonet.reference import vocabulary
from csonet.ui.languages import own_name
from training.models import Course, Done, Enrolment
from training.outline import LessonInside, Outline
from training.wording import Said

#: Who was there within these days is under way; the others have stopped.
ACTIVE = timedelta(days=30)
#: Of fewer people no share is said: it would be about persons.
FEWEST = 5


@dataclass
class Figures:
    """People of one sort."""

    name: str
    learners: int = 0
    completed: int = 0
    active: int = 0
    left: int = 0
    assigned: int = 0

    def add(self, row: tuple[int, ...]) -> None:
        """The numbers of a group of them."""
        for name, number in zip(("learners", "completed", "active", "left", "assigned"), row, strict=True):
            setattr(self, name, getattr(self, name) + number)

    @property
    def stopped(self) -> int:
        """Neither done nor gone, and not seen lately."""
        return self.learners - self.completed - self.active - self.left

    @property
    def percent(self) -> int | None:
        """The share that completed it, rounded down; None of fewer than FEWEST."""
        return 100 * self.completed // self.learners if self.learners >= FEWEST else None


@dataclass
class Learners:
    """All of them, and by language and region, the most first."""

    all: Figures
    languages: list[Figures]
    regions: list[Figures]


def learners_of(course: Course) -> Learners:
    """One query."""
    since = timezone.now() - ACTIVE
    open_one = Q(completed_at=None, left_at=None)
    rows = (
        Enrolment.objects.filter(course=course)
        .order_by()
        .values_list("language", "organization__country_id")
        .annotate(
            learners=Count("pk"),
            completed=Count("completed_at"),
            active=Count("pk", filter=open_one & (Q(last_seen__gte=since) | Q(last_seen=None, created__gte=since))),
            gone=Count("pk", filter=Q(completed_at=None, left_at__isnull=False)),
            asked=Count("pk", filter=Q(source=Enrolment.Source.ASSIGNED)),
        )
    )
    everybody = Figures("")
    languages: dict[str, Figures] = {}
    regions: dict[str, Figures] = {}
    for language, country, *numbers in rows:
        region = vocabulary.continent_of(country)
        for figures in (
            everybody,
            languages.setdefault(language, Figures(own_name(language))),
            regions.setdefault(region, Figures(region)),
        ):
            figures.add(tuple(numbers))
    return Learners(everybody, _most_first(languages.values()), _most_first(regions.values()))


def _most_first(rows: Iterable[Figures]) -> list[Figures]:
    return sorted(rows, key=lambda figures: (-figures.learners, figures.name))


@dataclass
class Step:
    """A lesson, and how many have done all that counts in it."""

    number: int
    title: Said
    done: int
    #: Per cent of all learners.
    percent: int
    #: How many fewer than did the lesson before that has something to do; below zero where people skip ahead.
    lost: int = field(default=0)


def steps_of(course: Course, outline: Outline, learners: int) -> list[Step]:
    """The lessons that have something to do, with those who did it. Two queries, whatever their number."""
    wanted = [inside for inside in outline.lessons if inside.counting]
    counted = _done_alone(course, wanted) | _done_together(course, wanted)
    steps, before = [], learners
    for inside in wanted:
        done = counted.get(inside.number, 0)
        percent = 100 * done // learners if learners else 0
        steps.append(Step(inside.number, inside.title, done, percent, before - done))
        before = done
    return steps


def _done_alone(course: Course, lessons: list[LessonInside]) -> dict[int, int]:
    """Of lessons with one activity that counts: an activity belongs to one course, so its key is enough."""
    numbers = {inside.counting[0].key: inside.number for inside in lessons if len(inside.counting) == 1}
    rows = (
        Done.objects.filter(activity_key__in=numbers).order_by().values_list("activity_key").annotate(people=Count("*"))
    )
    found: dict[int, int] = defaultdict(int)
    for key, count in rows:
        found[numbers[key]] += count
    return dict(found)


def _done_together(course: Course, lessons: list[LessonInside]) -> dict[int, int]:
    """Of lessons with several: who has done each of them."""
    several = {inside.number: [one.key for one in inside.counting] for inside in lessons if len(inside.counting) > 1}
    if not several:
        return {}
    keys = [key for own in several.values() for key in own]
    lesson = [When(activity_key__in=own, then=Value(number)) for number, own in several.items()]
    rows: Any = (
        Done.objects.filter(activity_key__in=keys)
        .order_by()
        .annotate(lesson=Case(*lesson, output_field=IntegerField()))
        .values("enrolment_id", "lesson")
        .annotate(parts=Count("*"))
    )
    whole = {
        f"lesson_{number}": Count("lesson", filter=Q(lesson=number, parts=len(own))) for number, own in several.items()
    }
    return {int(name.removeprefix("lesson_")): count for name, count in rows.aggregate(**whole).items()}
