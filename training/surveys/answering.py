"""Answering a survey, once, so that nobody can tell who said what; and what of it authors may read.

Counts go up by one; a remark is kept without its writer. What authors read follows in steps of five: then the remarks
of those five are written anew in another order, so that not even the order of the rows on the disk says who came when.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from csonet.workflow import WorkflowError
from training.learning import record
from training.models import Answered, Done, Enrolment, Remark, Survey, SurveyQuestion, Tally

#: Nothing is shown of fewer answers, and what is shown moves in steps of so many.
STEP = 5
_ORDER = random.SystemRandom()


def has_answered(survey: Survey, user: Any) -> bool:
    """Did this person answer it?"""
    return Answered.objects.filter(survey=survey, user=user).exists()


def is_open_after(enrolment: Enrolment) -> bool:
    """Has this learner completed the course, and can still say what they think of it? A query for them alone."""
    if enrolment.completed_at is None:
        return False
    asked = Survey.objects.filter(course=enrolment.course_id, activity_key=None, questions__retired=False)
    return asked.exclude(answered_by__user=enrolment.user_id).exists()


def questions_of(survey: Survey) -> list[SurveyQuestion]:
    """What is asked now, in its order."""
    return list(survey.questions.filter(retired=False))


def answer(survey: Survey, enrolment: Enrolment, given: Mapping[int, str], language: str) -> None:
    """Keep somebody's answers: {question: "1" to "5", an option's id, or words}; what was left out is left out.

    Raises WorkflowError for who has answered already.
    """
    try:
        with transaction.atomic():
            # The row is the lock: counts go up one after the other.
            Survey.objects.filter(pk=survey.pk).update(answered=F("answered") + 1)
            Answered.objects.create(survey=survey, user_id=enrolment.user_id)
            for question in questions_of(survey):
                if value := given.get(question.pk, "").strip():
                    _keep(question, value, language)
            _reveal(survey)
    except IntegrityError:
        raise WorkflowError(_("You have answered already. Thank you.")) from None
    if survey.activity_key is not None:
        record(enrolment, survey.activity_key, Done.Evidence.SAID)


def _keep(question: SurveyQuestion, value: str, language: str) -> None:
    if question.kind == SurveyQuestion.Kind.TEXT:
        Remark.objects.create(question=question, text=value, language=language)
    else:
        Tally.objects.filter(question=question, value=value).update(count=F("count") + 1)


def _reveal(survey: Survey) -> None:
    """Once five more have answered, what they said joins what authors read."""
    survey.refresh_from_db(fields=["answered"])
    if survey.answered % STEP:
        return
    Survey.objects.filter(pk=survey.pk).update(shown=F("answered"))
    Tally.objects.filter(question__survey=survey).update(shown=F("count"))
    waiting = Remark.objects.filter(question__survey=survey, is_shown=False)
    remarks = list(waiting)
    waiting.delete()
    _ORDER.shuffle(remarks)
    for remark in remarks:
        remark.pk, remark.is_shown = uuid.uuid4(), True
    Remark.objects.bulk_create(remarks)
