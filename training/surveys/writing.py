"""Writing a survey: its questions in one language at a time; what was answered once stays as it was asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from training.models import Activity, ActivityKind, Course, Survey, SurveyQuestion, Tally
from training.surveys.results import SCALE
from training.wording import Said, said

MOST_QUESTIONS = 30


def survey_of(course: Course, key: UUID | None) -> Survey | None:
    """The survey of an activity (None: the one after the course), if anything was asked there yet."""
    return Survey.objects.filter(course=course, activity_key=key).first()


def is_survey(course: Course, key: UUID) -> bool:
    """Is there an activity of this key in any edition of the course, and is it a survey?"""
    rows = Activity.objects.filter(key=key, kind=ActivityKind.SURVEY, lesson__module__edition__course=course)
    return rows.exists()


def was_answered(question: SurveyQuestion) -> bool:
    """Has anybody answered it? Then its words stay."""
    return question.tallies.filter(count__gt=0).exists() or question.remarks.exists()


def save_question(
    course: Course, key: UUID | None, question: SurveyQuestion | None, *, kind: str, language: str, texts: Any
) -> SurveyQuestion:
    """Write a question in a language: texts has text, and low and high of a scale, or answers (lines) of a choice."""
    with transaction.atomic():
        if question is None:
            survey, _made = Survey.objects.get_or_create(course=course, activity_key=key)
            question = SurveyQuestion(survey=survey, position=survey.questions.count(), kind=kind)
        question.kind = kind
        own = {name: texts[name] for name in ("text", "low", "high") if texts.get(name)}
        question.wording = {**question.wording, language: own}
        if kind == SurveyQuestion.Kind.CHOICE:
            question.options = _options(question.options, texts["answers"], language)
        question.save()
        _furnish(question)
    return question


def _options(before: list[dict[str, Any]], labels: list[str], language: str) -> list[dict[str, Any]]:
    """The lines as options; where there are as many as before, the other languages stay."""
    if len(before) != len(labels):
        return [{"id": f"o{number}", "wording": {language: {"label": text}}} for number, text in enumerate(labels)]
    return [
        {**option, "wording": {**option["wording"], language: {"label": text}}}
        for option, text in zip(before, labels, strict=True)
    ]


def _furnish(question: SurveyQuestion) -> None:
    """A count for each answer that there can be; of a question that nobody has answered, none else."""
    values = list(SCALE) if question.kind == SurveyQuestion.Kind.SCALE else [one["id"] for one in question.options]
    wanted = [] if question.kind == SurveyQuestion.Kind.TEXT else values
    question.tallies.exclude(value__in=wanted).filter(count=0).delete()
    known = set(question.tallies.values_list("value", flat=True))
    Tally.objects.bulk_create(Tally(question=question, value=value) for value in wanted if value not in known)


def titles_of(course: Course, wanted: tuple[str, ...]) -> dict[UUID, Said]:
    """{key: title} of the surveys among the activities of any edition. One query."""
    rows = Activity.objects.filter(kind=ActivityKind.SURVEY, lesson__module__edition__course=course)
    found: dict[UUID, Said] = {}
    for activity in rows.order_by("pk").select_related("lesson"):
        found[activity.key] = said(activity.wording, "title", wanted) or said(activity.lesson.wording, "title", wanted)
    return found
