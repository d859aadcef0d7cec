"""Keeping the files of lessons: one of each role and language, checked by its content, named by the portal."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from csonet.content.files.scanning import scan
from csonet.content.files.storing import accepted, digest_of
from csonet.libraries import lazily
from training.media.captions import read_captions, written_captions
from training.media.kinds import MEGABYTE, ROLES, most_bytes, recognize_film, recognize_sound
from training.models import Activity, ActivityKind, HandIn, Medium

Image = lazily("PIL.Image")
CAPTIONS_TYPE = "text/vtt; charset=utf-8"


def keep(activity: Activity, role: str, language: str, upload: Any) -> Medium:
    """Keep a file of an activity in the place of the one before. Raises ValidationError; then nothing changed."""
    if role not in ROLES.get(activity.kind, ()):
        raise ValidationError(_("This part takes no such file."))
    limit = most_bytes(activity.kind, role)
    if upload.size > limit:
        raise ValidationError(_("This file is larger than %(limit)d MB.") % {"limit": limit // MEGABYTE})
    if upload.size == 0:
        raise ValidationError(_("This file is empty."))
    content, media_type = _checked(activity.kind, role, upload)
    made = Medium(
        activity=activity,
        role=role,
        language=language,
        media_type=media_type,
        size=content.size,
        sha256=digest_of(content),
    )
    if activity.kind == ActivityKind.PICTURE:
        with Image.open(content) as picture:
            made.width, made.height = picture.size
        content.seek(0)
    made.file.save(f"{uuid.uuid4().hex}.bin", content, save=False)
    name, storage = str(made.file.name), made.file.storage
    try:
        with transaction.atomic():
            Activity.objects.select_for_update().get(pk=activity.pk)
            for old in Medium.objects.filter(activity=activity, role=role, language=language):
                remove(old)
            made.save()
    except BaseException:
        storage.delete(name)
        raise
    return made


def _checked(kind: str, role: str, upload: Any) -> tuple[File, str]:
    """What is kept of an upload, and what it is served as. Raises ValidationError."""
    if role == Medium.Role.CAPTIONS:
        return ContentFile(written_captions(read_captions(upload.read()))), CAPTIONS_TYPE
    if kind in (ActivityKind.VIDEO, ActivityKind.AUDIO):
        is_film = kind == ActivityKind.VIDEO and role == Medium.Role.MAIN
        found = recognize_film(upload) if is_film else recognize_sound(upload)
        scan(upload)
        upload.seek(0)
        return upload, found.media_type
    recognized, content, media_type = accepted(upload)
    if recognized.is_picture is not (kind == ActivityKind.PICTURE) or (
        kind == ActivityKind.PDF and recognized.extension != "pdf"
    ):
        raise ValidationError(_("Use a PDF.") if kind == ActivityKind.PDF else _("Use a picture in PNG, JPEG or WebP."))
    return content, media_type


def remove(medium: Medium) -> None:
    """Take a file off its activity. The file itself goes with the last edition that shows it."""
    storage, name = medium.file.storage, str(medium.file.name)
    medium.delete()

    def delete() -> None:
        if not Medium.objects.filter(file=name).exists():
            storage.delete(name)

    transaction.on_commit(delete)


def stored_names() -> Iterator[str]:
    """The files of lessons that any edition shows."""
    yield from Medium.objects.values_list("file", flat=True).distinct()


def stored_works() -> Iterator[str]:
    """The files that learners handed in."""
    yield from HandIn.objects.exclude(file="").values_list("file", flat=True)
