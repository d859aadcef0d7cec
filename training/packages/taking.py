"""A package that was read waits until its author has seen the report; then it becomes a part of the draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from training.building import build
from training.editions import draft_of
from training.models import Bank, Course, Edition, Package
from training.packages.reading import read

#: What nobody took within this time is deleted.
KEPT = timedelta(days=2)


def bring(course: Course, user: Any, content: bytes, name: str) -> Package:
    """Read a package and keep what it says until it is taken. Raises PackageError for what is refused as a whole."""
    reading = read(content, course.language)
    package, _made = Package.objects.update_or_create(
        course=course,
        user=user,
        defaults={
            "name": name[:200],
            "structure": reading.structure,
            "report": reading.report,
            "further": reading.further,
        },
    )
    return package


def waiting(course: Course, user: Any) -> Package | None:
    """What this person brought and has not decided on."""
    return Package.objects.filter(course=course, user=user).first()


def take(course: Course, user: Any, seen: str) -> Edition | None:
    """Add the package to the draft, at its end. None if there is none (any more), or another than the person saw."""
    with transaction.atomic():
        package = Package.objects.select_for_update().filter(course=course, user=user).first()
        if package is None or package.updated.isoformat() != seen:
            return None
        draft = draft_of(course)
        build(draft, _with_own_banks(course, package.structure))
        package.delete()
    return draft


def _with_own_banks(course: Course, structure: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The structure with names of banks that the course has none of yet: other quizzes go on asking what they ask."""
    taken = set(Bank.objects.filter(course=course).values_list("name", flat=True))
    for module in structure:
        for activity in (one for lesson in module["lessons"] for one in lesson["activities"]):
            quiz = activity.get("quiz")
            name = quiz["bank"] if quiz else ""
            for draw in (quiz, *quiz["further"]) if quiz else ():
                draw["bank"] = _free(name, taken)
                taken.add(draw["bank"])
    return structure


def _free(name: str, taken: set[str]) -> str:
    return next(one for number in range(1, len(taken) + 2) if (one := _numbered(name, number)) not in taken)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} ({number})"


def discard(course: Course, user: Any) -> None:
    """The author doesn't want it."""
    Package.objects.filter(course=course, user=user).delete()


def forget_old() -> str:
    """Delete what nobody took; a sentence for the list of jobs."""
    count, _rows = Package.objects.filter(updated__lt=timezone.now() - KEPT).delete()
    return f"{count} deleted"
