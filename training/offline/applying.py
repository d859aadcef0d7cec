"""What a sheet would change, said line by line before anything does; and the rules by which conflicts end.

- What is done stays done. A day on the sheet that is earlier than the server's takes its place.
- A day before the course was taken, a day to come, and a module that is still locked are refused.
- An answer that was saved on the server after the pack was made stands; otherwise the sheet's takes its place.
- Only the attempt of the pack, and only while it is open: its deadline is the server's, whenever an answer was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from training.learning import SAID_DONE, complete_if_done, standing
from training.models import Attempt, Done, Enrolment, Response
from training.offline.lettered import Unreadable, rows_of, sent_from, written
from training.offline.sheet import Sheet, day_in
from training.outline import LessonInside, ModuleInside, Outline
from training.progress import Progress
from training.quizzes.attempting import AttemptError, is_over, own_names, save

WILL, KEPT, REFUSED = "will", "kept", "refused"
#: Who said so on the server: such a day can be set earlier. What was passed, marked or attended has its own day.
_OWN_WORD = (Done.Evidence.SAID, Done.Evidence.OFFLINE)


@dataclass(frozen=True)
class Step:
    """One line of the preview."""

    outcome: str
    what: str
    why: str = ""


@dataclass
class Plan:
    """What would change."""

    steps: list[Step] = field(default_factory=list)
    days: dict[UUID, datetime] = field(default_factory=dict)
    answers: dict[int, dict[int, Any]] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Is there anything to apply?"""
        return bool(self.days or self.answers)

    def add(self, outcome: str, what: str, why: str = "") -> None:
        """Write a line."""
        self.steps.append(Step(outcome, what, why))


def plan_of(enrolment: Enrolment, sheet: Sheet) -> Plan:
    """What the sheet would change for this learner. Nothing is saved."""
    outline, progress = standing(enrolment)
    plan = Plan()
    _plan_days(plan, enrolment, sheet, outline, progress)
    _plan_answers(plan, enrolment, sheet, outline)
    return plan


def _plan_days(plan: Plan, enrolment: Enrolment, sheet: Sheet, outline: Outline, progress: Progress) -> None:
    """In the order of the course: what the sheet says of an earlier module may unlock a later one."""
    known = {row.activity_key: row for row in enrolment.done.all()}
    left = dict(sheet.days)
    done = set(progress.done)
    for module in outline.modules:
        for lesson in module.lessons:
            for activity in lesson.activities:
                if activity.key not in left:
                    continue
                written_day = left.pop(activity.key)
                standing_now = replace(progress, done=frozenset(done))
                why = _why_not(enrolment, activity, module, standing_now, written_day)
                what = _("Lesson %(number)d: %(title)s") % {"number": lesson.number, "title": lesson.title}
                if why:
                    plan.add(REFUSED, what, why)
                elif _is_news(plan, what, activity.key, known.get(activity.key), written_day):
                    done.add(activity.key)
    for _key in left:
        plan.add(REFUSED, _("A part of a lesson"), _("It is no longer in the course."))


def _why_not(enrolment: Enrolment, activity: Any, module: ModuleInside, progress: Progress, text: str) -> str:
    """Why a day can't be taken; "" if it can."""
    day = day_in(text)
    if activity.kind not in SAID_DONE:
        return _("This part is done when it was passed, marked or attended, not by saying so.")
    if day is None:
        return _("“%(text)s” is no date. Write it as 2026-11-20.") % {"text": text}
    if day > timezone.localdate():
        return _("This day is still to come.")
    if day < timezone.localdate(enrolment.created):
        return _("This day is before you took the course.")
    return progress.lock_of(module)


def _is_news(plan: Plan, what: str, key: UUID, row: Done | None, text: str) -> bool:
    """Write the line for a day that can be taken; True if it becomes the server's."""
    at = moment_of(day_in(text) or timezone.localdate())
    if row is None:
        plan.days[key] = at
        plan.add(WILL, what, _("Done on %(day)s.") % {"day": day_in(text)})
        return True
    if row.evidence in _OWN_WORD and timezone.localdate(at) < timezone.localdate(row.at):
        plan.days[key] = at
        plan.add(WILL, what, _("It is done; the earlier day, %(day)s, is written down.") % {"day": day_in(text)})
        return True
    plan.add(KEPT, what, _("It is done already, since %(day)s.") % {"day": timezone.localdate(row.at)})
    return False


def moment_of(day: date) -> datetime:
    """Noon of a day where the learner lives; now, if it is today and not noon yet."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return min(noon, timezone.now())


def _plan_answers(plan: Plan, enrolment: Enrolment, sheet: Sheet, outline: Outline) -> None:
    for (key, number), answers in sheet.answers.items():
        if not answers:
            continue
        inside = next((one for one in outline.lessons if any(row.key == key for row in one.activities)), None)
        attempts = Attempt.objects.filter(enrolment=enrolment, quiz__activity__key=key, number=number)
        attempt = attempts.select_related("quiz__activity").first()
        title = _quiz_title(inside)
        if attempt is None or inside is None:
            plan.add(REFUSED, title, _("There is no such attempt. Begin the quiz here, then take a new pack."))
        elif attempt.state != Attempt.State.OPEN:
            plan.add(REFUSED, title, _("This attempt was submitted already; its answers stay as they are."))
        elif is_over(attempt, timezone.now()):
            plan.add(REFUSED, title, _("Its time was over when the sheet arrived. What had been saved here counts."))
        else:
            _plan_attempt(plan, attempt, answers, sheet.made, title)


def _quiz_title(inside: LessonInside | None) -> str:
    return _("Quiz of lesson %(number)d") % {"number": inside.number} if inside else _("A quiz")


def _plan_attempt(plan: Plan, attempt: Attempt, answers: dict[int, str], made: datetime | None, title: str) -> None:
    rows = {row.position + 1: row for row in rows_of(attempt)}
    for number, text in sorted(answers.items()):
        what = _("%(quiz)s, question %(number)d") % {"quiz": title, "number": number}
        row = rows.get(number)
        if row is None:
            plan.add(REFUSED, what, _("It has no such question."))
            continue
        try:
            sent = sent_from(row, text)
        except Unreadable as how:
            plan.add(REFUSED, what, _("“%(text)s” can't be read. %(how)s") % {"text": text[:80], "how": how})
            continue
        if own_names(row, sent) == row.answer:
            plan.add(KEPT, what, _("The same answer is here already."))
        elif _is_newer(row, made):
            plan.add(KEPT, what, _("The answer here, “%(text)s”, was saved later.") % {"text": written(row)[:80]})
        else:
            plan.answers.setdefault(attempt.pk, {})[row.position] = sent
            plan.add(WILL, what, text[:200])


def _is_newer(row: Response, made: datetime | None) -> bool:
    """Was an answer saved on the server after the pack was made? Without the day of the pack, every answer was."""
    return bool(row.answer) and row.saved_at is not None and (made is None or row.saved_at > made)


def apply(enrolment: Enrolment, sheet: Sheet) -> Plan:
    """Do what the plan says, as it is now. Answers are saved, not submitted; what came too late is a line of it."""
    with transaction.atomic():
        Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        plan = plan_of(enrolment, sheet)
        _write_days(enrolment, plan.days)
    for pk, answers in plan.answers.items():
        attempt = Attempt.objects.select_related("quiz__activity", "enrolment").get(pk=pk)
        try:
            save(attempt, answers, dict(attempt.responses.values_list("position", "flagged")))
        except AttemptError as error:
            plan.add(REFUSED, _("A quiz"), str(error))
    return plan


def _write_days(enrolment: Enrolment, days: dict[UUID, datetime]) -> None:
    """The first time that something is done counts; an earlier day takes the place of a later one."""
    rows = [
        Done(enrolment=enrolment, activity_key=key, at=at, evidence=Done.Evidence.OFFLINE) for key, at in days.items()
    ]
    Done.objects.bulk_create(rows, ignore_conflicts=True)
    for key, at in days.items():
        enrolment.done.filter(activity_key=key, evidence__in=_OWN_WORD, at__gt=at).update(at=at)
    if days:
        complete_if_done(enrolment)
