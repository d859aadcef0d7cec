"""What the quizzes of an edition ask: the newest version of every question that is still asked, draw by draw."""

from __future__ import annotations

from dataclasses import dataclass, field

from training.models import Draw, Edition, QuestionVersion


@dataclass
class Drawn:
    """What a quiz takes from one bank."""

    bank: str
    count: int | None
    questions: list[QuestionVersion] = field(default_factory=list)


def asked_in(edition: Edition) -> dict[int, list[Drawn]]:
    """{number of the quiz: its draws}. Two queries, however many quizzes there are."""
    draws = Draw.objects.filter(quiz__activity__lesson__module__edition=edition).select_related("bank")
    rows = list(draws.order_by("quiz", "position", "pk"))
    newest: dict[int, QuestionVersion] = {}
    versions = QuestionVersion.objects.filter(question__bank__in={row.bank_id for row in rows})
    for version in (
        versions.filter(question__retired=False)
        .select_related("question")
        .order_by("question__position", "question_id", "-number")
    ):
        newest.setdefault(version.question_id, version)
    found: dict[int, list[Drawn]] = {}
    for row in rows:
        questions = [version for version in newest.values() if version.question.bank_id == row.bank_id]
        found.setdefault(row.quiz_id, []).append(Drawn(row.bank.name, row.count, questions))
    return found
