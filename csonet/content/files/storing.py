"""Attaching files to items and taking them off again, and the job that removes what belongs to nothing any more."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from csonet import images
from csonet.content import revising
from csonet.content.files.kinds import Kind, recognize
from csonet.content.files.limits import MAX_BYTES, MAX_FILES
from csonet.content.files.names import cleaned_name
from csonet.content.files.scanning import scan
from csonet.content.models import Attachment, Item, Revision
from csonet.richtext import without_controls

#: How long a stored file may be nobody's (an upload under way).
ORPHAN_AFTER = timedelta(days=1)
MAX_AN_HOUR = 60
REFUSED_AFTER = timedelta(days=30)
#: Attachments that are pictures keep more detail than a page's picture: charts are read.
_PICTURE_SIDE = 2400


def attach(
    item: Item,
    upload: Any,
    user: Any,
    *,
    revision: Revision | None = None,
    title: str = "",
    counted: bool = True,
    is_shown: bool = True,
) -> Attachment:
    """Keep an uploaded file with an item, or with a held edit of it; the new Attachment.

    counted: False for the files of posts, of which each post has its own number. is_shown: as the post is.

    Raises ValidationError (wrong kind, too large, too many, the same file again, refused by the scanner); then
    nothing was kept.
    """
    _refuse_haste(user)
    kind, content, media_type = accepted(upload)
    digest = digest_of(content)
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=item.pk)
        _refuse_surplus(item, digest, MAX_FILES if counted else None)
        attachment = Attachment(
            item=item,
            revision=revision,
            is_shown=is_shown,
            name=cleaned_name(str(upload.name), "webp" if kind.is_picture else kind.extension),
            title=" ".join(without_controls(title).split())[:150],
            media_type=media_type,
            size=content.size,
            sha256=digest,
            language=item.language,
            uploaded_by=user,
        )
        attachment.file.save(f"{uuid.uuid4().hex}.bin", content, save=False)
        name, storage = str(attachment.file.name), attachment.file.storage
        try:
            attachment.save()
        except BaseException:
            storage.delete(name)
            raise
    return attachment


def _refuse_haste(user: Any) -> None:
    hour = timezone.now() - timedelta(hours=1)
    if Attachment.objects.filter(uploaded_by=user, created__gte=hour).count() >= MAX_AN_HOUR:
        raise ValidationError(_("You sent very many files in an hour: please go on a little later."), "haste")


def accepted(upload: Any) -> tuple[Kind, File, str]:
    """Kind, content and media type of a file that may be kept. Raises ValidationError."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("This file is larger than 10 MB."), "too_large")
    if upload.size == 0:
        raise ValidationError(_("This file is empty."), "empty")
    kind = recognize(upload)
    scan(upload)
    if kind.is_picture:
        return kind, images.process_image(upload, _PICTURE_SIDE), kind.media_type
    upload.seek(0)
    return kind, upload, _media_type(kind, upload)


def _media_type(kind: Kind, upload: Any) -> str:
    """Text is announced as UTF-8 only if it is."""
    if not kind.media_type.startswith("text/"):
        return kind.media_type
    try:
        upload.read().decode("utf-8")
    except UnicodeDecodeError:
        return kind.media_type.partition(";")[0]
    finally:
        upload.seek(0)
    return kind.media_type


def digest_of(content: File) -> str:
    """SHA-256 of a file, which is then at its beginning again."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def _refuse_surplus(item: Item, digest: str, most: int | None) -> None:
    if item.attachments.filter(sha256=digest).exists():
        raise ValidationError(_("This file is attached already."), "twice")
    if most is not None and item.attachments.count() >= most:
        message = ngettext(
            "An item carries at most %(count)d file: remove it first.",
            "An item carries at most %(count)d files: remove one first.",
            most,
        )
        raise ValidationError(message, "too_many", {"count": most})


def detach(attachment: Attachment) -> None:
    """Take a file off its item. The file itself goes once the transaction stands."""
    storage, name = attachment.file.storage, str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name))


def remove_orphans() -> str:
    """The periodic job: files of refused or discarded edits, then stored files to which no row points any more."""
    before = timezone.now() - REFUSED_AFTER
    given_up = Attachment.objects.filter(revision__status__in=["refused", "discarded"], revision__updated__lt=before)
    rows = 0
    for attachment in given_up:
        detach(attachment)
        rows += 1
    files = sum(_remove_unknown(default_storage, folder) for folder in FOLDERS)
    return f"{rows} attachments of refused edits and {files} stored files removed"


def _remove_unknown(storage: Storage, folder: str) -> int:
    known = set(FOLDERS[folder]())
    removed = 0
    oldest = timezone.now() - ORPHAN_AFTER
    for name in _stored_names(storage, folder):
        if name not in known and storage.get_modified_time(name) < oldest:
            storage.delete(name)
            removed += 1
    return removed


def _stored_names(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    for name in storage.listdir(folder)[1]:
        yield f"{folder}/{name}"


def _attached_names() -> Iterable[str]:
    return Attachment.objects.values_list("file", flat=True)


def _picture_names() -> Iterator[str]:
    """Pictures with their copies, and those that held edits brought or replaced."""
    names = set(Item.objects.exclude(image="").values_list("image", flat=True))
    for data, replaced in Revision.objects.values_list("data", "replaced").iterator():
        names.update((data or {}).get(revising.IMAGE, []), (replaced or {}).get(revising.IMAGE, []))
    for name in names - {""}:
        yield name
        yield images.variant_name(name, images.CARD_WIDTH)


#: Folders of the storage, and what rows point to there; nouns with folders of their own add them in ready().
FOLDERS: dict[str, Callable[[], Iterable[str]]] = {"attachments": _attached_names, "pictures": _picture_names}
