"""Linking one's own work to another item, and taking a link away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content import linking
from csonet.content.models import Item, ItemLink
from csonet.content.models.link import LinkKind
from csonet.content.views.common import item_or_404
from csonet.workflow import NotAllowed, WorkflowError


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


class ItemLinkView(SignInRequired, View):
    """Choose which of one's own items answers, grew out of or repeats this one."""

    model: type[Item] = Item

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The choice; 403 for who belongs to no approved organization."""
        item = self._item(slug)
        context = {
            "item": item,
            "model": self.model._meta,
            "kind": item.kind,
            "own": linking.own_items(request.user, item),
            "words": LinkKind(self.model.LINKED_AS).label,
        }
        return render(request, "content/item_link.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Link and go back to the item."""
        item = self._item(slug)
        items = Item.objects.editable_by(request.user).filter(status__in=linking.LINKABLE)
        source = items.filter(pk=_number(request.POST.get("source", ""))).first()
        if source is None:
            messages.error(request, _("Choose one of your own items."))
            return redirect(request.path)
        try:
            linking.link(source, item, user=request.user)
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The two are linked: both pages say so."))
        return redirect(item.get_absolute_url() + "#links")

    def _item(self, slug: str) -> Any:
        item = item_or_404(self.model, self.request.user, slug)
        if not self.request.user.standing.is_member or item.status not in linking.LINKABLE:  # type: ignore[union-attr]
            raise PermissionDenied
        return item


class ItemUnlinkView(SignInRequired, View):
    """Take a link away; either side may."""

    model: type[Item] = Item

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the item; 404 for a link that this page does not show, 403 for strangers."""
        item = item_or_404(self.model, request.user, slug)
        shown = ItemLink.objects.of(item.pk, request.user)
        found = get_object_or_404(shown, pk=_number(request.POST.get("link", "")))
        try:
            linking.unlink(found, user=request.user)
        except NotAllowed:
            raise PermissionDenied from None
        messages.success(request, _("The link is taken away."))
        return redirect(item.get_absolute_url())
