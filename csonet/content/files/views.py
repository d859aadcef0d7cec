"""Addresses of files: attachments and pictures as those may see them who may see the item; attaching and removing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from csonet.content import drafts, revising
from csonet.content.files import pictures, serving, storing
from csonet.content.files.access import may_change_files, sees_held_edits, visible_attachment
from csonet.content.files.forms import AttachForm
from csonet.content.files.names import content_disposition
from csonet.content.models import Attachment, Audience, Item, Revision
from csonet.content.states import READABLE
from csonet.workflow import WorkflowError

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


class _ChangeFilesView(LoginRequiredMixin, View):
    """What attaching and removing share: the item, the right to, and keeping what was typed around the button."""

    http_method_names = ["post", "options"]

    def item_of(self, pk: int) -> Item:
        """The item, for somebody who may change its files. Raises Http404 for others."""
        item = get_object_or_404(Item.objects.visible_to(self.request.user), pk=pk)
        if not may_change_files(item, self.request.user):
            if item.pk in Item.objects.editable_by(self.request.user).values_list("pk", flat=True):
                raise PermissionDenied(_("It waits for the moderators: take it back to change it."))
            raise Http404
        return item

    def kept(self, item: Item) -> Revision | None:
        """Keep the text that came with the button, and give the held edit of a published item."""
        form = revising.form_class(item)
        data = revising.kept(form, self.request.POST)
        if not data and drafts.is_held(item):
            held = drafts.open_revision(item)
            data = held.data if held else form.data_of(item.noun)
        revision = drafts.keep(item, data, self.request.user) if data else None
        return revision if drafts.is_held(item) else None

    def back(self, item: Item) -> HttpResponse:
        return redirect(reverse(f"{item.kind}_edit", args=[item.slug]) + "#attachments")


class AttachView(_ChangeFilesView):
    """Attach a file to an item; a published item's file waits with its held edit."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
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
        except WorkflowError as refused:
            messages.error(request, str(refused))
        return self.back(item)


class RemoveView(_ChangeFilesView):
    """Take a file off its item, for the readers of a published one at once."""

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        try:
            attachment = visible_attachment(key, request.user)
        except Attachment.DoesNotExist:
            raise Http404 from None
        item = self.item_of(attachment.item_id)
        try:
            self.kept(item)
        except WorkflowError as refused:
            messages.error(request, str(refused))
            return self.back(item)
        storing.detach(attachment)
        messages.success(request, _("“%(name)s” is removed.") % {"name": attachment.name})
        return self.back(item)


def _tell(request: HttpRequest, errors: dict[str, Any]) -> None:
    for problems in errors.values():
        for problem in problems:
            for text in problem.messages:
                messages.error(request, text, extra_tags="attachments")
