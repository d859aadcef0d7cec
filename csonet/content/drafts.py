"""What authors write until it is submitted: drafts, the working copies that save themselves, and held edits.

An item in an editable state is edited in place, with what is not valid yet kept beside it in its working copy; an edit
of a published item lives in its one open revision until the moderators approve it.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from csonet import images
from csonet.content import publication, revising
from csonet.content.models import Item, Revision
from csonet.content.states import EDITABLE, REVISABLE
from csonet.workflow import VersionConflict, WrongState

#: Words that stand where an item's address would.
RESERVED = frozenset(
    {"new", "feed", "feeds", "archive", "coauthors", "partnerships", "topics", "posts", "moderation"}
    | {"calendar", "mine", "attend", "verify", "import", "organizations", "marking"}
)


def is_held(item: Item) -> bool:
    """Are edits of this item held as a revision, while the approved text stays?"""
    return item.status in REVISABLE


def slug_for(kind: str, title: str, but: int | None = None) -> str:
    """An address that no other item of the kind has. A race for it ends at the database's constraint."""
    base = slugify(title, allow_unicode=True)[:80].strip("-_") or kind
    taken = Item.objects.filter(kind=kind, slug=base).exclude(pk=but or 0).exists()
    reserved = base in RESERVED or base.isdigit()  # years are archives
    return f"{base}-{uuid.uuid4().hex[:6]}" if taken or reserved else base


def written_by(user: Any, kind: str, key: uuid.UUID) -> Item | None:
    """The item that this person's form with this key made already."""
    return Item.objects.filter(kind=kind, key=key, author=user).first()


def create(form: Any, author: Any, key: uuid.UUID) -> tuple[Item, bool]:
    """A new draft from a valid form: (item, True), or (the item that the same form made before, False)."""
    for _attempt in range(3):
        item = form.save(commit=False)
        item.author, item.key, item.slug = author, key, slug_for(item.KIND, item.title)
        try:
            with transaction.atomic():
                item.save()
                form.save_m2m()
        except IntegrityError:
            before = written_by(author, item.KIND, key)
            if before is not None:
                return before, False
            key = uuid.uuid4() if Item.objects.filter(key=key).exists() else key
            item.pk = item.id = None
            item._state.adding = True
        else:
            _make_variant(item)
            return item, True
    raise WrongState(_("This could not be saved just now. Please send it again."))


def start(form: Any, posted: QueryDict, author: Any, key: uuid.UUID) -> Item | None:
    """A draft from a form that may not be valid yet, with all that was typed kept; None while it has no title."""
    form.is_valid()
    if not set(form.cleaned_data) >= form.DRAFT_NEEDS:
        return None
    essential = {name: posted.getlist(name) for name in form.DRAFT_NEEDS}
    bare = type(form)(data=revising.as_querydict(essential), user=author, draft=True)
    if not bare.is_valid():
        return None
    with transaction.atomic():
        item, _new = create(bare, author, key)
        keep(item, revising.kept(type(form), posted), author)
    return item


def open_revision(item: Item) -> Revision | None:
    """The working copy or the held edit, if there is one."""
    return item.revisions.open().first()


def keep(item: Item, data: revising.FormData, user: Any) -> Revision:
    """Keep what was typed as the item's working copy or held edit, valid or not.

    Raises WrongState while the moderators decide on it, or where the item is in no state to be edited.
    """
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=item.pk)
        revision = open_revision(locked)
        if locked.status not in EDITABLE + REVISABLE or (revision and revision.status == "submitted"):
            raise WrongState(_("It waits for the moderators: take it back to change it."))
        if revision is None:
            revision = Revision(item=locked, base_version=locked.version)
        elif revising.IMAGE in revision.data and revising.IMAGE not in data:
            data = {**data, revising.IMAGE: revision.data[revising.IMAGE]}
        revision.data, revision.edited_by = data, user
        revision.save()
    return revision


def compare(item: Item, user: Any, version: int | None, seen: datetime | None) -> None:
    """Raises VersionConflict if the item changed since the page was made, or somebody else typed into its copy."""
    revision = open_revision(item)
    elsewhere = revision and revision.edited_by_id != user.pk and (seen is None or revision.updated > seen)
    if version != item.version or elsewhere:
        raise VersionConflict(_("Somebody changed this while you were writing."), item.version)


def save(form: Any, user: Any, version: int | None, seen: datetime | None) -> Item:
    """Write a valid form into a draft or a returned item. Raises VersionConflict or WrongState."""
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=form.instance.pk)
        compare(locked, user, version, seen)
        if locked.status not in EDITABLE:
            raise WrongState(_("It waits for the moderators: take it back to change it."))
        locked.revisions.filter(status="working").delete()
        form.save()
        locked.refresh_from_db()
        locked.version += 1
        locked.save(update_fields=["version"])
    if "image" in form.changed_data:
        _make_variant(form.instance)
    form.instance.refresh_from_db()
    return form.instance


def hold(form: Any, user: Any, version: int | None, seen: datetime | None) -> Revision:
    """Keep the form as the held edit of a published item. Raises VersionConflict or WrongState."""
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=form.instance.pk)
        compare(locked, user, version, seen)
        return keep(locked, {**revising.kept(type(form), form.data), **_held_image(form)}, user)


def _held_image(form: Any) -> revising.FormData:
    """A new picture goes into the storage now and into the item when the edit is approved."""
    if "image" not in form.changed_data or "image" not in form.cleaned_data:
        return {}
    picture = form.cleaned_data["image"]
    if not picture:
        return {revising.IMAGE: [""]}
    image = form.instance._meta.get_field("image")
    name = image.storage.save(image.generate_filename(form.instance, picture.name), picture)
    images.variant(image.storage, name)
    return {revising.IMAGE: [name]}


def _make_variant(item: Item) -> None:
    if item.image.name:
        images.variant(item.image.storage, item.image.name)


def submit(form: Any, user: Any, version: int | None, seen: datetime | None) -> None:
    """Write a form that is valid in full, and submit it: the item, or the held edit of a published one."""
    with transaction.atomic():
        if is_held(form.instance):
            publication.move(hold(form, user, version, seen), "submit", actor=user)
        else:
            item = save(form, user, version, seen)
            _settle_address(item)
            publication.move(item, "submit", actor=user)


def _settle_address(item: Item) -> None:
    """At its first submission an item gets the address of its final title; until then nobody else knew of it."""
    if not item.decisions.exists():
        item.slug = slug_for(item.kind, item.title, but=item.pk)
        item.save(update_fields=["slug"])


def discard(item: Item, user: Any) -> None:
    """Throw the working copy or the held edit away. Raises WrongState or NotAllowed."""
    with transaction.atomic():
        revision = open_revision(Item.objects.select_for_update().get(pk=item.pk))
        if revision is None:
            return
        if revision.decisions.exists() or is_held(item):
            publication.move(revision, "discard", actor=user)
        else:
            revision.delete()


def can_delete(item: Item) -> bool:
    """A draft that was never submitted leaves no trace when it goes."""
    return item.status == "draft" and not item.decisions.exists()


def delete(item: Item) -> None:
    """Delete a draft that was never submitted. Raises WrongState for anything else."""
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=item.pk)
        if not can_delete(locked):
            raise WrongState(_("What was submitted once is kept: withdraw it instead."))
        locked.noun.delete()
