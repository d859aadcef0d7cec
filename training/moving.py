"""What a new edition means for those who are learning: they move to it, or finish on theirs; either way they are told.

By the author's choice. What was done is kept by its key, so that nobody does a lesson twice; attempts at a quiz that
the new edition has too go along, also one that is under way, with the questions, the pass mark and the deadline that
it began with. Who has completed the course stays where it was completed: the certificate says which edition that was.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from csonet.notifications import kinds
from csonet.notifications.api import notify
from training.learning import complete_if_done
from training.models import Activity, Attempt, Edition, Enrolment, ExtraTime, Quiz

MOVED, STAYS = "edition_moved", "edition_stays"


def add_kinds() -> None:
    """Put the kinds of notices into the table."""
    kinds.add("followed", _("those who take the course"), MOVED, STAYS)


def follow(edition: Edition) -> None:
    """After an edition was published: move those who are learning, if its author chose so, and tell all of them."""
    with transaction.atomic():
        learning = Enrolment.objects.filter(course=edition.course, completed_at=None).exclude(edition=edition)
        told = list(User.objects.filter(enrolments__in=learning.filter(left_at=None)).distinct())
        _keep_extra_time(edition)
        if edition.moves_learners:
            _move(learning, edition)
        kind = MOVED if edition.moves_learners else STAYS
        notify(told, kind, item=edition.course, number=edition.number, notes=edition.notes)


def _move(learning: Any, edition: Edition) -> None:
    """Change the edition; whoever has done everything that counts in the new one has completed the course."""
    keys = list(learning.values_list("pk", flat=True))
    moved = Enrolment.objects.filter(pk__in=keys)
    moved.update(edition=edition)
    for old, new in _same_quizzes(edition):
        Attempt.objects.filter(enrolment__in=moved, quiz=old).update(quiz=new)
    counting = Activity.objects.filter(lesson__module__edition=edition, required=True)
    wanted = list(counting.values_list("key", flat=True))
    done = Count("done", filter=Q(done__activity_key__in=wanted))
    ready = moved.annotate(ready=done).filter(ready__gte=len(wanted))
    for enrolment in ready.select_related("edition", "course"):
        complete_if_done(enrolment)


def _same_quizzes(edition: Edition) -> list[tuple[int, int]]:
    """(quiz of an earlier edition, the same one in this edition), by the key of their activity."""
    new = dict(Quiz.objects.filter(activity__lesson__module__edition=edition).values_list("activity__key", "pk"))
    earlier = Quiz.objects.filter(activity__key__in=new, activity__lesson__module__edition__course=edition.course)
    return [(pk, new[key]) for key, pk in earlier.exclude(pk__in=new.values()).values_list("activity__key", "pk")]


def _keep_extra_time(edition: Edition) -> None:
    """Who was given more time or further attempts for a quiz has them in the new edition too."""
    new = dict(_same_quizzes(edition))
    rows = ExtraTime.objects.filter(quiz__in=new).order_by("-updated", "-pk")
    ExtraTime.objects.bulk_create(
        [
            ExtraTime(
                quiz_id=new[row.quiz_id],
                user_id=row.user_id,
                percent=row.percent,
                attempts=row.attempts,
                reason=row.reason,
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
