"""The feeds of the portal: every list as filtered, every goal, topic, country, organization and search, and all of it.

Each holds what its page shows this reader, in the page's language alone (unless the address chooses languages), with
summaries, or with the whole texts by ?full=1.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Organization
from csonet.content.atom import COLUMNS, ENTRIES, Channel, address_of, answer, page_of_feed
from csonet.content.facets import selection_of
from csonet.content.finding import results_of, selection_of_search
from csonet.content.models import Item
from csonet.content.views.lists import listed
from csonet.reference import vocabulary


class FeedView(View):
    """What the feeds share: one part of the newest items, in the language of the page."""

    http_method_names = ["get", "head", "options"]

    def channel(self, title: str, page_url: str, feed_url: str, items: Any) -> Channel:
        """The part of a feed that the address asks for. items: a QuerySet in its order."""
        page, full = page_of_feed(self.request.GET.get("page")), self.request.GET.get("full") == "1"
        start = (page - 1) * ENTRIES
        found = list(items.select_related("organization").only(*COLUMNS)[start : start + ENTRIES + 1])
        return Channel(title, page_url, feed_url, found[:ENTRIES], page, len(found) > ENTRIES, full)

    def newest(self) -> Any:
        """What is published and this reader may see, in the page's language, newest first."""
        items = Item.objects.published().visible_to(self.request.user)
        return items.filter(language=get_language()).order_by("-published_at", "-pk")


class ItemFeedView(FeedView):
    """The list of a noun as filtered."""

    model: type[Item] = Item

    def get(self, request: HttpRequest) -> HttpResponse:
        """What a signed-in reader gets may hold more than what everybody does."""
        selection = selection_of(self.model, request.GET)
        items = listed(self.model, request, selection)
        if "language" not in selection.chosen:
            items = items.filter(language=get_language())
        kind, query = self.model.KIND, selection.query() if selection else ""
        title = _("CSO Net: %(noun)s") % {"noun": self.model._meta.verbose_name_plural}
        chips = ", ".join(chip["label"] for chip in selection.chips())
        return answer(
            self.channel(
                f"{title} ({chips})" if chips else title,
                address_of(f"{kind}_list") + query,
                address_of(f"{kind}_feed") + query,
                items,
            )
        )


class LatestFeedView(FeedView):
    """Everything new."""

    def get(self, request: HttpRequest) -> HttpResponse:
        title = _("CSO Net: everything new")
        return answer(self.channel(title, address_of("home"), address_of("latest_feed"), self.newest()))


class TermFeedView(FeedView):
    """Everything new on a goal or a topic, or in a country, area or region."""

    kind = ""  # goals, topics, countries or regions
    through: Any = None
    column = ""
    #: The name of the term's page.
    page = ""

    def get(self, request: HttpRequest, key: Any) -> HttpResponse:
        """404 for a term that the vocabulary has not."""
        key = key.upper() if self.kind == "countries" else key
        term = getattr(vocabulary, self.kind)().get(key)
        if term is None:
            raise Http404
        codes = sorted(vocabulary.country_codes_in(key)) if self.kind == "regions" else [key]
        rows = self.through.objects.filter(**{f"{self.column}__in": codes})
        items = self.newest().filter(pk__in=rows.values("item_id"))
        name = f"{term.pk}. {term.name}" if self.kind == "goals" else term.name
        title = _("CSO Net: %(noun)s") % {"noun": name}
        address = address_of(f"{self.kind}_feed", key)
        return answer(self.channel(title, address_of(self.page, key), address, items))


class OrganizationFeedView(FeedView):
    """Everything new of an organization."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for one that this reader may not know of."""
        organization = get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)
        items = self.newest().of(organization)
        title = _("CSO Net: %(noun)s") % {"noun": organization.name}
        page = settings.SITE_URL + organization.get_absolute_url()
        return answer(self.channel(title, page, address_of("organization_feed", slug), items))


class SearchFeedView(FeedView):
    """What a search finds as it is narrowed, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An address without words is a feed without entries; it may get some later."""
        selection = selection_of_search(request.GET)
        results = results_of(selection, request.user)
        # Those in the reader's language, or in the one that the words are written in, come first.
        matches = results.matches if "language" in selection.chosen else results.matches[: results.own]
        keys = [match.item for match in matches if match.item]
        items = Item.objects.published().visible_to(request.user).filter(pk__in=keys).order_by("-published_at", "-pk")
        query = selection.query()
        title = _("CSO Net: search for “%(words)s”") % {"words": results.query}
        chips = ", ".join(chip["label"] for chip in selection.chips())
        return answer(
            self.channel(
                f"{title} ({chips})" if chips else title,
                address_of("search") + query,
                address_of("search_feed") + query,
                items,
            )
        )
