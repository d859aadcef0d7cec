"""Who may see and change the files of an item."""

from __future__ import annotations

from typing import Any

from csonet.content.models import Attachment, Item, Revision
from csonet.content.rights import is_author_side, is_moderator
from csonet.content.states import EDITABLE, REVISABLE


def visible_attachment(key: Any, user: Any) -> Attachment:
    """The attachment, if this person may know of it. Raises Attachment.DoesNotExist.

    Through its item; files of an edit that is not approved yet are for the author's side and the moderators.
    """
    attachment = (
        Attachment.objects.select_related("item", "revision")
        .filter(item__in=Item.objects.visible_to(user))
        .get(key=key)
    )
    if attachment.revision_id and not sees_held_edits(attachment.item, user):
        raise Attachment.DoesNotExist
    if not attachment.revision_id and not _reads_files(attachment.item, user):
        raise Attachment.DoesNotExist
    if not attachment.is_shown and not _is_senders(attachment, user):
        raise Attachment.DoesNotExist
    return attachment


def _reads_files(item: Item, user: Any) -> bool:
    """Does the noun show its files to this person? Most do to whoever sees the page, and are not asked."""
    if Item.every_noun()[item.kind].shows_files_to is Item.shows_files_to:
        return True
    return item.noun.shows_files_to(user) or (user.is_authenticated and is_author_side(user, item))


def _is_senders(attachment: Attachment, user: Any) -> bool:
    """Did this person send it, or do they decide on it?"""
    return user.is_authenticated and (attachment.uploaded_by_id == user.pk or is_moderator(user, attachment.item))


def sees_held_edits(item: Item, user: Any) -> bool:
    """Is this person of the author's side, or one who decides on the edit?"""
    return user.is_authenticated and (is_author_side(user, item) or is_moderator(user, item))


def attachments_for(item: Item, user: Any) -> list[Attachment]:
    """The files of an item that the edit page lists: the approved ones, and those of the held edit."""
    files = item.attachments.select_related("revision").all()
    if not sees_held_edits(item, user):
        files = files.filter(revision=None)
    return list(files)


def may_change_files(item: Item, user: Any) -> bool:
    """Files change where the text may: a draft, a returned item, a published one with no edit under review."""
    if not user.is_authenticated or not is_author_side(user, item):
        return False
    if item.status in EDITABLE:
        return True
    return item.status in REVISABLE and not Revision.objects.filter(item=item, status="submitted").exists()
