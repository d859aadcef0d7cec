"""The sitemap (what a visitor may read, and nothing else) and robots.txt."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views import View

from accounts.models import Organization
from csonet.content.models import Item
from csonet.portal.models import Page

VISITOR = AnonymousUser()


class ShellSitemap(Sitemap):
    """Home, the lists and the pages of the Branch, in every language."""

    i18n = True
    alternates = True
    x_default = True
    changefreq = "daily"

    def items(self) -> list[str]:
        names = ["home", "organization_list", "committee_sessions", "contact"]
        names += [f"{noun.KIND}_list" for noun in Item.standalone()]
        names += [f"page_{slug}" for slug in Page.objects.values_list("slug", flat=True)]
        return [name for name in names if _has_address(name)]

    def location(self, item: str) -> str:
        return reverse(item)


class ItemSitemap(Sitemap):
    """Published items, each at the address in the language of its text."""

    limit = 5000

    def items(self) -> Any:
        readable = Item.objects.visible_to(VISITOR).published()
        return readable.only("kind", "slug", "language", "updated").order_by("pk")

    def lastmod(self, item: Item) -> Any:
        return item.updated

    def location(self, item: Item) -> str:
        with translation.override(item.language):
            return item.get_absolute_url()


class OrganizationSitemap(Sitemap):
    """The directory's organizations, with their page in each language."""

    limit = 5000

    def items(self) -> Any:
        return Organization.objects.visible_to(VISITOR).only("slug", "updated").order_by("pk")

    def lastmod(self, item: Organization) -> Any:
        return item.updated

    def location(self, item: Organization) -> str:
        with translation.override("en"):
            return item.get_absolute_url()

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Each address with its alternates: they differ in the language's prefix alone."""
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            start, rest = url["location"].split("/en/", 1)
            url["alternates"] = [
                {"lang_code": code, "location": f"{start}/{code}/{rest}"} for code, _name in settings.LANGUAGES
            ]
        return urls


SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": ShellSitemap,
    "items": ItemSitemap,
    "organizations": OrganizationSitemap,
}


class SitemapIndexView(View):
    """The index of the sitemaps; each has at most 5,000 entries."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return index(request, SECTIONS, sitemap_url_name="sitemap_section")


class SitemapSectionView(View):
    """One sitemap, by pages (?p=2)."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, section: str) -> HttpResponse:
        return sitemap(request, SECTIONS, section=section)


class RobotsView(View):
    """What crawlers leave alone: the desk, accounts, what belongs to a person, and endless search results."""

    http_method_names = ["get", "head", "options"]
    PRIVATE = ("accounts/", "dashboard/", "search/", "contact/")

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = ["User-agent: *", "Disallow: /admin/"]
        lines += [f"Disallow: /{code}/{path}" for code, _name in settings.LANGUAGES for path in self.PRIVATE]
        lines += [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _has_address(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
