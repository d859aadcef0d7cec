"""A course's modules, lessons and activities as one tree, read in three queries however long the course is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from training.models import Activity, Edition, Lesson, Module
from training.wording import Said, said


@dataclass
class LessonInside:
    """A lesson with its running number in the course."""

    lesson: Lesson
    number: int
    title: Said
    activities: list[Activity] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """What it takes."""
        return sum(activity.minutes for activity in self.activities)

    @property
    def counting(self) -> list[Activity]:
        """What has to be done in it."""
        return [activity for activity in self.activities if activity.required]


@dataclass
class ModuleInside:
    """A module with its lessons."""

    module: Module
    number: int
    title: Said
    summary: Said
    lessons: list[LessonInside] = field(default_factory=list)

    @property
    def counting(self) -> list[Activity]:
        """What has to be done in it."""
        return [activity for lesson in self.lessons for activity in lesson.counting]


@dataclass
class Outline:
    """An edition, in the languages that its reader wants, best first."""

    edition: Edition
    wanted: tuple[str, ...]
    modules: list[ModuleInside]

    @cached_property
    def lessons(self) -> list[LessonInside]:
        """All lessons in their order."""
        return [lesson for module in self.modules for lesson in module.lessons]

    @cached_property
    def activities(self) -> dict[UUID, Activity]:
        """All activities by their key."""
        return {activity.key: activity for lesson in self.lessons for activity in lesson.activities}

    @property
    def minutes(self) -> int:
        """What the course takes."""
        return sum(lesson.minutes for lesson in self.lessons)

    def module_of(self, number: int) -> ModuleInside:
        """The module of a lesson. Raises StopIteration if there is no such lesson."""
        return next(module for module in self.modules if any(lesson.number == number for lesson in module.lessons))

    def place_of(self, key: UUID) -> LessonInside | None:
        """The lesson with this key; None if this edition has none."""
        return next((inside for inside in self.lessons if inside.lesson.key == key), None)


def outline_of(edition: Edition, wanted: tuple[str, ...]) -> Outline:
    """The tree of an edition. Three queries. wanted: language codes, best first."""
    return outlines_of([edition], wanted)[edition.pk]


def outlines_of(editions: Iterable[Edition], wanted: tuple[str, ...]) -> dict[int, Outline]:
    """{edition: its tree}. Three queries for all of them."""
    known = {edition.pk: edition for edition in editions}
    activities: dict[int, list[Activity]] = {}
    inside = Activity.objects.filter(lesson__module__edition__in=known)
    for activity in inside.select_related("quiz").order_by("position"):
        activities.setdefault(activity.lesson_id, []).append(activity)
    lessons: dict[int, list[Lesson]] = {}
    for lesson in Lesson.objects.filter(module__edition__in=known).order_by("position"):
        lessons.setdefault(lesson.module_id, []).append(lesson)
    modules: dict[int, list[Module]] = {pk: [] for pk in known}
    for module in Module.objects.filter(edition__in=known).order_by("position"):
        modules[module.edition_id].append(module)
    return {
        pk: Outline(edition, wanted, list(modules_of(modules[pk], lessons, activities, wanted)))
        for pk, edition in known.items()
    }


def modules_of(
    modules: list[Module],
    lessons: dict[int, list[Lesson]],
    activities: dict[int, list[Activity]],
    wanted: tuple[str, ...],
) -> Iterator[ModuleInside]:
    """The modules with what is in them. lessons: by module; activities: by lesson; each in its order."""
    number = 0
    for place, module in enumerate(modules, start=1):
        inside = ModuleInside(
            module, place, said(module.wording, "title", wanted), said(module.wording, "summary", wanted)
        )
        for lesson in lessons.get(module.pk, []):
            number += 1
            title = said(lesson.wording, "title", wanted)
            inside.lessons.append(LessonInside(lesson, number, title, activities.get(lesson.pk, [])))
        yield inside
