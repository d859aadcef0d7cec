"""A course's structure from plain data: what samples, copies and imported packages are made of.

structure: [module]; module: {"wording", "opens_after": number of an earlier module or None, "lessons": [lesson]};
lesson: {"wording", "activities": [activity]};
activity: {"wording", "kind", "required", "minutes", "address", "quiz", "exercise"};
exercise: {"takes_text", "takes_file", "rubric"};
quiz: {"rules": {column: value}, "bank": name, "count": how many or None, "questions": [question]}, and under "further"
more draws, each with bank, count and questions;
question: {"kind", "marks", "wording", "options", "targets", "key", "rubric"} as in QuestionVersion.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from training.marking.rubrics import check_rubric
from training.models import Activity, Bank, Draw, Edition, Exercise, Lesson, Module, Question, QuestionVersion, Quiz
from training.questions import check_question
from training.wording import check_wording

Data = dict[str, Any]


def build(edition: Edition, structure: list[Data]) -> None:
    """Add the structure to a draft edition, at its end. Raises ValidationError for a question or text that is none."""
    with transaction.atomic():
        modules: list[Module] = []
        last = edition.modules.order_by("position").last()
        for place, data in enumerate(structure, start=last.position + 1 if last else 0):
            check_wording(data["wording"], ("title", "summary"))
            before = data.get("opens_after")
            module = Module.objects.create(
                edition=edition,
                position=place,
                wording=data["wording"],
                opens_after=None if before is None else modules[before],
            )
            modules.append(module)
            for number, lesson in enumerate(data["lessons"]):
                _lesson(module, number, lesson)


def _lesson(module: Module, place: int, data: Data) -> None:
    check_wording(data["wording"], ("title", "body"))
    lesson = Lesson.objects.create(module=module, position=place, wording=data["wording"], key=uuid.uuid4())
    for number, activity in enumerate(data["activities"]):
        _activity(lesson, number, activity)


def _activity(lesson: Lesson, place: int, data: Data) -> None:
    check_wording(data.get("wording", {}), ("title", "task", "transcript", "alt"))
    activity = Activity.objects.create(
        lesson=lesson,
        position=place,
        key=uuid.uuid4(),
        wording=data.get("wording", {}),
        kind=data.get("kind", "read"),
        required=data.get("required", True),
        minutes=data.get("minutes", 5),
        address=data.get("address", ""),
    )
    if "exercise" in data:
        check_rubric(data["exercise"].get("rubric", []))
        Exercise.objects.create(activity=activity, **data["exercise"])
    if "quiz" in data:
        _quiz(activity, data["quiz"])


def _quiz(activity: Activity, data: Data) -> None:
    quiz = Quiz.objects.create(activity=activity, **data.get("rules", {}))
    course = activity.lesson.module.edition.course
    for number, draw in enumerate((data, *data.get("further", []))):
        bank, _made = Bank.objects.get_or_create(course=course, name=draw["bank"])
        Draw.objects.create(quiz=quiz, bank=bank, count=draw.get("count"), position=number)
        for place, question in enumerate(draw["questions"]):
            add_question(bank, question, place)


def add_question(bank: Bank, data: Data, place: int = 0) -> QuestionVersion:
    """A new question in its first version. Raises ValidationError for one that can't be asked or marked."""
    check_question(data)
    question = Question.objects.create(bank=bank, position=place)
    return QuestionVersion.objects.create(question=question, number=1, **data)


def change_question(question: Question, data: Data) -> QuestionVersion:
    """The next version of a question; attempts that were begun keep theirs. Raises ValidationError as add_question."""
    check_question(data)
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=question.pk)
        last = question.versions.order_by("-number").first()
        return QuestionVersion.objects.create(question=question, number=last.number + 1 if last else 1, **data)


def retire(question: Question) -> None:
    """Ask it no more, from the next edition on: editions that were published before this day go on asking it."""
    now = timezone.now()
    Question.objects.filter(pk=question.pk, retired=False).update(retired=True, retired_at=now, updated=now)
