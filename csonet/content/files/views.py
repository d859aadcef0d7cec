"""Addresses of files: attachments and pictures as those may see them who may see the item; attaching and removing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired, hand_on
from csonet.content import drafts, revising
from csonet.content.files import pictures, serving, storing
from csonet.content.files.access import may_change_files, sees_held_edits, visible_attachment
from csonet.content.files.forms import AttachForm
from csonet.content.files.names import content_disposition
from csonet.content.models import Attachment, Audience, Item, Revision
from csonet.content.states import READABLE
from csonet.content.views.common import sent_seen, sent_version
from csonet.content.views.compose import ItemUpdateView
from csonet.richtext import composing_csp
from csonet.workflow import VersionConflict, WorkflowError, WrongState

PICTURE_SECONDS = 3600
_PICTURE_COLUMNS = ("image", "status", "audience", "organization", "author", "circle")


def _is_public(item: Item) -> bool:
    """May caches that many people share keep what belongs to it?"""
    return item.status in READABLE and item.audience == Audience.PUBLIC


class AttachmentView(View):
    """A file, to be saved, never opened as a page of the portal."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        try:
            attachment = visible_attachment(key, request.user)
        except Attachment.DoesNotExist:
            raise Http404 from None
        return serving.send(
            request,
            attachment.file.storage,
            str(attachment.file.name),
            media_type=attachment.media_type,
            disposition=content_disposition(attachment.name),
            etag=attachment.sha256,
            public=_is_public(attachment.item)
            and attachment.is_shown
            and not attachment.revision_id
            and request.user.is_anonymous,
        )


class PictureView(View):
    """The picture of an item, in one of its sizes."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, stamp: str, size: str) -> HttpResponseBase:
        visible = Item.objects.visible_to(request.user).only(*_PICTURE_COLUMNS)
        item = get_object_or_404(visible, pk=pk)
        if stamp != pictures.stamp_of(item) and sees_held_edits(item, request.user):
            pictures.show_held_picture(item)  # the preview, and the officer who decides on it
        if not item.image or size not in pictures.SIZES or stamp != pictures.stamp_of(item):
            raise Http404
        return serving.send(
            request,
            item.image.storage,
            pictures.stored_name(item, size),
            media_type="image/webp",
            disposition=content_disposition(f"{stamp}.webp", inline=True),
            etag=f"{stamp}-{size}",
            public=_is_public(item) and request.user.is_anonymous,
            max_age=PICTURE_SECONDS,
        )


class Locked(Exception):
    """The item is in no state in which its files change."""


@method_decorator(composing_csp, name="dispatch")  # a conflict is answered with the item's form
class _ChangeFilesView(SignInRequired, View):
    """What attaching and removing share: the item, the right to, and keeping what was typed around the button."""

    http_method_names = ["get", "head", "post", "options"]

    def item_of(self, pk: int) -> Item:
        """The item, for somebody of its own side. Raises Http404 for others."""
        return get_object_or_404(Item.objects.editable_by(self.request.user), pk=pk)

    def kept(self, item: Item) -> Revision | None:
        """Keep the text that came with the button, and give the held edit of a published item.

        Raises VersionConflict if a colleague wrote meanwhile, Locked once it waits for the moderators or is put away.
        """
        if not may_change_files(item, self.request.user):
            raise Locked
        form, post = revising.form_class(item), self.request.POST
        data = revising.kept(form, post)
        if data:
            drafts.compare(item, self.request.user, sent_version(post), sent_seen(post))
        elif drafts.is_held(item):
            held = drafts.open_revision(item)
            data = held.data if held else form.data_of(item.noun)
        try:
            revision = drafts.keep(item, data, self.request.user) if data else None
        except WrongState:  # submitted in this very moment
            raise Locked from None
        return revision if drafts.is_held(item) else None

    def conflict(self, item: Item, conflict: VersionConflict) -> HttpResponse:
        """The edit page's own answer: the colleague's words beside what was typed, which is still in the form."""
        return self._form_page(item).conflict_page(item.noun, conflict)

    def locked(self, item: Item) -> HttpResponse:
        """The edit page's own answer where nothing can be changed: what was typed, to be copied."""
        return self._form_page(item).locked_page(Item.objects.get(pk=item.pk).noun)

    def _form_page(self, item: Item) -> ItemUpdateView:
        page = ItemUpdateView(model=type(item.noun), form_class=revising.form_class(item))
        page.setup(self.request)
        return page

    def to_form(self, item: Item) -> HttpResponse:
        """On to the form in which the button stands, with what was typed there when the session ran out."""
        address = _edit_address(item)
        hand_on(self.request, address)
        return redirect(address + "#attachments")


def _edit_address(item: Item) -> str:
    return reverse(f"{item.kind}_edit", args=[item.slug])


class AttachView(_ChangeFilesView):
    """Attach a file to an item; a published item's file waits with its held edit."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """There is no page here: on to the item's form."""
        return self.to_form(get_object_or_404(Item.objects.visible_to(request.user), pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the form with a message, whatever came of it; 409 if a colleague wrote meanwhile."""
        item = self.item_of(pk)
        form = AttachForm(request.POST, request.FILES)
        try:
            revision = self.kept(item)
            if form.is_valid():
                attachment = storing.attach(
                    item, form.cleaned_data["file"], request.user, revision=revision, title=form.cleaned_data["title"]
                )
                messages.success(request, _("“%(name)s” is attached.") % {"name": attachment.name})
            else:
                _tell(request, form.errors.as_data())
        except ValidationError as refused:
            _tell(request, {"file": [refused]})
        except Locked:
            return self.locked(item)
        except VersionConflict as conflict:
            return self.conflict(item, conflict)
        except WorkflowError as refused:
            messages.error(request, str(refused))
        return redirect(_edit_address(item) + "#attachments")


class RemoveView(_ChangeFilesView):
    """Take a file off its item, for the readers of a published one at once."""

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """There is no page here: on to the form of the file's item."""
        return self.to_form(self._attachment(key).item)

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Back to the form with a message, whatever came of it; 409 if a colleague wrote meanwhile."""
        attachment = self._attachment(key)
        item = self.item_of(attachment.item_id)
        try:
            self.kept(item)
        except Locked:
            return self.locked(item)
        except VersionConflict as conflict:
            return self.conflict(item, conflict)
        except WorkflowError as refused:
            messages.error(request, str(refused))
        else:
            storing.detach(attachment)
            messages.success(request, _("“%(name)s” is removed.") % {"name": attachment.name})
        return redirect(_edit_address(item) + "#attachments")

    def _attachment(self, key: UUID) -> Attachment:
        try:
            return visible_attachment(key, self.request.user)
        except Attachment.DoesNotExist:
            raise Http404 from None


def _tell(request: HttpRequest, errors: dict[str, Any]) -> None:
    for problems in errors.values():
        for problem in problems:
            for text in problem.messages:
                messages.error(request, text, extra_tags="attachments")
