"""Marking: points by the rubric and a comment, kept as a draft until they are given; then the learner is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.notifications.api import notify
from training.learning import after_attempt, record
from training.marking.rights import may_mark
from training.models import Attempt, Done, HandIn, Marking, Response
from training.quizzes.attempting import percent_of
from training.quizzes.grading import Kind


class MarkingError(Exception):
    """What was asked can't be done; the text says why, for the marker."""


@dataclass(frozen=True)
class Mark:
    """What somebody thinks of one thing: {criterion's id: points}, and a comment."""

    points: Mapping[str, int] = field(default_factory=dict)
    comment: str = ""


def essays_of(attempt: Attempt) -> list[Response]:
    """The answers of an attempt that a person marks, in its order. One query."""
    rows = attempt.responses.filter(version__kind=Kind.ESSAY).select_related("version", "marking")
    return [row for row in rows if isinstance(row.answer, str) and row.answer.strip()]


def keep_draft(target: HandIn | Response, mark: Mark, by: Any) -> None:
    """Keep a mark for later; nobody but markers sees it. Raises MarkingError when it isn't this person's to mark."""
    with transaction.atomic():
        _allowed(target if isinstance(target, HandIn) else target.attempt, by)
        _write(target, mark, by)


def decide(hand_in: HandIn, mark: Mark, by: Any, *, accept: bool) -> None:
    """Accept a work or return it, and tell the learner. Raises MarkingError."""
    with transaction.atomic():
        locked = HandIn.objects.select_for_update(of=("self",)).select_related("enrolment__course").get(pk=hand_in.pk)
        _allowed(locked, by)
        if not accept and not mark.comment.strip():
            raise MarkingError(_("Say what is missing: the learner works on by it."))
        _write(locked, mark, by, given=True)
        locked.state = HandIn.State.ACCEPTED if accept else HandIn.State.RETURNED
        locked.save(update_fields=["state", "updated"])
        enrolment = locked.enrolment
        if accept:
            record(enrolment, locked.activity_key, Done.Evidence.MARKED)
        kind = "work_accepted" if accept else "work_returned"
        notify([enrolment.user], kind, item=enrolment.course, comment=mark.comment)


def give(attempt: Attempt, marks: Mapping[int, Mark], by: Any) -> None:
    """Give the marks of all essays of an attempt, {response's id: mark}, and tell the learner. Raises MarkingError."""
    with transaction.atomic():
        rows = Attempt.objects.select_for_update(of=("self",)).select_related("enrolment__course", "quiz__activity")
        locked = rows.get(pk=attempt.pk)
        _allowed(locked, by)
        for row in essays_of(locked):
            if row.pk not in marks:
                raise MarkingError(_("Give points for each answer."))
            _write(row, marks[row.pk], by, given=True)
            row.marks = Decimal(min(sum(marks[row.pk].points.values()), row.version.marks))
            row.marked_by, row.comment = by, marks[row.pk].comment
            row.save(update_fields=["marks", "marked_by", "comment"])
        locked.percent = percent_of(list(locked.responses.select_related("version")))
        locked.state = Attempt.State.CLOSED
        locked.save(update_fields=["state", "percent", "updated"])
        after_attempt(locked)
        notify(
            [locked.enrolment.user],
            "quiz_marked",
            item=locked.enrolment.course,
            percent=int(locked.percent),
            needed=locked.pass_percent,
        )


def _allowed(target: HandIn | Attempt, by: Any) -> None:
    """Raises MarkingError for who may not mark it, and for what was marked meanwhile."""
    if not may_mark(by, target.enrolment):
        raise MarkingError(_("You may not do this."))
    if target.state not in (HandIn.State.WAITING, Attempt.State.MARKING):
        raise MarkingError(_("Somebody marked it meanwhile; what they gave stands."))


def _write(target: HandIn | Response, mark: Mark, by: Any, *, given: bool = False) -> None:
    whose: dict[str, Any] = {"hand_in": target} if isinstance(target, HandIn) else {"response": target}
    changes = {"points": dict(mark.points), "comment": mark.comment, "by": by}
    changes["given_at"] = timezone.now() if given else None
    Marking.objects.update_or_create(**whose, defaults=changes)
