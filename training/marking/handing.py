"""Handing in work for an exercise: once at a time, kept as it was sent."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.files.names import cleaned_name
from csonet.content.files.storing import accepted, digest_of
from csonet.richtext import without_controls
from training.models import Activity, Enrolment, Exercise, HandIn

LONGEST = 20_000


def works_of(enrolment: Enrolment, activity: Activity) -> list[HandIn]:
    """What a learner handed in for an exercise, the latest first, with what was said of it. One query."""
    return list(enrolment.hand_ins.filter(activity_key=activity.key).select_related("marking"))


def hand_in(enrolment: Enrolment, activity: Activity, text: str, upload: Any) -> HandIn:
    """Hand work in; the same twice is once. Raises ValidationError in words; then nothing was kept."""
    exercise = Exercise.objects.get(activity=activity)
    text = without_controls(text).strip() if exercise.takes_text else ""
    upload = upload if exercise.takes_file else None
    _refuse_nothing(exercise, text, upload)
    made = HandIn(enrolment=enrolment, activity_key=activity.key, text=text, handed_at=timezone.now())
    if upload:
        _attach(made, upload)
    try:
        with transaction.atomic():
            return _next(made)
    except IntegrityError:  # the other tab was faster
        return _sent_already(made)
    finally:
        if made.pk is None and made.file:
            made.file.storage.delete(str(made.file.name))


def _refuse_nothing(exercise: Exercise, text: str, upload: Any) -> None:
    if len(text) > LONGEST:
        raise ValidationError({"text": _("Write at most %(limit)d characters.") % {"limit": LONGEST}})
    if text or upload:
        return
    if exercise.takes_text:
        raise ValidationError({"text": _("There is nothing to hand in yet.")})
    raise ValidationError({"file": _("Choose a file first.")})


def _attach(made: HandIn, upload: Any) -> None:
    try:
        kind, content, made.media_type = accepted(upload)
    except ValidationError as refused:
        raise ValidationError({"file": refused}) from None
    made.name = cleaned_name(str(upload.name), "webp" if kind.is_picture else kind.extension)
    made.size, made.sha256 = content.size, digest_of(content)
    made.file.save(f"{uuid.uuid4().hex}.bin", content, save=False)


def _next(made: HandIn) -> HandIn:
    """Save it after the one before. Raises ValidationError while that one waits, or was accepted."""
    Enrolment.objects.select_for_update().get(pk=made.enrolment_id)
    last = HandIn.objects.filter(enrolment=made.enrolment_id, activity_key=made.activity_key).first()
    if last is not None and last.state == HandIn.State.ACCEPTED:
        raise ValidationError(_("Your work was accepted already."))
    if last is not None and last.state == HandIn.State.WAITING:
        return _sent_already(made, last)
    made.number = last.number + 1 if last else 1
    made.save()
    return made


def _sent_already(made: HandIn, last: HandIn | None = None) -> HandIn:
    """The work that waits, if it is the same. Raises ValidationError for another one."""
    waiting = last or HandIn.objects.filter(enrolment=made.enrolment_id, activity_key=made.activity_key).first()
    if waiting is not None and (waiting.text, waiting.sha256) == (made.text, made.sha256):
        return waiting
    raise ValidationError(_("What you handed in before waits to be marked. Take it back to hand in something else."))


def take_back(enrolment: Enrolment, activity: Activity) -> None:
    """Take back what waits. Raises ValidationError once somebody has begun to mark it."""
    with transaction.atomic():
        rows = enrolment.hand_ins.select_for_update(of=("self",)).filter(
            activity_key=activity.key, state=HandIn.State.WAITING
        )
        waiting = rows.first()
        if waiting is None or hasattr(waiting, "marking"):
            raise ValidationError(_("It is being marked, or was marked already."))
        storage, name = waiting.file.storage, str(waiting.file.name or "")
        waiting.delete()
    if name:
        storage.delete(name)
