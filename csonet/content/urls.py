"""All routes of a noun on one screen. A noun's urls.py says `urlpatterns = content_urls(Model, Form)`."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path, register_converter
from django.urls.converters import SlugConverter

from csonet.content.exports import ItemExportView
from csonet.content.feeds import ItemFeedView
from csonet.content.models import Item
from csonet.content.views.compose import ItemCreateView, ItemUpdateView
from csonet.content.views.details import ItemDetailView, ItemPreviewView
from csonet.content.views.history import ItemHistoryView
from csonet.content.views.links import ItemLinkView, ItemUnlinkView
from csonet.content.views.lists import ItemListView
from csonet.content.views.moves import AutosaveView, DiscardView, ItemMoveView


class WordsConverter(SlugConverter):
    """A slug in the letters of any language."""

    regex = r"[-\w]+"


register_converter(WordsConverter, "words")


def content_urls(
    model: type[Item],
    form: Any,
    *,
    detail: type[ItemDetailView] = ItemDetailView,
    create: type[ItemCreateView] = ItemCreateView,
    update: type[ItemUpdateView] = ItemUpdateView,
) -> list[URLPattern]:
    """The addresses of a noun, to be included under its plural; detail, create, update: the noun's own pages."""
    kind = model.KIND
    both: dict[str, Any] = {"model": model, "form_class": form}
    links = [
        path("<words:slug>/link/", ItemLinkView.as_view(model=model), name=f"{kind}_link"),
        path("<words:slug>/unlink/", ItemUnlinkView.as_view(model=model), name=f"{kind}_unlink"),
    ]
    return [
        *(links if model.LINKED_AS else []),
        path("", ItemListView.as_view(model=model), name=f"{kind}_list"),
        path("new/", create.as_view(**both), name=f"{kind}_new"),
        path("new/autosave/", AutosaveView.as_view(**both), name=f"{kind}_autosave_new"),
        path("feed/", ItemFeedView.as_view(model=model), name=f"{kind}_feed"),
        re_path(r"^export\.(?P<format>csv|json)$", ItemExportView.as_view(model=model), name=f"{kind}_export"),
        path("<words:slug>/", detail.as_view(model=model), name=f"{kind}_detail"),
        path("<words:slug>/edit/", update.as_view(**both), name=f"{kind}_edit"),
        path("<words:slug>/preview/", ItemPreviewView.as_view(model=model), name=f"{kind}_preview"),
        path("<words:slug>/history/", ItemHistoryView.as_view(model=model), name=f"{kind}_history"),
        path("<words:slug>/move/", ItemMoveView.as_view(**both), name=f"{kind}_move"),
        path("<words:slug>/autosave/", AutosaveView.as_view(**both), name=f"{kind}_autosave"),
        path("<words:slug>/discard/", DiscardView.as_view(model=model), name=f"{kind}_discard"),
        path("<words:slug>/delete/", DiscardView.as_view(model=model, whole=True), name=f"{kind}_delete"),
    ]
