"""What learners are told when a question was marked again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.notifications.models import Notice
from training.models import Quiz, Regrading


def add_kinds() -> None:
    """The kinds of notices about quizzes."""
    kinds.add("decisions", _("the learners whose result changed"), "quiz_regraded", context=words_of)


def words_of(notice: Notice, language: str) -> dict[str, Any]:
    """What became of the question, in the reader's language."""
    return {"rule": dict(Regrading.Rule.choices).get(notice.context.get("rule_key"), "")}


def tell_regraded(quiz: Quiz, regrading: Regrading, changes: Iterable[Any]) -> None:
    """Each learner whose result changed: from what to what, and why."""
    course = regrading.question.bank.course
    for change in changes:
        attempt = change.attempt
        notify(
            [attempt.enrolment.user],
            "quiz_regraded",
            item=course,
            page="quiz_result",
            page_args=[course.slug, str(quiz.activity.key), attempt.number],
            number=attempt.number,
            before=float(change.before),
            after=float(change.after),
            needed=attempt.pass_percent,
            reason=regrading.reason,
            rule_key=regrading.rule,
        )
