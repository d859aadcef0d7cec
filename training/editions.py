"""Editions: one draft at a time, published with the course's approval, frozen from then on."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.search.indexing import index_item
from csonet.workflow import WorkflowError
from training import moving
from training.lacking import lacks
from training.models import (
    Activity,
    Course,
    Draw,
    Edition,
    Exercise,
    Lesson,
    Medium,
    Module,
)


def current_draft(course: Course) -> Edition | None:
    """The edition that is being written; None if nobody has begun one. One query."""
    return course.editions.filter(published_at=None).first()


def draft_of(course: Course) -> Edition:
    """The edition that is being written, begun now if there is none: the first one, or a copy of the published one.

    Learners never see it, and it is published by no request but one that names it. Two clicks begin one.
    """
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        draft = current_draft(course)
        if draft is not None:
            return draft
        last = course.editions.order_by("-number").first()
        made = Edition.objects.create(course=course, number=last.number + 1 if last else 1)
        if last is not None:
            copy_structure(last, made)
        return made


def copy_structure(source: Edition, target: Edition) -> None:
    """The modules, lessons and activities of one edition in another; keys stay, for progress goes by them."""
    modules: dict[int, Module] = {}
    for module in source.modules.all():
        modules[module.pk] = Module.objects.create(edition=target, position=module.position, wording=module.wording)
    for old, new in modules.items():
        before = source.modules.get(pk=old).opens_after_id
        if before in modules:
            Module.objects.filter(pk=new.pk).update(opens_after=modules[before])
    for lesson in Lesson.objects.filter(module__edition=source).prefetch_related("activities__media"):
        copied = Lesson.objects.create(
            module=modules[lesson.module_id], position=lesson.position, wording=lesson.wording, key=lesson.key
        )
        for activity in lesson.activities.all():
            _copy_activity(activity, copied)


def _copy_activity(activity: Activity, lesson: Lesson) -> None:
    media, quiz = list(activity.media.all()), getattr(activity, "quiz", None)
    exercise: Exercise | None = getattr(activity, "exercise", None)
    copied = Activity.objects.create(
        lesson=lesson,
        **{
            name: getattr(activity, name)
            for name in ("position", "wording", "key", "kind", "required", "minutes", "address", "event_id", "meeting")
        },
    )
    for medium in media:
        medium.pk, medium.activity = None, copied
    Medium.objects.bulk_create(media)
    if exercise is not None:
        exercise.pk, exercise.activity = copied.pk, copied
        exercise.save(force_insert=True)
    if quiz is not None:
        draws = list(quiz.draws.all())
        quiz.pk, quiz.activity = copied.pk, copied
        quiz.save(force_insert=True)
        for draw in draws:
            draw.pk, draw.quiz = None, quiz
        Draw.objects.bulk_create(draws)


def publish(edition: Edition) -> None:
    """Freeze an edition and give it to learners. Raises WorkflowError with what it lacks, or if it was done before."""
    if problems := lacks(edition):
        raise WorkflowError(" ".join(problems))
    with transaction.atomic():
        now = timezone.now()
        # Of two clicks, one finds the draft.
        draft = Edition.objects.filter(pk=edition.pk, published_at=None)
        if not draft.update(published_at=now, moves_learners=edition.moves_learners, updated=now):
            raise WorkflowError(_("This was sent already."))
        edition.published_at = now
        course = edition.course
        course.edition = edition
        course.save(update_fields=["edition"])
        moving.follow(edition)
        index_item(course)


def follow_publication(sender: Any, item: Any, **_kwargs: Any) -> None:
    """What is submitted has lessons; when a course is published for the first time, its edition is."""
    if item.kind != Course.KIND or item.status not in ("submitted", "published", "scheduled"):
        return
    course = item.noun
    if course.edition_id is not None:
        return
    draft = draft_of(course)
    if problems := lacks(draft):
        raise WorkflowError(" ".join(problems))
    if item.status == "published":
        publish(draft)


def new_key() -> uuid.UUID:
    """The key of a new lesson or activity."""
    return uuid.uuid4()
