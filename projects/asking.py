"""Public questions under a request, and their answers."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.notifications.api import notify
from csonet.workflow import NotAllowed, WorkflowError, WrongState
from projects.models import Question, SolutionRequest
from projects.people import behind, own_organization

#: Unanswered questions of one organization under one request.
MOST_WAITING = 5


def ask(request: SolutionRequest, *, user: Any, organization_id: int, text: str) -> Question:
    """Ask in public, for one's organization. Raises WorkflowError where the request is closed, or after too many."""
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=request.pk)
        own_organization(user, organization_id)
        if not SolutionRequest.objects.get(pk=request.pk).is_open:
            raise WrongState(_("This request is closed: it takes no more questions."))
        asked = Question.objects.filter(request=request, organization=organization_id)
        if asked.filter(text=text).exists():
            raise WorkflowError(_("This question was asked already."))
        if asked.filter(answered_at=None).count() >= MOST_WAITING:
            raise WorkflowError(_("Wait until your earlier questions are answered."))
        question = Question.objects.create(request=request, user=user, organization_id=organization_id, text=text)
        item = Item.objects.get(pk=request.pk)
        notify(behind(item), "request_question", item=item, name=question.organization.name, text=text)
    return question


def answer(question: Question, *, user: Any, text: str) -> None:
    """Answer in public, or mend the answer. Raises NotAllowed for all but the asker's side."""
    item = Item.objects.get(pk=question.request_id)
    if not is_author_side(user, item):
        raise NotAllowed(_("You may not do this."))
    with transaction.atomic():
        Question.objects.filter(pk=question.pk).update(answer=text, answered_by=user, answered_at=timezone.now())
        if question.user is not None and question.answered_at is None:
            notify([question.user], "question_answered", item=item, name=item.organization.name, text=text)
