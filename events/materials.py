"""Documents by kind and language, the live stream and recordings: what the organizers set at once.

Files come to an event by an edit and wait for its approval like the text; which kind of document one is, and where a
recording stands, does not.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.files.access import attachments_for
from csonet.content.models import Attachment, Item
from csonet.workflow import NotAllowed, WorkflowError
from events import rights
from events.models import Document, Event, Recording

#: More recordings of one event are a library of their own.
MOST = 50


def files_of(event: Event, user: Any) -> list[Attachment]:
    """The files of the event that this person may see, each with its `document_kind`. Two queries."""
    kinds = dict(Document.objects.filter(event=event).values_list("attachment_id", "kind"))
    found = attachments_for(event, user)
    for one in found:
        one.document_kind = kinds.get(one.pk, "")  # type: ignore[attr-defined]
    return found


def classify(event: Event, given: dict[Attachment, tuple[str, str]], *, actor: Any) -> None:
    """Kind and language of files: {file: (kind or "", language or "")}. Raises NotAllowed."""
    _may(event, actor)
    with transaction.atomic():
        for file, (kind, language) in given.items():
            Attachment.objects.filter(pk=file.pk, item=event.pk).update(language=language)
            if kind:
                Document.objects.update_or_create(attachment=file, defaults={"event": event, "kind": kind})
            else:
                Document.objects.filter(attachment=file).delete()
        _touch(event)


def set_stream(event: Event, url: str, *, actor: Any) -> None:
    """Where everybody may watch it live; "" for nowhere. Raises NotAllowed."""
    _may(event, actor)
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(livestream=url)
        _touch(event)


def add_recording(event: Event, recording: Recording, *, actor: Any) -> Recording:
    """Name a recording. Raises NotAllowed, or WorkflowError for one that is named already or one too many."""
    _may(event, actor)
    recording.event, recording.added_by = event, actor
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=event.pk)
        if event.recordings.count() >= MOST:
            raise WorkflowError(_("An event has at most %(limit)d recordings.") % {"limit": MOST})
        try:
            with transaction.atomic():
                recording.save()
        except IntegrityError:
            raise WorkflowError(_("This recording is named already.")) from None
        _touch(event)
    return recording


def remove_recording(event: Event, recording: Recording, *, actor: Any) -> None:
    """Take a recording off the page. Raises NotAllowed."""
    _may(event, actor)
    with transaction.atomic():
        recording.delete()
        _touch(event)


def _touch(event: Event) -> None:
    """Whoever edits the event meanwhile, or has it as data, is told that it has changed."""
    Item.objects.filter(pk=event.pk).update(version=F("version") + 1, updated=timezone.now())


def _may(event: Event, actor: Any) -> None:
    if not rights.is_organizer(actor, event):
        raise NotAllowed(_("You may not do this."))
