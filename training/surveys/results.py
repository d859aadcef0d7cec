"""What authors read of a survey: nothing under five answers, neither of the whole nor of a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from training.models import Course, Remark, Survey, SurveyQuestion
from training.surveys.answering import STEP
from training.wording import Said, said

SCALE = ("1", "2", "3", "4", "5")


@dataclass
class Told:
    """A question with what was answered."""

    text: Said
    kind: str
    retired: bool
    #: So many answers are shown.
    count: int
    #: (answer, how many, per cent)
    bars: list[tuple[Said, int, int]] = field(default_factory=list)
    mean: float | None = None
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_hidden(self) -> bool:
        """Too few have answered it."""
        return self.count < STEP


@dataclass
class Result:
    """A survey with its questions."""

    survey: Survey
    title: Said
    questions: list[Told]

    @property
    def is_hidden(self) -> bool:
        """Too few have answered."""
        return self.survey.shown < STEP


def results_of(course: Course, titles: dict[Any, Said], wanted: tuple[str, ...]) -> list[Result]:
    """All surveys of a course. Four queries. titles: of the activities, by key."""
    rows = Survey.objects.filter(course=course).prefetch_related("questions__tallies")
    remarks: dict[int, list[Remark]] = {}
    # In the order of their random keys, which says nothing.
    for remark in Remark.objects.filter(question__survey__course=course, is_shown=True).order_by("pk"):
        remarks.setdefault(remark.question_id, []).append(remark)
    after = Said(_("After the course"), "")
    return [
        Result(
            survey,
            titles.get(survey.activity_key) or (after if survey.activity_key is None else Said("", "")),
            [_told(question, remarks.get(question.pk, []), wanted) for question in survey.questions.all()],
        )
        for survey in sorted(rows, key=lambda survey: (survey.activity_key is None, survey.pk))
    ]


def _told(question: SurveyQuestion, remarks: list[Remark], wanted: tuple[str, ...]) -> Told:
    text = said(question.wording, "text", wanted)
    if question.kind == SurveyQuestion.Kind.TEXT:
        shown = remarks if len(remarks) >= STEP else []
        return Told(text, question.kind, question.retired, len(remarks), remarks=shown)
    counts = {tally.value: tally.shown for tally in question.tallies.all()}
    total = sum(counts.values())
    told = Told(text, question.kind, question.retired, total)
    if total >= STEP:
        told.bars = [
            (label, counts.get(value, 0), round(100 * counts.get(value, 0) / total))
            for value, label in answers_of(question, wanted)
        ]
        if question.kind == SurveyQuestion.Kind.SCALE:
            told.mean = sum(int(value) * count for value, count in counts.items()) / total
    return told


def answers_of(question: SurveyQuestion, wanted: tuple[str, ...]) -> list[tuple[str, Said]]:
    """(value, what it says) of a scale or a choice, in its order."""
    if question.kind == SurveyQuestion.Kind.SCALE:
        ends = {"1": said(question.wording, "low", wanted), "5": said(question.wording, "high", wanted)}
        return [(value, _step(value, ends.get(value))) for value in SCALE]
    return [(option["id"], said(option["wording"], "label", wanted)) for option in question.options]


def _step(value: str, end: Said | None) -> Said:
    return Said(f"{value} – {end.text}", end.language) if end else Said(value, "")
