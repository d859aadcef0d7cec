"""The pages of topics, goals, countries and regions, and the indexes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from csonet.content import tallying
from csonet.portal.themes.gathering import gather, totals
from csonet.portal.themes.places import KINDS, around, inside, name_of
from csonet.reference import vocabulary
from csonet.ui.json_ld import written

READ = ["get", "head", "options"]


class TermView(TemplateView):
    """What there is of a topic, a goal, a country or a region."""

    http_method_names = READ
    template_name = "portal/themes/term.html"
    kind = ""

    def get(self, request: HttpRequest, *args: Any, key: str, **kwargs: Any) -> HttpResponse:
        """404 for a term that the vocabulary has not; a country's code in small letters leads to its page."""
        kind = KINDS[self.kind]
        term = kind.terms().get(kind.key(key))
        if term is None:
            raise Http404
        if str(term.pk) != key:
            return HttpResponsePermanentRedirect(kind.url(term))
        return self.render_to_response(self.get_context_data(term=term))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, term = KINDS[self.kind], kwargs["term"]
        gathered = gather(kind, term, self.request.user)
        name = name_of(kind, term)
        return super().get_context_data(
            kind=kind,
            name=name,
            lead=term.title if self.kind == "goal" else "",
            gathered=gathered,
            way=around(kind, term),
            inside=[(label, url, gathered.inside.get(key, 0)) for key, label, url in inside(kind, term)],
            index_url=reverse(kind.index),
            feed_url=reverse(kind.feed, args=[term.pk]),
            json_ld=written(_description(name, settings.SITE_URL + kind.url(term), kind)),
            **kwargs,
        )


def _description(name: str, url: str, kind: Any) -> dict[str, Any]:
    """The page in schema.org's words."""
    steps = [(str(kind.title), settings.SITE_URL + reverse(kind.index)), (name, url)]
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": name,
        "url": url,
        "isPartOf": {"@type": "WebSite", "name": "CSO Net", "url": settings.SITE_URL},
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": label, "item": address}
                for number, (label, address) in enumerate(steps, start=1)
            ],
        },
    }


@dataclass(frozen=True)
class Entry:
    """One term of an index: its name, a second line, its page, and how much there is of it."""

    name: str
    line: str
    url: str
    number: int


class IndexView(TemplateView):
    """All topics, or all goals."""

    http_method_names = READ
    template_name = "portal/themes/index.html"
    kind = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, numbers = KINDS[self.kind], _totals(self.request.user, KINDS[self.kind].facet)
        terms = kind.terms().values()
        terms = terms if self.kind == "goal" else vocabulary.sorted_by_name(term for term in terms if term.is_active)
        entries = [
            Entry(name_of(kind, term), getattr(term, "title", ""), kind.url(term), numbers.get(str(term.pk), 0))
            for term in terms
        ]
        return super().get_context_data(kind=kind, entries=entries, **kwargs)


class PlacesView(TemplateView):
    """All regions with their countries."""

    http_method_names = READ
    template_name = "portal/themes/places.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        countries, regions = KINDS["country"], KINDS["region"]
        of_country, of_region = (_totals(self.request.user, name) for name in ("country", "region"))
        groups: dict[Any, list[Entry]] = {}
        for country in vocabulary.sorted_by_name(vocabulary.countries().values()):
            entry = Entry(country.name, "", countries.url(country), of_country.get(country.pk, 0))
            groups.setdefault(country.region, []).append(entry)
        known = [(region, groups[region]) for region in groups if region is not None]
        order = [code for code, _name in vocabulary.choices("regions")]
        known.sort(key=lambda group: order.index(group[0].pk))
        return super().get_context_data(
            continents=[
                Entry(region.name, "", regions.url(region), of_region.get(region.pk, 0))
                for region in vocabulary.sorted_by_name(vocabulary.regions().values())
                if region.parent_id is None
            ],
            groups=[
                (Entry(region.name, "", regions.url(region), of_region.get(region.pk, 0)), own) for region, own in known
            ],
            others=groups.get(None, []),
            **kwargs,
        )


def _totals(user: Any, facet: str) -> dict[str, int]:
    """How many published items this reader finds under each term."""
    snapshot = tallying.BOARD.now()
    return totals(snapshot, snapshot.of("state", ["published"]) & tallying.seen_by(user, snapshot), facet)
