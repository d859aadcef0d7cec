"""The shell's reading pages: the way to one's language, home, search, and the pages of the Branch."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from csonet.content.finding import look
from csonet.content.models import Item
from csonet.content.search.indexing import PART_KINDS, nouns
from csonet.content.search.parsing import cleaned
from csonet.content.search.query import PAGE_SIZE, Hit, Results
from csonet.portal import home
from csonet.portal.errors import too_many_requests
from csonet.portal.models import Page
from csonet.portal.search_help import help_with
from csonet.ui import languages
from events.cards import dated
from events.models import Event

READ = ["get", "head", "options"]


class LanguageView(View):
    """`/` leads to the visitor's language: a person's own, else the browser's."""

    http_method_names = READ

    def get(self, request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else languages.current()
        with translation.override(language):
            response = HttpResponseRedirect(reverse("home"))
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class HomeView(TemplateView):
    """What the portal is, and what is new in it."""

    http_method_names = READ
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pinned=home.pinned(self.request.user),
            shelves=home.shelves(self.request.user),
            organizations=home.newest_organizations(),
            figures=home.figures(),
            **kwargs,
        )


class SearchView(TemplateView):
    """One box over everything that the person may see; filters by kind and language as plain parameters."""

    http_method_names = READ
    template_name = "portal/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """429 for who searches faster than people do: each search asks the database a lot (ASVS 2.4.1)."""
        if request.GET.get("q") and not _may_search(request):
            return too_many_requests(request, query=cleaned(request.GET["q"]))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = kind_names()
        found = look(self.request.GET, self.request.user, _page(self.request.GET.get("page", "")))
        return super().get_context_data(
            results=found.results,
            query=found.results.query,
            selection=found.selection,
            chips=found.selection.chips(),
            panels=found.panels,
            kind_names=names,
            page_obj=_page_of(found.results),
            search_feed_url=reverse("search_feed") + found.selection.query(),
            saved=reverse("search") + found.selection.query(),
            events=_events_among(found.results.hits, self.request.user),
            nouns=[(names[kind], reverse(f"{kind}_list")) for kind in (*Item.nouns(), "organization")],
            **help_with(found),
            **kwargs,
        )


def _events_among(hits: list[Hit], user: Any) -> dict[int, Event]:
    """The events among these results with what says when they are, by their keys. One query, none without events."""
    keys = [hit.item.pk for hit in hits if hit.kind == Event.KIND]
    return {event.pk: event for event in dated(keys, user)} if keys else {}


def _may_search(request: HttpRequest) -> bool:
    config = {"search": settings.SEARCH_RATE}
    return bool(ratelimit.consume(request, app="csonet", action="search", config=config, limit_get=True))


class PageView(TemplateView):
    """A page that the Branch keeps in six languages; where a text is missing the English one stands, and says so."""

    http_method_names = READ
    template_name = "portal/page.html"
    slug = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = get_object_or_404(Page, slug=self.slug)
        language, title, body = page.text_in(languages.current())
        return super().get_context_data(
            page=page,
            text_language=language,
            is_foreign=language != languages.current(),
            title=title,
            body=_under_title(body),
            **kwargs,
        )


def _under_title(body: str) -> str:
    """Rich text begins its headings at h3; right under the page's title they are one level higher (WCAG 1.3.1)."""
    for level in (3, 4):
        body = body.replace(f"<h{level}>", f"<h{level - 1}>").replace(f"</h{level}>", f"</h{level - 1}>")
    return body


def kind_names() -> dict[str, str]:
    """What can be found, by kind, in the active language."""
    names = {noun.KIND: capfirst(str(noun._meta.verbose_name_plural)) for noun in nouns()}
    parts = {kind: capfirst(str(name)) for kind, name in PART_KINDS.items()}
    return {**names, **parts, "organization": _("Organizations")}


def _page(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1


def _page_of(results: Results) -> Any:
    """The page for the pagination: it needs the number of hits and none of them."""
    return Paginator(range(results.total), PAGE_SIZE).get_page(results.page)
