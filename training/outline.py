"""A course's modules, lessons and activities as one tree, read in three queries however long the course is."""

from __future__ import annotations

from collections.abc import Iterator
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
    activities: dict[int, list[Activity]] = {}
    for activity in (
        Activity.objects.filter(lesson__module__edition=edition).select_related("quiz").order_by("position")
    ):
        activities.setdefault(activity.lesson_id, []).append(activity)
    lessons: dict[int, list[Lesson]] = {}
    # The bodies are long; a page of sixty lessons prints their titles alone.
    rows = Lesson.objects.filter(module__edition=edition).order_by("position")
    for lesson in rows:
        lessons.setdefault(lesson.module_id, []).append(lesson)
    modules = list(Module.objects.filter(edition=edition).order_by("position"))
    return Outline(edition, wanted, list(modules_of(modules, lessons, activities, wanted)))


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
