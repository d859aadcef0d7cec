"""What learners do: enrol, say that something is done, complete a course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, IntegerField, Max, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.models import Item
from csonet.prepared import prepared
from csonet.ui import languages
from training.attending import attended_parts
from training.marking.queue import count_for
from training.models import Activity, ActivityKind, Attempt, Course, Done, Enrolment
from training.organizations.assigning import note_source
from training.outline import Outline, outline_of, outlines_of
from training.progress import Progress, progress_of, progress_of_many

#: What a learner may say to have done; the rest is shown by passing, being marked or being there.
SAID_DONE = frozenset(
    {
        ActivityKind.READ,
        ActivityKind.VIDEO,
        ActivityKind.AUDIO,
        ActivityKind.PDF,
        ActivityKind.PICTURE,
        ActivityKind.LINK,
        ActivityKind.SURVEY,
    }
)

#: So many courses stand on the dashboard.
MOST_SHOWN = 5


class LearningError(Exception):
    """What was asked can't be done; the text says why, for the learner."""


def enrol(user: Any, course: Course, *, organization_id: int | None = None) -> Enrolment:
    """Take a course; who has taken it before goes on where they stopped. Raises LearningError where it isn't open."""
    if course.status != "published" or course.edition_id is None:
        raise LearningError(_("This course is not open for enrolment."))
    enrolment, made = Enrolment.objects.get_or_create(
        user=user,
        course=course,
        defaults={"edition_id": course.edition_id, "organization_id": organization_id, "language": languages.current()},
    )
    if made:
        note_source(enrolment)
    elif enrolment.left_at is not None:
        enrolment.left_at = None
        enrolment.save(update_fields=["left_at", "updated"])
    catch_up(enrolment)
    return enrolment


def leave(enrolment: Enrolment) -> None:
    """Leave a course; what was done stays, for coming back."""
    enrolment.left_at = timezone.now()
    enrolment.save(update_fields=["left_at", "updated"])


def wanted_languages(enrolment: Enrolment | None, course: Course) -> tuple[str, ...]:
    """In which languages a reader wants a course: the page's, the course's own."""
    first = languages.current()
    return tuple(dict.fromkeys((first, *((enrolment.language,) if enrolment else ()), course.language)))


def standing(enrolment: Enrolment) -> tuple[Outline, Progress]:
    """The tree of the enrolment's edition and how far the learner is in it."""
    outline = outline_of(enrolment.edition, wanted_languages(enrolment, enrolment.course))
    return outline, progress_of(enrolment, outline)


def remember_place(enrolment: Enrolment, lesson_key: UUID) -> None:
    """Where "go on" leads next time. Nothing counts by it: a page that was only opened is not done."""
    Enrolment.objects.filter(pk=enrolment.pk).update(last_lesson=lesson_key, last_seen=timezone.now())


def say_done(enrolment: Enrolment, activity: Activity) -> None:
    """The learner says that an activity is done. Raises LearningError for one that has to be shown otherwise."""
    if activity.kind not in SAID_DONE:
        raise LearningError(_("This part is done when it was passed, marked or attended, not by saying so."))
    record(enrolment, activity.key, Done.Evidence.SAID)


def record(enrolment: Enrolment, key: UUID, evidence: str, at: datetime | None = None) -> bool:
    """Write down that an activity is done; the first time counts. Completes the course when it was the last one."""
    with transaction.atomic():
        _row, new = Done.objects.get_or_create(
            enrolment=enrolment, activity_key=key, defaults={"at": at or timezone.now(), "evidence": evidence}
        )
        if new:
            complete_if_done(enrolment)
    return new


def catch_up(enrolment: Enrolment) -> None:
    """Live sessions that the learner attended are done; one whose attendance was taken back is not, before the end."""
    for key, at in attended_parts(enrolment).items():
        if at is not None:
            record(enrolment, key, Done.Evidence.ATTENDED, at)
        elif enrolment.completed_at is None:
            enrolment.done.filter(activity_key=key, evidence=Done.Evidence.ATTENDED).delete()


def follow_attendance(sender: Any, item: int, user: int, **_kwargs: Any) -> None:
    """Somebody was at a meeting of an event, or it was taken back: courses that it is a part of take note."""
    rows = Enrolment.objects.filter(user=user, edition__modules__lessons__activities__event=item)
    for enrolment in rows.select_related("edition", "course").distinct():
        catch_up(enrolment)


def complete_if_done(enrolment: Enrolment) -> None:
    """Mark the course completed, once, when nothing that counts is left."""
    if enrolment.completed_at is not None:
        return
    _outline, progress = standing(enrolment)
    if not progress.is_complete:
        return
    now = timezone.now()
    if Enrolment.objects.filter(pk=enrolment.pk, completed_at=None).update(completed_at=now):
        enrolment.completed_at = now
        Item.objects.filter(pk=enrolment.course_id).update(responses=F("responses") + 1)


def after_attempt(attempt: Attempt) -> None:
    """A quiz that is passed now, by a person's mark or by another key, is done."""
    if attempt.passed:
        record(attempt.enrolment, attempt.quiz.activity.key, Done.Evidence.PASSED)


def after_closing(attempts: Iterable[Attempt]) -> None:
    """Quizzes whose attempts were closed and passed are done since then; perhaps courses with them.

    In the caller's transaction. As many queries for a hundred attempts as for one.
    """
    passed = {(attempt.enrolment_id, attempt.quiz.activity.key): attempt for attempt in attempts if attempt.passed}
    known = set(
        Done.objects.filter(enrolment__in={pk for pk, _key in passed}).values_list("enrolment_id", "activity_key")
    )
    new = [
        Done(enrolment_id=pk, activity_key=key, at=passed[pk, key].submitted_at, evidence=Done.Evidence.PASSED)
        for pk, key in sorted(passed.keys() - known)
    ]
    if new:
        # Another request may write the same down meanwhile: once is enough.
        Done.objects.bulk_create(new, ignore_conflicts=True)
        _complete_by_what_is_done({row.enrolment_id for row in new})


def _complete_by_what_is_done(keys: set[int]) -> None:
    """Whoever of these enrolments has nothing left completed the course when they did the last thing of it."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=keys, completed_at=None)
    learning = list(rows.select_related("edition", "course").order_by("pk"))
    progress = progress_of_many(learning, outlines_of({row.edition for row in learning}, ()))
    through = [row for row in learning if progress[row.pk].is_complete]
    if not through:
        return
    done = Done.objects.filter(enrolment__in=through).order_by().values_list("enrolment")
    last = dict(done.annotate(last=Max("at")))
    for row in through:
        row.completed_at = last[row.pk]
    Enrolment.objects.bulk_update(through, ["completed_at"])
    more = [When(pk=pk, then=count) for pk, count in Counter(row.course_id for row in through).items()]
    courses = Item.objects.filter(pk__in={row.course_id for row in through})
    courses.update(responses=F("responses") + Case(*more, output_field=IntegerField()))


def section(user: Any) -> tuple[str, dict[str, Any]] | None:
    """For the dashboard: the courses that this person takes, the latest first, and how much waits for their mark.

    One query; for who writes for an organization a second one.
    """
    found = _taken(user.pk)
    to_mark = count_for(user) if user.standing.organizations else 0
    return ("training/for_me.html", {"rows": found, "to_mark": to_mark}) if found or to_mark else None


@prepared
def _taken(user: int) -> QuerySet[Any, Any]:
    rows = Enrolment.objects.filter(user=user, left_at=None).order_by("completed_at", "-last_seen", "-pk")
    return rows.values("course__title", "course__slug", "course__language", "completed_at")[:MOST_SHOWN]
