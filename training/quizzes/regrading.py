"""Regrading: a question that was wrong is marked again, seen beforehand, announced, and kept with its reason.

Answers never change. Who passed stays passed: a result never falls below the pass mark that it had reached, and no
certificate is taken back by it. What is under way is marked by the same rule when it is submitted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from training.learning import after_attempt
from training.models import Attempt, Question, Quiz, Regrading, Response
from training.quizzes.attempting import mark
from training.quizzes.marks import Rule, earned, percent
from training.quizzes.telling import tell_regraded


class RegradingError(Exception):
    """What was asked can't be done; the text says why, for the author."""


@dataclass(frozen=True)
class Change:
    """A result that a regrading changes."""

    attempt: Attempt
    before: Decimal
    after: Decimal

    @property
    def newly_passed(self) -> bool:
        """Below the pass mark before, not any more."""
        return self.before < self.attempt.pass_percent <= self.after


def rules_for(question: Question) -> list[Rule]:
    """What can become of a question: by its new key only where every version asks in the same kind."""
    kinds = set(question.versions.values_list("kind", flat=True))
    return [Rule.KEY, Rule.FULL, Rule.VOID] if len(kinds) == 1 else [Rule.FULL, Rule.VOID]


def preview(question: Question, rule: str) -> list[Change]:
    """Whose result would change, from what to what; nothing is saved. Three queries."""
    return _changes(question, _meant(question, rule))


def mark_of(changes: list[Change]) -> str:
    """What a preview showed, as one word: an act on another one is refused."""
    lines = "\n".join(f"{change.attempt.pk} {change.before} {change.after}" for change in changes)
    return hashlib.sha256(lines.encode()).hexdigest()[:20]


def _meant(question: Question, rule: str) -> Regrading:
    """The act, not saved yet. Raises RegradingError for a rule that can't be applied to this question."""
    newest = question.versions.first()
    if newest is None or rule not in rules_for(question):
        raise RegradingError(_("This question can't be marked again in this way."))
    return Regrading(question=question, version=newest, rule=rule)


def _rows(question: Question, states: tuple[str, ...]) -> dict[int, list[Response]]:
    """The responses of every attempt that asked the question, by attempt."""
    rows = Response.objects.filter(
        attempt__in=Response.objects.filter(version__question=question).values("attempt"), attempt__state__in=states
    )
    found: dict[int, list[Response]] = {}
    for row in rows.select_related("version", "regrading__version", "attempt__enrolment__user").order_by("attempt"):
        found.setdefault(row.attempt_id, []).append(row)
    return found


def _changes(question: Question, meant: Regrading) -> list[Change]:
    changes = []
    for rows in _rows(question, (Attempt.State.CLOSED,)).values():
        attempt = rows[0].attempt
        before = attempt.percent or Decimal(0)
        after = outcome(attempt, rows, question, meant)
        if after != before:
            changes.append(Change(attempt, before, after))
    return sorted(changes, key=lambda change: (str(change.attempt.enrolment.user), change.attempt.pk))


def outcome(attempt: Attempt, rows: list[Response], question: Question, meant: Regrading) -> Decimal:
    """The result of an attempt with the question regraded; who had passed keeps at least the pass mark."""
    acts = [meant if row.version.question_id == question.pk else row.regrading for row in rows]
    after = percent([(row, act, earned(row, act)) for row, act in zip(rows, acts, strict=True)])
    return max(after, Decimal(attempt.pass_percent)) if attempt.passed else after


def regrade(quiz: Quiz, question: Question, rule: str, *, reason: str, seen: str, by: Any) -> Regrading:
    """Mark the question again everywhere and tell those whose result changed.

    seen: mark_of() the preview on which it was decided. Raises RegradingError if it is not what would happen now.
    """
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=question.pk)
        _lock(question)
        meant = _meant(question, rule)
        meant.reason, meant.by = reason, by
        changes = _changes(question, meant)
        if mark_of(changes) != seen:
            raise RegradingError(_("Results have changed since. Look at the new list before you decide."))
        meant.changed = len(changes)
        meant.save()
        _apply(question, meant)
        for change in changes:
            _settle(change)
        tell_regraded(quiz, meant, changes)
    return meant


def _lock(question: Question) -> None:
    """Hold every attempt that asked the question: who submits one meanwhile waits, and is marked by the new rule."""
    asked = Response.objects.filter(version__question=question).values("attempt")
    list(Attempt.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk"))


def _apply(question: Question, meant: Regrading) -> None:
    """The marks of the question in every attempt that was submitted; what is under way keeps the rule for later."""
    asked = Response.objects.filter(version__question=question)
    asked.update(regrading=meant)
    rows = list(asked.exclude(attempt__state=Attempt.State.OPEN).select_related("version", "attempt"))
    for row in rows:
        row.marks = earned(row, meant)
    Response.objects.bulk_update(rows, ["marks"], batch_size=500)
    for attempt in {row.attempt for row in rows if row.attempt.state == Attempt.State.MARKING}:
        # Perhaps this was all that waited for a person.
        mark(attempt)
        attempt.save(update_fields=["state", "percent", "updated"])
        after_attempt(attempt)


def _settle(change: Change) -> None:
    attempt = change.attempt
    attempt.percent, attempt.grading = change.after, attempt.grading + 1
    attempt.save(update_fields=["percent", "grading", "updated"])
    after_attempt(attempt)
